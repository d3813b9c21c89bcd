// babel.mjs - which programs are refused: cob against the fixtures of Babel's parser for TypeScript and JSX.
//
//   git clone --depth 1 https://github.com/babel/babel ../babel
//   node babel.mjs ../babel [--show=10] [--update]
//
// A fixture must be refused if it throws or records errors, else accepted. Where cob disagrees with Babel, TypeScript's own
// parser is asked. babel-known.txt lists the fixtures on which it sides with cob (most are refused by TypeScript's checker, not
// by its parser) and those that do not apply, with the reason; any other disagreement fails the run. --update adds the former and
// drops those that are none any more.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { commandLine, Known, tool } from "./corpus.mjs";

const { options, words } = commandLine();
if (words.length !== 1) throw new Error("usage: node babel.mjs <checkout of babel/babel>");
const fixtures = join(words[0], "packages/babel-parser/test/fixtures");

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {});

/** {key, path, settings, refused} of every folder with an input. */
function* tasks(folder, inherited) {
  const own = readJson(join(folder, "options.json"));
  const settings = { ...inherited, ...own };
  const entries = readdirSync(folder, { withFileTypes: true });
  const input = entries.find((entry) => entry.isFile() && /^input\.[cm]?[jt]sx?$/.test(entry.name));
  if (input && settings.BABEL_8_BREAKING !== false) {
    const output = ["output.json", "output.extended.json"].map((name) => readJson(join(folder, name)));
    const refused = own.throws !== undefined || output.some(({ errors }) => errors?.length > 0);
    yield { key: relative(fixtures, folder), path: join(folder, input.name), settings, refused };
  }
  for (const entry of entries) if (entry.isDirectory()) yield* tasks(join(folder, entry.name), settings);
}

const pluginNames = ({ settings }) => (settings.plugins ?? []).map((plugin) => [plugin].flat()[0]);
const pluginOption = ({ settings }, name, option) => (settings.plugins ?? []).some((plugin) => plugin[0] === name && plugin[1]?.[option]);

function langOf(task) {
  const names = pluginNames(task);
  if (!names.includes("typescript")) return "jsx";
  if (pluginOption(task, "typescript", "dts")) return "dts";
  return names.includes("jsx") ? "tsx" : "ts";
}

const goals = { module: "m", script: "s", unambiguous: "a", commonjs: "c" };

/** cob's verdicts: the message, or "" for accepted. */
function verdicts(list) {
  const input = list.map((task) => `${goals[task.settings.sourceType ?? "module"]} ${langOf(task)} 0 ${task.path}\n`).join("");
  const { stdout } = spawnSync(tool("js_parse"), { input, encoding: "utf8", maxBuffer: 1 << 28 });
  const answers = stdout.trimEnd().split("\n");
  if (answers.length !== list.length) throw new Error(`${list.length} questions, ${answers.length} answers`);
  return answers.map((line) => (line.startsWith("ok ") ? "" : line.replace(/^err \S+ ?/, "")));
}

/** The verdict of TypeScript's parser: the message, or "". */
function byTypeScript(task) {
  const name = { jsx: "input.jsx", ts: "input.ts", tsx: "input.tsx", dts: "input.d.ts" }[langOf(task)];
  const { parseDiagnostics } = ts.createSourceFile(name, readFileSync(task.path, "utf8"), ts.ScriptTarget.ESNext, false);
  return parseDiagnostics.length > 0 ? ts.flattenDiagnosticMessageText(parseDiagnostics[0].messageText, " ") : "";
}

const known = new Known("babel-known.txt");
const list = ["typescript", "jsx"].flatMap((suite) => [...tasks(join(fixtures, suite), readJson(join(fixtures, "options.json")))]);
const said = verdicts(list);
const misses = list.map((task, i) => ({ ...task, cob: said[i] })).filter(({ refused, cob }) => refused !== (cob !== ""));
let sides = 0, shown = 0;
for (const miss of misses) {
  if (known.reasons.has(miss.key)) continue;
  miss.typescript = byTypeScript(miss);
  miss.sides = (miss.typescript !== "") === (miss.cob !== "");
  if (miss.sides) sides++;
  if (!miss.sides && shown++ < (options.show ?? 10))
    console.log(`MISS ${miss.key}\n  Babel ${miss.refused ? "refuses" : "accepts"}: ${miss.settings.throws ?? ""}\n  cob ${miss.cob || "accepts"}\n  TypeScript ${miss.typescript || "accepts"}\n  ${JSON.stringify(readFileSync(miss.path, "utf8").slice(0, 300))}`);
}
const failing = new Set(misses.map(({ key }) => key));
const stale = [...known.reasons.keys()].filter((key) => !failing.has(key));
if ("update" in options) {
  for (const key of stale) known.reasons.delete(key);
  for (const { key, typescript, sides: agrees } of misses)
    if (agrees) known.reasons.set(key, typescript ? `TypeScript's parser refuses it: ${typescript}` : "TypeScript's parser accepts it");
  writeFileSync(known.path, [...known.reasons].sort().map(([key, reason]) => `${key}\t${reason}\n`).join(""));
}
if (stale.length > 0) console.log(`${stale.length} known differences are none any more${"update" in options ? "" : " (--update)"}: ${stale.join(", ")}`);
const fresh = misses.filter(({ key }) => !known.reasons.has(key));
console.log(`Babel's fixtures: ${list.length - misses.length} of ${list.length} verdicts equal; ${misses.length - fresh.length} known differences, ${fresh.length} new (TypeScript sides with cob in ${sides})`);
process.exit(fresh.length > 0 ? 1 : 0);
