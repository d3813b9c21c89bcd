// embed.mjs - turns lib/ and the npm packages it requires into one C file of ASCII string literals.
//
// usage: node tools/embed.mjs OUT.c MODE
// Rows come from src/modules.def and src/globals.def. `require("npm:x")` inside lib/ makes a bundle of the
// pinned package x (built by esbuild, CommonJS, node builtins left as require calls). Release builds lose
// comments and white space, names stay; the engine keeps the text immortal and never copies it.
import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { transformSync, build } from "esbuild";

const [out, mode] = process.argv.slice(2);
const minify = mode === "release";
// A block of a program, not a function: the engine parses it once instead of twice (docs/startup.md).
const HEAD = '"use strict";{const{exports,require,module,native}=this;{';

const rows = (file, macro, arity) =>
  [...readFileSync(file, "utf8").matchAll(new RegExp(`^${macro}\\(([^\\n]*)\\)\\s*(?://.*)?$`, "gm"))].map((m) => {
    const cells = m[1].split(",").map((c) => c.trim().replace(/^"(.*)"$/, "$1"));
    if (cells.length !== arity) throw new Error(`${file}: a ${macro} row needs ${arity} cells: ${m[0]}`);
    return cells;
  });

// Modules of every program's start: their function names show nowhere, and the engine's parse time is a third
// of start-up (docs/startup.md), so here identifiers shrink too.
const BOOT_PATH = /^lib\/internal\/(boot|main|start|ending|stack|console_boot|modules\/(loader|cjs|esm|record))\.js$/;

function wrapped(body, file) {
  const text = `${HEAD}${body}\n}}`;
  const code = minify
    ? transformSync(text, { minifyWhitespace: true, minifySyntax: BOOT_PATH.test(file), minifyIdentifiers: BOOT_PATH.test(file), charset: "ascii", legalComments: "none", sourcefile: file, target: "esnext" }).code.trim()
    : text;
  if (/[^\x00-\x7f]/.test(code)) throw new Error(`${file}: embedded sources are ASCII only`);
  return code;
}

// What npm packages call Node's modules and their polyfills: they get ours.
const ALIASES = {
  events: "node:events", buffer: "node:buffer", "process/": "node:process", process: "node:process", stream: "node:stream",
  "string_decoder/": "node:string_decoder", string_decoder: "node:string_decoder", util: "node:util", "abort-controller": "web/abort",
};
const ours = {
  name: "ours",
  setup: (builder) => {
    builder.onResolve({ filter: /^[a-z]/ }, ({ path }) => {
      const target = ALIASES[path] ?? path;
      return seen.has(target) ? { path: target, external: true } : undefined;
    });
    // readable-stream's copies of Node's errors and validators: programs must see ours.
    builder.onResolve({ filter: /^\..*\/(?:ours\/errors|validators)$/ }, ({ path, importer }) =>
      importer.includes("readable-stream")
        ? { path: path.endsWith("errors") ? "internal/errors" : "internal/validators", external: true } : undefined);
  },
};

async function npmBundle(name) {
  const result = await build({
    stdin: { contents: `module.exports = require(${JSON.stringify(name)})`, resolveDir: process.cwd() },
    bundle: true, write: false, format: "cjs", platform: "node", target: "esnext", charset: "ascii",
    legalComments: "none", minifyWhitespace: minify, minifySyntax: minify, logLevel: "error",
    mainFields: ["main"], conditions: ["require", "node"],
    plugins: [ours],
  });
  // A function of its own: the bundler's `var`s would be globals in a block.
  return `${HEAD}(function () {${result.outputFiles[0].text}\n})();}}`;
}

const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "?": "\\?" };
const literal = (text) => text.match(/[^]{1,8000}/g).map((part) => `"${part.replace(/[\\"\n?\x00-\x1f\x7f]/g,
  (c) => escapes[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`)}"`).join("\n");

const modules = rows("src/modules.def", "MODULE", 4);
const seen = new Set();
const npm = new Set();
const sources = [];
for (const [kind, specifier, file, natives] of modules) {
  if (seen.has(specifier)) throw new Error(`src/modules.def: ${specifier} appears twice`);
  seen.add(specifier);
  if (!existsSync(file)) throw new Error(`src/modules.def: ${file} does not exist`);
  const body = readFileSync(file, "utf8");
  for (const m of body.matchAll(/require\(\s*["']npm:([^"']+)["']\s*\)/g)) npm.add(m[1]);
  sources.push([kind, specifier, file, natives]);
}
for (const name of [...npm].sort()) sources.push(["INTERNAL", `npm:${name}`, null, "NONE"]);
const globals = rows("src/globals.def", "GLOBAL", 3);
const bunProps = rows("src/globals.def", "BUNPROP", 3);
for (const [name, specifier] of [...globals, ...bunProps])
  if (!seen.has(specifier)) throw new Error(`src/globals.def: ${name} names unknown module ${specifier}`);

const sourceText = ([, specifier, file]) => (file ? wrapped(readFileSync(file, "utf8"), file) : npmBundle(specifier.slice(4)));
const lazyTable = (name, list) => [
  `const LazyProp ${name}[] = {`,
  ...list.map((cells) => `    {${cells.map((cell) => JSON.stringify(cell)).join(", ")}},`),
  "};",
];

const natives = [...new Set(sources.map((s) => s[3]).filter((n) => n !== "NONE"))];
const c = [
  "// Made by tools/embed.mjs; do not edit.",
  '#include "engine/builtins.h"',
  ...natives.map((n) => `extern const JsMethod ${n}[];`),
  ...(await Promise.all(sources.map(async (source, i) => `static const char source_${i}[] =\n${literal(await sourceText(source))};`))),
  "const Builtin builtins[] = {",
  ...sources.map(([kind, specifier, , n], i) =>
    `    {BUILTIN_${kind}, ${JSON.stringify(specifier)}, ${specifier.length}, source_${i}, sizeof source_${i} - 1, ${n === "NONE" ? "0" : n}},`),
  "};",
  `const uint32_t builtin_count = ${sources.length};`,
  ...lazyTable("lazy_globals", globals),
  `const uint32_t lazy_global_count = ${globals.length};`,
  ...lazyTable("lazy_bun", bunProps),
  `const uint32_t lazy_bun_count = ${bunProps.length};`,
  "",
];
writeFileSync(out, c.join("\n"));
