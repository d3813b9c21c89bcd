// depd and callsites read V8's structured stacks.
const callsites = require("callsites");
const depd = require("depd");
const path = require("node:path");
function where() { const site = callsites()[0]; return [site.getFunctionName(), path.basename(site.getFileName()), site.getLineNumber()]; }
console.log(where());
process.env.NO_DEPRECATION = "";
const deprecate = depd("my-lib");
const old = deprecate.function(function old() { return 42; }, "old is old");
process.on("deprecation", (e) => console.log("deprecated:", e.namespace, e.message));
console.log(old(), old.name);
class Custom extends Error { constructor(m) { super(m); this.name = "Custom"; Error.captureStackTrace(this, Custom); } }
const e = new Custom("text");
console.log(e.stack.split("\n")[0], /callsites\.cjs:\d+:\d+/.test(e.stack.split("\n")[1]), e instanceof Error, String(e));
