// process_errors.js - what happens to exceptions and rejections that nobody caught: monitors, capture
// callbacks, 'uncaughtException' and 'unhandledRejection' listeners, in Node's order.
const { Error, WeakMap } = globalThis;

let capture = null;
const extraCaptures = [];

/** process.setUncaughtExceptionCaptureCallback(fn | null) */
function setCapture(fn) {
  const { codes } = require("internal/errors");
  if (fn === null) {
    capture = null;
    return;
  }
  if (typeof fn !== "function") throw new codes.ERR_INVALID_ARG_TYPE("fn", ["Function", "null"], fn);
  if (capture !== null) throw new codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  capture = fn;
}

function addCapture(fn) {
  const { codes } = require("internal/errors");
  if (typeof fn !== "function") throw new codes.ERR_INVALID_ARG_TYPE("fn", "Function", fn);
  extraCaptures.push(fn);
}

const hasCapture = () => capture !== null;

/** @returns {boolean} whether somebody dealt with it */
function onUncaught(process, error, origin) {
  if (typeof process.domain?.emit === "function" && process.domain !== null) {
    // Domains keep their own handlers; a domain without one lets the error through.
    if (process.domain.listenerCount?.("error") > 0) return process.domain.emit("error", error);
  }
  process.emit("uncaughtExceptionMonitor", error, origin);
  if (capture !== null) {
    capture(error);
    return true;
  }
  for (const fn of extraCaptures) if (fn(error)) return true;
  return process.emit("uncaughtException", error, origin);
}

function rejectionMode(process) {
  // No iteration: a program may have broken it, and this runs when something went wrong.
  const flag = process.execArgv.find((arg) => arg.startsWith("--unhandled-rejections="));
  return flag === undefined ? "throw" : flag.slice("--unhandled-rejections=".length);
}

function describe(reason) {
  try {
    return require("node:util").inspect(reason);
  } catch {
    return "<unknown>";
  }
}

let nextRejection = 0;
const unhandled = new WeakMap();

function warnUnhandled(process, reason, promise, asError) {
  const id = ++nextRejection;
  unhandled.set(promise, id);
  const text = asError ? (reason?.stack ?? describe(reason)) : describe(reason);
  process.emitWarning(text, "UnhandledPromiseRejectionWarning");
  const hint = new Error(
    "Unhandled promise rejection. This error originated either by throwing inside of an async function " +
      "without a catch block, or by rejecting a promise which was not handled with .catch(). " +
      "To terminate the node process on unhandled promise rejection, use the CLI flag " +
      "`--unhandled-rejections=strict` (see https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). " +
      `(rejection id: ${id})`,
  );
  hint.name = "UnhandledPromiseRejectionWarning";
  process.emitWarning(hint);
}

// A rejection whose reason is no error is thrown wrapped, so that there is something to print.
function asError(reason) {
  if (reason !== null && typeof reason === "object" && (reason instanceof Error || Error.isError?.(reason))) return reason;
  const { codes } = require("internal/errors");
  return new codes.ERR_UNHANDLED_REJECTION(describe(reason));
}

/** @returns {boolean} true when dealt with; false: the caller reports the reason as uncaught */
function onUnhandledRejection(process, reason, promise) {
  switch (rejectionMode(process)) {
    case "none":
      process.emit("unhandledRejection", reason, promise);
      return true;
    case "warn":
      process.emit("unhandledRejection", reason, promise);
      warnUnhandled(process, reason, promise, true);
      return true;
    case "warn-with-error-code":
      if (process.emit("unhandledRejection", reason, promise)) return true;
      warnUnhandled(process, reason, promise, true);
      process.exitCode = 1;
      return true;
    case "strict":
      if (!onUncaught(process, asError(reason), "unhandledRejection")) return false;
      if (!process.emit("unhandledRejection", reason, promise)) warnUnhandled(process, reason, promise, false);
      return true;
    default:
      if (process.emit("unhandledRejection", reason, promise)) return true;
      return onUncaught(process, asError(reason), "unhandledRejection");
  }
}

module.exports = { setCapture, addCapture, hasCapture, onUncaught, onUnhandledRejection, asError };
