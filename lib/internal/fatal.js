// fatal.js - exceptions and rejections that nobody caught: handlers, or a readable report and exit code 1.
const { Error, String } = globalThis;
const boot = require("internal/boot");

let handling = false;

// Exit codes of Node.js.
const UNCAUGHT = 1;
const NO_HANDLER = 6; // process._fatalException is no function
const HANDLER_THREW = 7;

/** @param {any} error @param {boolean} fromPromise the reason of an unhandled rejection */
function onUncaught(error, fromPromise) {
  const { process } = globalThis;
  const { _fatalException: handler, _onUncaught: own } = process ?? {};
  if (boot.hooks.uncaught?.(error, fromPromise)) return; // the test runner's: it belongs to the running test
  try {
    if (!handling) {
      handling = true;
      if (typeof handler === "function" && handler.call(process, error, fromPromise)) {
        handling = false;
        return;
      }
    }
    report(error);
    if (boot.options?.abortOnUncaught) process.abort();
  } catch (second) {
    reportAsLast(second);
    boot.native.exit(HANDLER_THREW);
  }
  if (handler !== own) boot.native.exit(typeof handler === "function" ? UNCAUGHT : NO_HANDLER);
  let code = UNCAUGHT;
  try {
    code = process?._exitNow?.(UNCAUGHT) ?? UNCAUGHT;
  } finally {
    boot.native.exit(code);
  }
}

// A handler of uncaught errors threw: that error is what the user must see, whatever it takes.
function reportAsLast(error) {
  try {
    report(error);
  } catch {
    boot.native.writeError("Uncaught error in a handler of uncaught errors\n");
  }
}

function report(error) {
  const text = require("internal/report").describe(error);
  boot.native.writeError(text);
}

module.exports = { onUncaught };
