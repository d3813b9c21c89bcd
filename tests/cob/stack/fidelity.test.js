// Every place where a program captures a stack must be reported with the line and column it was written at,
// whatever TypeScript, JSX or new syntax stands around it. Programs are put together from the snippets below;
// `HERE` becomes a capture whose place is known from the source text. It does not stand alone in the initializer of
// a class field: the engine has no frame for those.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

let folder;
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "stack-"));
    mkdirSync(join(folder, "node_modules/react"), { recursive: true });
    writeFileSync(join(folder, "node_modules/react/package.json"), '{"name":"react","version":"19.0.0"}');
    const runtime = "exports.Fragment = 'f'; exports.jsx = exports.jsxs = exports.jsxDEV = (type, props) => typeof type === 'function' ? type(props) : props;";
    writeFileSync(join(folder, "node_modules/react/jsx-runtime.js"), runtime);
    writeFileSync(join(folder, "node_modules/react/jsx-dev-runtime.js"), runtime);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const common = [
    "function plain() { return HERE; }\nplain();",
    "const arrow = () => HERE;\narrow();",
    "(function () {\n  HERE;\n})();",
    "class Base {\n  constructor() { HERE; }\n  method() { HERE; }\n  static s() { return HERE; }\n  get g() { return HERE; }\n  #p() { HERE; }\n  field = () => HERE;\n" +
        "  static f = (() => HERE)();\n  static { HERE; }\n  run() { this.#p(); this.method(); return [this.g, this.field()]; }\n}\nnew Base().run(); Base.s();",
    "function* gen() { HERE; yield HERE;\n  HERE; }\n[...gen()];",
    "async function waits() { HERE; await 1; HERE;\n  await HERE;\n  for await (const x of [1]) { HERE; }\n  HERE; }\nawait waits();",
    "const af = async (x) => [await x, HERE];\nawait af(1);",
    "async function* agen() { HERE; yield await HERE;\n  HERE; }\nfor await (const x of agen()) HERE;",
    "const t = `a ${HERE} b ${\n  HERE} c`;",
    "label: for (const x of [1]) { HERE; continue label; }",
    "try { HERE; throw 1 } catch (e) { HERE } finally { HERE }",
    "switch (1) { case HERE && 1: case 1: HERE; }",
    "const { a = HERE, b: [c = HERE] = [] } = {};",
    "{ using r = { [Symbol.dispose]() { HERE; } }; HERE; }",
    "{ await using r = { async [Symbol.asyncDispose]() { HERE; } }; HERE; }",
    "[3].forEach((x) => {\n  HERE;\n});",
    "const o = { m() { HERE; }, get g() { return HERE; }, async am() { await 1; HERE; }, ['x' + (HERE, 1)]: HERE };\no.m(); o.g; await o.am();",
    "export const exported = HERE; HERE;",
    "export function exportedFunction() { return HERE; }\nexportedFunction();",
    "export let changing = 1; changing = [HERE].length; changing++; HERE;",
    "const url = import.meta.url; HERE;",
    "const dynamic = await import('node:path'); HERE;",
    "export default class Default { m() { HERE; } };\nnew Default().m();",
    "if (typeof require) HERE;",
];

const typed = [
    "enum Colour { Red, Green = 'g'.length + [HERE].length, Blue }; HERE;",
    "const enum Small { A = 1, B }; const small: Small = Small.B; HERE;",
    "namespace Space.Inner { export const x: number = [HERE].length; export function f(): void { HERE; } HERE; }\nSpace.Inner.f(); HERE;",
    "namespace Space2 {\n  export enum E { A }\n  export class C { constructor(public p: E = E.A) { HERE; } }\n  HERE;\n}\nnew Space2.C();",
    "class Props { constructor(private a: number, readonly b?: string, public c = HERE) { HERE; } }\nnew Props(1); HERE;",
    "class Derived extends (class {}) { constructor(private a: number) { HERE; super(); HERE; } }\nnew Derived(1);",
    "abstract class Abstract { abstract m(): void; declare d: number; private readonly r: number; static s<T>(x: T): T { HERE; return x; } }\n" +
        "Abstract.s<number>(1);",
    "interface Gone { a: number;\n b: string }\nHERE;",
    "type AlsoGone<T> = T extends string\n  ? 1\n  : 2; HERE;",
    "const cast = (HERE as unknown as string) satisfies string; HERE;",
    "const angle = [1]!.map<number>((x: number): number => { HERE; return x; })!; HERE;",
    "function generic<const T extends readonly unknown[]>(this: void, x: T, ...rest: T[]): asserts x is T { HERE; }\ngeneric<[1]>([1]);",
    "function over(a: string): void;\nfunction over(a: number): void;\nfunction over(a: any): void { HERE; }\nover(1);",
    "function dec(value: any, context: any) { HERE; return value; }\n@dec class Decorated { @dec m(): void { HERE; }\n @dec accessor x: number = (() => HERE)(); }\nnew Decorated().m(); HERE;",
    "import type { Nothing } from './nothing';\nimport { type AlsoNothing } from 'node:path'; HERE;",
    "let definite!: string; HERE; definite = 'x';",
    "for (const x of [1] as number[]) { HERE; }",
    "export type { Gone2 }; interface Gone2 {} HERE;",
    "declare const nowhere: string;\ndeclare module 'x' { export const y: 1; }\nHERE;",
    "async function typedWait(x: Promise<number>): Promise<void> { await (x as Promise<number>); HERE; }\nawait typedWait(Promise.resolve(1));",
    "const f = async <T,>(x: T): Promise<T> => { await x; HERE; return x; };\nawait f<number>(1);",
    "@(class {}.constructor && ((v: any) => v)) export class ExportedDecorated { m() { HERE; } }\nnew ExportedDecorated().m();",
];

const markup = [
    "const el = <div a={HERE} {...{ b: HERE }}>text {HERE} <b>{HERE}</b>\n  {[1].map((x) => <i key={x}>{HERE}</i>)}\n</div>; HERE;",
    "function Component({ x }) { HERE; return <>{x}{HERE}</>; }\nconst used = <Component x={HERE} />; HERE;",
    "const long = <div\n  className=\"a\"\n  onClick={() => {\n    HERE;\n  }}\n  style={{ a: HERE }}\n/>; HERE;\nlong.onClick();",
    "const keyed = <i\n  key={[HERE].length}\n  a={HERE}\n  b='c'\n/>; HERE;",
    "const keys = [<i\n  key={[\n    HERE,\n    HERE].length}\n  a={HERE}>\n  <b key={HERE && 1} />\n  {HERE}\n</i>, HERE]; HERE;",
    "const nested = <a>{true ? <b c={HERE} /> : null}{/* nothing */}&nbsp;{HERE}</a>; HERE;",
];

const CAPTURE = (id) => `globalThis.$hit(new Error("${id}"))`;

/** Each snippet in a function or block of its own where it may be, with text in front that moves columns. */
const decorated = [
    "const give = (..._: any[]) => (..._: any[]) => {};\n@give(HERE) class Decorated {\n  @give(HERE)\n  field: number = [HERE].length;\n" +
        "  constructor(@give(HERE) a?: number,\n    @give(\n      HERE, HERE) @give(HERE)\n    readonly b = HERE) { HERE; }\n" +
        "  @give(HERE) method(a: number, @give(HERE) b = [HERE],\n    @give(HERE)\n    @give([\n HERE]) c?: string): void { HERE; }\n" +
        "  static { HERE; }\n}\nnew Decorated().method(1); HERE;",
];

function program(snippets, indent) {
    const marks = [];
    let text = "";
    for (const snippet of snippets) {
        const isTop = /^(?:import|export)|\n(?:import|export)|^@\(|namespace/.test(snippet);
        const body = snippet.replace(/HERE/g, () => CAPTURE(marks.push(undefined) - 1));
        text += isTop ? `${body}\n` : `{ ${indent}${body}\n}\n`;
    }
    text.split("\n").forEach((line, i) => {
        for (const found of line.matchAll(/new Error\("(\d+)"\)/g)) marks[found[1]] = `${i + 1}:${found.index + 1}`;
    });
    return { text, marks };
}

async function run(name, { text, marks }) {
    const path = join(folder, name);
    const seen = new Map();
    globalThis.$hit = (error) => {
        const place = error.stack.split("\n")[1] ?? error.stack;
        if (!seen.has(error.message)) seen.set(error.message, new Set());
        seen.get(error.message).add(place.replace(/^.*?([^/(]*:\d+:\d+)\)?$/, "$1"));
        return 1;
    };
    writeFileSync(path, text);
    await import(pathToFileURL(path).href);
    const wrong = [];
    marks.forEach((place, id) => {
        const got = [...(seen.get(String(id)) ?? ["never ran"])].join(" ");
        if (got !== `${basename(name)}:${place}`) wrong.push(`${text.split("\n")[place.split(":")[0] - 1]}\n    expected ${place}, got ${got}`);
    });
    expect(wrong).toEqual([]);
    expect(seen.size).toBe(marks.length);
}

test("JavaScript", () => run("plain.mjs", program(common, "")));
test("JavaScript, indented", () => run("indented.mjs", program(common, "/* \u00e4\u{1f600} */   ")));
test("TypeScript", () => run("typed.ts", program([...typed, ...common], "")));
test("TypeScript's decorators", () => {
    mkdirSync(join(folder, "legacy"));
    writeFileSync(join(folder, "legacy/tsconfig.json"), '{"compilerOptions":{"experimentalDecorators":true,"emitDecoratorMetadata":true}}');
    return run("legacy/decorated.ts", program(decorated, ""));
});
test("TypeScript behind types", () => run("behind.mts", program([...typed, ...common], "let q: Array<string> | undefined; ")));
test("JSX", () => run("markup.jsx", program([...markup, ...common], "")));
test("TypeScript and JSX", () => run("all.tsx", program([...markup, ...typed, ...common], "let q: Array<string>; ")));
