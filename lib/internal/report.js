// report.js - what an uncaught error looks like: the place with a code frame, then the error as inspect prints it.
const { Error, String } = globalThis;
const boot = require("internal/boot");
const { convert, topFrame } = require("internal/stack");

const isError = (value) => value instanceof Error || Error.isError?.(value);

/** @param {any} error @returns {string} text for standard error */
function describe(error) {
  if (!isError(error)) return describeValue(error);
  convert(error);
  if (bringsItsFrame(error)) return `${error.stack}\n`;
  const frame = codeFrame(error);
  const body = inspectSafely(error);
  return `${frame}${body}\n`;
}

/** Errors of parsing and linking have no calls; their stack begins with the place in the file. */
const bringsItsFrame = ({ name, stack }) =>
  name === "SyntaxError" && typeof stack === "string" && /^(?!SyntaxError)[^\n]*:\d+:\d+\n[^]*\n\nSyntaxError: /.test(stack);

function codeFrame(error) {
  const top = topFrame(error);
  if (top === undefined || !top.file.startsWith("/")) return "";
  const { native: loader } = require("internal/modules/loader");
  const text = loader.codeFrame(top.file, top.line, top.column, useColor());
  return text === "" ? "" : `${top.file}:${top.line}:${top.column}\n${text}\n`;
}

function describeValue(value) {
  const text = inspectSafely(value);
  return `Uncaught ${text}\n(a value that is not an Error was thrown: there is no stack)\n`;
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
