// declarations.mjs - cob accepts every declaration file that TypeScript's parser accepts, and refuses what it refuses.
//
//   node declarations.mjs [--only=PACKAGE] [--each=N] [--show=10]
//
// The .d.ts, .d.mts and .d.cts files of the packages in ts-packages.txt and js-packages.txt, and all their TypeScript sources.
import { readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import ts from "typescript";
import { commandLine, corpus, tool } from "./corpus.mjs";

const { options } = commandLine();
const seen = new Set();
const files = ["ts-packages.txt", "js-packages.txt"]
  .flatMap((list) => corpus(list, /\.[cm]?tsx?$/, options.only))
  .filter(({ key }, i) => !seen.has(key) && seen.add(key) && i % (options.each || 1) === 0);

const input = files.map(({ path }) => `a - 0 ${path}\n`).join("");
const { stdout } = spawnSync(tool("js_parse"), { input, encoding: "utf8", maxBuffer: 1 << 30 });
const verdicts = stdout.trimEnd().split("\n");
if (verdicts.length !== files.length) throw new Error(`${files.length} questions, ${verdicts.length} answers`);

let equal = 0, shown = 0;
files.forEach(({ key, path }, i) => {
  const { parseDiagnostics } = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ESNext, false);
  const accepted = verdicts[i].startsWith("ok ");
  if (accepted === (parseDiagnostics.length === 0)) return void equal++;
  if (shown++ < (options.show ?? 10))
    console.log(`WRONG ${key}\n  cob ${verdicts[i].replace(path, "")}\n  TypeScript ${parseDiagnostics.length > 0 ? ts.flattenDiagnosticMessageText(parseDiagnostics[0].messageText, " ") : "accepts"}`);
});
console.log(`TypeScript's parser: ${equal} of ${files.length} verdicts equal`);
process.exit(equal === files.length ? 0 : 1);
