// report.js - what an uncaught error looks like: the place with a code frame, then the error as inspect prints it.
const { Error, String } = globalThis;
const boot = require("internal/boot");
const { convert, topFrame } = require("internal/stack");

const isError = (value) => value instanceof Error || Error.isError?.(value);

/** @param {any} error @param {boolean} fromPromise @returns {string} text for standard error */
function describe(error, fromPromise) {
  if (!isError(error)) return describeValue(error, fromPromise);
  convert(error);
  const frame = codeFrame(error);
  const body = inspectSafely(error);
  return `${frame}${body}\n`;
}

function codeFrame(error) {
  const top = topFrame(error);
  if (top === undefined || !top.file.startsWith("/")) return "";
  const { native: loader } = require("internal/modules/loader");
  const text = loader.codeFrame(top.file, top.line, top.column, useColor());
  return text === "" ? "" : `${top.file}:${top.line}:${top.column}\n${text}\n`;
}

function describeValue(value, fromPromise) {
  const text = inspectSafely(value);
  if (!fromPromise) return `Uncaught ${text}\n(a value that is not an Error was thrown: there is no stack)\n`;
  return (
    "[UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block, " +
    "or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason " +
    `"${typeof value === "string" ? value : text}".] {\n  code: 'ERR_UNHANDLED_REJECTION'\n}\n`
  );
}

function inspectSafely(value) {
  try {
    return boot.requireBuiltin("internal/util/inspect").inspect(value, { colors: useColor(), depth: 8 });
  } catch {
    try {
      return String(value?.stack ?? value);
    } catch {
      return "<value that cannot be printed>";
    }
  }
}

function useColor() {
  const { process } = globalThis;
  const { NO_COLOR, FORCE_COLOR, NODE_DISABLE_COLORS } = process?.env ?? {};
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return NO_COLOR === undefined && NODE_DISABLE_COLORS === undefined && boot.native.isTTY(2);
}

module.exports = { describe };
