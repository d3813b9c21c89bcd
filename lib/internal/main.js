// main.js - runs what the command line asked for. src/cli/main.c has parsed it into one JSON object.
// The short way of a plain `cob file.js` stands here; options and modules are internal/start's business.
const { JSON, Promise } = globalThis;
const boot = require("internal/boot");
const COMMONJS = 0;

/** Runs the generator of docs/modules.md; an error is reported when the promises that wait have had their turn. */
function runModule(body) {
  body.next();
  try {
    body.next();
  } catch (error) {
    require("internal/ending").settle(Promise.reject(error));
  }
}

const options = (boot.options = JSON.parse(boot.argv[0]));
boot.args = boot.argv.slice(1);
require("internal/stack");
const { execArgv, envArgv } = options; // envArgv: of NODE_OPTIONS, if it has some
boot.flags = envArgv === undefined ? execArgv : [...envArgv, ...execArgv];
const isPlain = options.mode === "file" && boot.flags.length === 0 && options.preload.length === 0;
if (isPlain || require("internal/start").begin(options)) {
  let id;
  try {
    id = native.resolvePath(options.entry);
  } catch (error) {
    require("internal/start").missing(options.entry, error);
  }
  boot.mainPath = id;
  const done = !isPlain && require("internal/start").runPatched(id); // by what was preloaded
  const parts = done ? [] : native.load(id, id, "", true);
  const { 0: format, 1: code, 5: needsLoader } = parts;
  module.exports.isModule = !done && format !== COMMONJS;
  if (done) {
    // nothing is left to do
  } else if (!isPlain || needsLoader !== false) {
    require("internal/start").run(id, parts);
  } else {
    // Nothing in the program can tell that it has no module object or record; internal/modules makes one if others ask.
    const bare = (boot.bareMain = { parts, isCommonJS: format === COMMONJS, done: false, module: undefined });
    if (bare.isCommonJS) code.call({}, undefined, undefined, undefined, id, id.slice(0, id.lastIndexOf("/")) || "/");
    else runModule(code.call(undefined));
    bare.done = true;
    if (bare.module !== undefined) bare.module.loaded = true;
  }
}
