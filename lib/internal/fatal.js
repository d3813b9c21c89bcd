// fatal.js - exceptions and rejections that nobody caught: handlers, or a readable report and exit code 1.
const { Error, String } = globalThis;
const boot = require("internal/boot");

let handling = false;

/** @param {any} error @param {boolean} fromPromise the reason of an unhandled rejection */
function onUncaught(error, fromPromise) {
  const { process } = globalThis;
  const origin = fromPromise ? "unhandledRejection" : "uncaughtException";
  if (boot.hooks.uncaught?.(error, fromPromise)) return; // the test runner's: it belongs to the running test
  try {
    if (!handling) {
      handling = true;
      if (process?._onUncaught?.(error, origin)) {
        handling = false;
        return;
      }
    }
    report(error);
  } catch (second) {
    reportAsLast(second);
    boot.native.exit(7);
  }
  let code = 1;
  try {
    code = process?._exitNow?.(1) ?? 1;
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
