// ending.js - the end of a program that may have something to say there: `process` exists, or a promise of
// the entry waits. Others end without it (see `hooks` in internal/boot).
const boot = require("internal/boot");
const { native: engine, hooks } = boot;

// A program that never touched `process` has no listeners: do not load it for the end's sake.
const loadedProcess = () => boot.loadedModule("internal/process")?.process;

hooks.beforeExit = () => loadedProcess()?._beforeExit() ?? false;
hooks.exit = () => {
  const process = loadedProcess();
  const code = process?.exitCode === undefined ? unsettledCode() : undefined;
  return process === undefined ? (code ?? 0) : process._exitNow(code);
};

/** Node's 13: the program's own top-level await never settled. */
function unsettledCode() {
  if (unsettled === 0) return undefined;
  engine.writeError(`Warning: Detected unsettled top-level await at ${boot.mainPath}\n`);
  return 13;
}

let unsettled = 0;

/** The program ends badly if `promise` never settles, or is rejected. */
function settle(promise) {
  unsettled++;
  promise.then(
    () => void unsettled--,
    (error) => {
      unsettled--;
      boot.uncaught(error, false);
    },
  );
}

module.exports = { settle };
