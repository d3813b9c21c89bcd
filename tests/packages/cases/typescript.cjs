// The compiler API type-checks and emits a small project in memory.
const ts = require("typescript");
const files = {
  "/a.ts": "export interface P { x: number }\nexport const p: P = { x: 1 };\nexport enum E { A, B = 'b' }\n",
  "/b.ts": "import { p, E } from './a';\nconst s: string = p.x;\nclass C<T> { constructor(private readonly v: T) {} get(): T { return this.v } }\nexport default new C(E.B).get();\n",
};
const host = {
  getSourceFile: (name, target) => {
    const text = files[name] ?? ts.sys.readFile(name);
    return text === undefined ? undefined : ts.createSourceFile(name, text, target, true);
  },
  getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
  writeFile: (name, text) => console.log(`--- ${name}\n${text}`),
  getCurrentDirectory: () => "/",
  getCanonicalFileName: (name) => name,
  useCaseSensitiveFileNames: () => true,
  getNewLine: () => "\n",
  fileExists: (name) => name in files || ts.sys.fileExists(name),
  readFile: (name) => files[name] ?? ts.sys.readFile(name),
};
const program = ts.createProgram(Object.keys(files), { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, strict: true, declaration: true }, host);
for (const d of ts.getPreEmitDiagnostics(program))
  console.log(ts.formatDiagnostic(d, host).trim());
const result = program.emit();
console.log("skipped:", result.emitSkipped, ts.version);
