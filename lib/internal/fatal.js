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
    report(error, fromPromise);
  } catch (second) {
    boot.native.exit(7);
  }
  let code = 1;
  try {
    code = process?._exitNow?.(1) ?? 1;
  } finally {
    boot.native.exit(code);
  }
}

function report(error, fromPromise) {
  const text = require("internal/report").describe(error, fromPromise);
  boot.native.writeError(text);
}

/** Rejections that no handler saw before the microtasks ended: [promise, reason, promise, reason ...] */
function onRejections(list) {
  for (let i = 0; i < list.length; i += 2) {
    const { process } = globalThis;
    if (require("internal/boot").hooks.uncaught === undefined && process?._onUnhandledRejection?.(list[i + 1], list[i])) continue;
    onUncaught(list[i + 1], true);
  }
}

module.exports = { onUncaught, onRejections };
