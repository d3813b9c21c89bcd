// process_errors.js - what happens to exceptions and rejections that nobody caught: monitors, capture
// callbacks, 'uncaughtException' and 'unhandledRejection' listeners, in Node's order.
const { Error, Object, String } = globalThis;

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
  const flag = require("internal/boot").flags.find((arg) => arg.startsWith("--unhandled-rejections="));
  return flag === undefined ? "throw" : flag.slice("--unhandled-rejections=".length);
}

function describe(reason) {
  if (typeof reason !== "object" && typeof reason !== "function") return String(reason);
  try {
    return require("node:util").inspect(reason);
  } catch {
    return "<unknown>";
  }
}

function warnUnhandled(process, reason, id, asError) {
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
  const error = new Error(
    "This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise " +
      `which was not handled with .catch(). The promise rejected with the reason "${describe(reason)}".`,
  );
  error.code = "ERR_UNHANDLED_REJECTION";
  const name = { __proto__: null, value: "UnhandledPromiseRejection", writable: true, configurable: true, enumerable: false };
  Object.defineProperty(error, "name", name);
  error.stack = `${error.name}: ${error.message}`; // frames of the runtime would tell nothing
  return error;
}

/** What --unhandled-rejections wants; `trigger(error)` makes it an uncaught exception: a handler's, or the end. */
function onUnhandledRejection(process, { reason, promise, id }, trigger) {
  switch (rejectionMode(process)) {
    case "none":
      process.emit("unhandledRejection", reason, promise);
      break;
    case "warn":
      process.emit("unhandledRejection", reason, promise);
      warnUnhandled(process, reason, id, true);
      break;
    case "warn-with-error-code":
      if (process.emit("unhandledRejection", reason, promise)) break;
      warnUnhandled(process, reason, id, true);
      process.exitCode = 1;
      break;
    case "strict":
      trigger(asError(reason));
      if (!process.emit("unhandledRejection", reason, promise)) warnUnhandled(process, reason, id, false);
      break;
    default:
      if (!process.emit("unhandledRejection", reason, promise)) trigger(asError(reason));
  }
}

module.exports = { setCapture, addCapture, hasCapture, onUncaught, onUnhandledRejection };
