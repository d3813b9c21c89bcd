// fatal.js - exceptions and rejections that nobody caught: handlers, or a readable report and exit code 1.
const { Error, String } = globalThis;
const boot = require("internal/boot");

let handling = false;

/** @param {any} error @param {boolean} fromPromise the reason of an unhandled rejection */
function onUncaught(error, fromPromise) {
  const { process } = globalThis;
  const origin = fromPromise ? "unhandledRejection" : "uncaughtException";
  try {
    if (!handling) {
      handling = true;
      if (process._onUncaught?.(error, origin)) {
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
    code = process._exitNow?.(1) ?? 1;
  } finally {
    boot.native.exit(code);
  }
}

function report(error, fromPromise) {
  const text = require("internal/report").describe(error, fromPromise);
  boot.writeError(text);
}

module.exports = { onUncaught };
