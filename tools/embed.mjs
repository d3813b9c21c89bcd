// embed.mjs - turns lib/ and the npm packages it requires into one C file of ASCII string literals.
//
// usage: node tools/embed.mjs OUT.c MODE
// Rows come from src/modules.def and src/globals.def. `require("npm:x")` inside lib/ embeds the file x of a
// pinned package and, one by one, the files it requires; node builtins and polyfills become ours. Release
// builds lose comments and white space, names stay; the engine keeps the text immortal and never copies it.
import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { transformSync } from "esbuild";

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

// What npm packages call Node's modules and their polyfills, and files of theirs that programs must see ours of.
const ALIASES = {
  events: "node:events", buffer: "node:buffer", "process/": "node:process", process: "node:process", stream: "node:stream",
  "string_decoder/": "node:string_decoder", string_decoder: "node:string_decoder", util: "node:util", "abort-controller": "web/abort",
};
const OURS = {
  "npm:readable-stream/lib/ours/errors.js": "internal/errors",
  "npm:readable-stream/lib/ours/util.js": "internal/streams/support",
  "npm:readable-stream/lib/internal/validators.js": "internal/validators",
  "npm:readable-stream/lib/stream.js": "node:stream",
};
// Packages whose errors are to be ours: they get these constructors in the place of the globals.
const ERRORS_OF = { "npm:web-streams-polyfill": "web/stream_errors" };

/** What `require(request)` in `file` of a package means here; embeds that file if nothing did yet. */
function npmTarget(request, file) {
  const alias = ALIASES[request] ?? request;
  if (seen.has(alias)) return alias;
  const found = createRequire(file).resolve(request);
  const specifier = `npm:${relative("node_modules", found)}`;
  if (specifier in OURS) return OURS[specifier];
  if (!seen.has(specifier)) addNpm(specifier, found);
  return specifier;
}

/** Each file of a package is an embedded module of its own: what a program does not reach is not parsed. */
function addNpm(specifier, file) {
  seen.add(specifier);
  const { code } = transformSync(readFileSync(file, "utf8"), {
    charset: "ascii", legalComments: "none", minifySyntax: minify, sourcefile: file, target: "esnext",
  });
  const text = code.replace(/\brequire\("([^"]+)"\)/g, (_, request) => `require(${JSON.stringify(npmTarget(request, file))})`);
  // A `var` of the file would be a global in a block.
  const body = /^var /m.test(text) ? `(function () {${text}\n})();` : text;
  const head = specifier in ERRORS_OF ? `const {TypeError,RangeError} = require("${ERRORS_OF[specifier]}");` : "";
  sources.push(["INTERNAL", specifier, head + body, "NONE"]);
}

const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "?": "\\?" };
const literal = (text) => text.match(/[^]{1,8000}/g).map((part) => `"${part.replace(/[\\"\n?\x00-\x1f\x7f]/g,
  (c) => escapes[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`)}"`).join("\n");

const modules = rows("src/modules.def", "MODULE", 4);
const seen = new Set();
const npm = new Set();
const sources = []; // [kind, specifier, text, natives]
for (const [kind, specifier, file, natives] of modules) {
  if (seen.has(specifier)) throw new Error(`src/modules.def: ${specifier} appears twice`);
  seen.add(specifier);
  if (!existsSync(file)) throw new Error(`src/modules.def: ${file} does not exist`);
  const body = readFileSync(file, "utf8");
  for (const m of body.matchAll(/require\(\s*["']npm:([^"']+)["']\s*\)/g)) npm.add(m[1]);
  sources.push([kind, specifier, body, natives, file]);
}
for (const name of [...npm].sort()) if (!seen.has(`npm:${name}`)) addNpm(`npm:${name}`, createRequire(`${process.cwd()}/`).resolve(name));
const globals = rows("src/globals.def", "GLOBAL", 3);
const bunProps = rows("src/globals.def", "BUNPROP", 3);
for (const [name, specifier] of [...globals, ...bunProps])
  if (!seen.has(specifier)) throw new Error(`src/globals.def: ${name} names unknown module ${specifier}`);

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
  ...sources.map(([, specifier, text, , file], i) => `static const char source_${i}[] =\n${literal(wrapped(text, file ?? specifier))};`),
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
