// main.js - runs what the command line asked for. src/cli/main.c has parsed it into one JSON object.
// The short way of a plain `cob file.js` stands here; options and modules are internal/start's business.
const { JSON } = globalThis;
const boot = require("internal/boot");
const COMMONJS = 0;

const options = (boot.options = JSON.parse(boot.argv[0]));
boot.args = boot.argv.slice(1);
require("internal/stack");
const isPlain = options.mode === "file" && options.execArgv.length === 0;
if (isPlain || require("internal/start").begin(options)) {
  let id;
  try {
    id = native.resolvePath(options.entry);
  } catch (error) {
    require("internal/start").missing(options.entry, error);
  }
  boot.mainPath = id;
  const done = !isPlain && require("internal/start").runPatched(id);
  const parts = done ? undefined : native.load(id, id, "", true);
  if (done) {
    // by what was preloaded
  } else if (isPlain && parts[0] === COMMONJS && !parts[5]) {
    // Nothing in the program can tell that it has no module object; internal/modules/cjs makes one if others ask.
    const bare = (boot.bareMain = { parts, done: false, module: undefined });
    parts[1].call({}, undefined, undefined, undefined, id, id.slice(0, id.lastIndexOf("/")) || "/");
    bare.done = true;
    if (bare.module !== undefined) bare.module.loaded = true;
  } else require("internal/start").run(id, parts);
}
