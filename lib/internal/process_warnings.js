// process_warnings.js - process.emitWarning and the text printed for warnings.
const { Array, Error, Function, String } = globalThis;

const errorToString = Function.prototype.call.bind(Error.prototype.toString);
let printedHint = false;

function isSuppressed(process, warning) {
  if (process.noDeprecation && warning.name === "DeprecationWarning") return true;
  const { options, flags } = require("internal/boot");
  if (options?.noWarnings || process.env.NODE_NO_WARNINGS === "1") return true;
  if (flags.includes("--no-warnings")) return true;
  return flags.some((flag) => {
    if (!flag.startsWith("--disable-warning=")) return false;
    const id = flag.slice("--disable-warning=".length);
    return id === warning.code || id === warning.name;
  });
}

// Whatever a program put in place of toString must not keep the warning from being seen.
function describe(warning) {
  try {
    if (typeof warning.toString === "function") return String(warning.toString());
  } catch {
    // below
  }
  return errorToString(warning);
}

/** The default listener of the 'warning' event. */
function printWarning(process, warning) {
  if (!(warning instanceof Error) || isSuppressed(process, warning)) return;
  const isDeprecation = warning.name === "DeprecationWarning";
  const trace = process.traceProcessWarnings || (isDeprecation && process.traceDeprecation);
  let text = `(${process.release.name}:${process.pid}) `;
  if (warning.code) text += `[${warning.code}] `;
  if (trace && warning.stack) text += warning.stack;
  else text += describe(warning);
  if (typeof warning.detail === "string") text += `\n${warning.detail}`;
  if (!trace && !printedHint) {
    const flag = isDeprecation ? "--trace-deprecation" : "--trace-warnings";
    const program = require("node:path").basename(process.argv0 || "node", ".exe");
    text += `\n(Use \`${program} ${flag} ...\` to show where the warning was created)`;
    printedHint = true;
  }
  const file = redirectTarget(process);
  if (file === undefined) require("internal/console_boot").console.error(text); // which programs may have replaced, as in Node.js
  else appendTo(process, file, `${text}\n`);
}

// --redirect-warnings=FILE or NODE_REDIRECT_WARNINGS
function redirectTarget(process) {
  const prefix = "--redirect-warnings=";
  const flag = require("internal/boot").flags.findLast((word) => word.startsWith(prefix));
  return (flag === undefined ? process.env.NODE_REDIRECT_WARNINGS : flag.slice(prefix.length)) || undefined;
}

function appendTo(process, file, text) {
  try {
    require("node:fs").appendFileSync(file, text);
  } catch {
    process._rawDebug(text.trimEnd());
  }
}

function makeWarning(warning, name, code, detail, ctor) {
  const limit = Error.stackTraceLimit;
  const made = new Error(warning);
  Error.stackTraceLimit = limit;
  made.name = String(name || "Warning");
  if (code !== undefined) made.code = code;
  if (detail !== undefined) made.detail = detail;
  Error.captureStackTrace?.(made, ctor);
  return made;
}

/** process.emitWarning(warning, type | options, code, ctor) */
function emitWarning(warning, type, code, ctor) {
  const { process } = require("internal/process");
  const { validateString } = require("internal/validators");
  const { codes } = require("internal/errors");
  let detail;
  if (type !== null && typeof type === "object" && !Array.isArray(type)) {
    ctor = type.ctor;
    code = type.code;
    if (typeof type.detail === "string") detail = type.detail;
    type = type.type || "Warning";
  } else if (typeof type === "function") {
    ctor = type;
    code = "";
    type = "Warning";
  }
  if (type !== undefined) validateString(type, "type");
  if (typeof code === "function") {
    ctor = code;
    code = undefined;
  } else if (code !== undefined) {
    validateString(code, "code");
  }
  if (typeof warning === "string") {
    warning = makeWarning(warning, type, code, detail, ctor || process.emitWarning);
  } else if (!(warning instanceof Error)) {
    throw new codes.ERR_INVALID_ARG_TYPE("warning", ["Error", "string"], warning);
  }
  if (warning.name === "DeprecationWarning") {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      return process.nextTick(() => {
        throw warning;
      });
    }
  }
  process.nextTick(() => process.emit("warning", warning));
}

module.exports = { emitWarning, printWarning };
