// stack.js - V8-shaped stacks on an engine that writes "name@file:line:column".
//
// The Error constructors are replaced by functions that construct the engine's error and give it a lazy
// `stack` accessor; Error.captureStackTrace, Error.prepareStackTrace (with call sites) and
// Error.stackTraceLimit behave as in V8. Errors thrown by the engine itself (a TypeError for a missing
// method) never pass a constructor: `convert` is applied to them where they surface (report, inspect,
// rejection and exception handlers). Our own frames ("cob:...") are left out.
// Cost: about 1 microsecond more for each error made; formatting only when `stack` is read.
const { Error, Number, Object, Reflect, Set, String, WeakMap, WeakSet } = globalThis;
const { defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Object;
const { construct } = Reflect;

const NativeError = Error;
const HIDDEN_FRAMES = 16; // of ours, that the engine counts against its own limit
let limit = 10;
let prepareStackTrace;
let overridden = false;

/** errors whose `stack` we manage -> {raw, skip: names of derived constructors, text: once formatted} */
const captured = new WeakMap();
const converted = new WeakSet();
let wrapperColumns;

// --- frames ------------------------------------------------------------------------------------------

/** @typedef {{name: string, file: string, line: number, column: number, isNative: boolean, isAsync: boolean}} Frame */

const LOCATION = /^(.*?)(?::(\d+))?(?::(\d+))?$/s;

/** @returns {Frame | undefined} undefined for frames that users should not see */
function parseFrame(text) {
  const at = frameSeparator(text);
  const rawName = at < 0 ? "" : text.slice(0, at);
  const place = text.slice(at + 1);
  if (place === "[native code]") return SHOWN_NATIVE.test(rawName) ? frame(`Array.${rawName}`, "<anonymous>", 0, 0, true) : undefined;
  const { 1: file, 2: line, 3: column } = LOCATION.exec(place);
  if (file.startsWith("cob:") || file === "") return undefined;
  return frame(rawName, file, Number(line ?? 0), fixColumn(file, Number(line ?? 0), Number(column ?? 0)), false);
}

/** Names may contain "@" and so may paths: the separator is the last one before a slash. */
function frameSeparator(text) {
  const slash = text.indexOf("@/");
  if (slash >= 0) return slash;
  return text.indexOf("@");
}

/** Native frames that V8 shows too; the rest are the engine's own machinery. */
const SHOWN_NATIVE = /^(?:forEach|map|filter|reduce|reduceRight|some|every|find|findIndex|findLast|flatMap|sort|from)$/;

function frame(name, file, line, column, isNative) {
  let isAsync = false;
  if (name.startsWith("async ")) {
    isAsync = true;
    name = name.slice(6);
  }
  if (/^(?:global|module|eval|async function|anonymous) ?code$|^anonymous$/.test(name)) name = "";
  return { name, file, line, column, isNative, isAsync };
}

function fixColumn(file, line, column) {
  if (line !== 1) return column;
  wrapperColumns ??= require("internal/modules/loader").wrapperColumns;
  const shift = wrapperColumns.get(file);
  return shift === undefined || column <= shift ? column : column - shift;
}

/** @param {string} raw @param {Set<string>} [skip] names of leading frames to leave out @returns {Frame[]} */
function parseStack(raw, skip) {
  const frames = [];
  if (typeof raw !== "string" || raw === "") return frames;
  for (const text of raw.split("\n")) {
    if (text === "") continue;
    const parsed = parseFrame(text);
    if (parsed === undefined) continue;
    if (skip !== undefined && frames.length === 0 && skip.has(parsed.name)) continue;
    frames.push(parsed);
  }
  if (frames.length > limit) frames.length = limit > 0 ? limit : 0;
  return frames;
}

const place = ({ file, line, column, isNative }) => (isNative ? file : `${file}:${line}:${column}`);

function frameText(f) {
  const prefix = f.isAsync ? "async " : "";
  return f.name === "" ? `${prefix}${place(f)}` : `${prefix}${f.name} (${place(f)})`;
}

// --- call sites ----------------------------------------------------------------------------------------

class CallSite {
  #frame;
  constructor(f) {
    this.#frame = f;
  }
  getThis() { return undefined; }
  getTypeName() { return this.#frame.name === "" ? "Object" : null; }
  getFunction() { return undefined; }
  getFunctionName() { return this.#frame.name === "" ? null : this.#frame.name; }
  getMethodName() { return null; }
  getFileName() { return this.#frame.isNative ? null : this.#frame.file; }
  getLineNumber() { return this.#frame.isNative ? null : this.#frame.line; }
  getColumnNumber() { return this.#frame.isNative ? null : this.#frame.column; }
  getEvalOrigin() { return undefined; }
  getScriptNameOrSourceURL() { return this.getFileName(); }
  getScriptHash() { return ""; }
  getEnclosingLineNumber() { return this.getLineNumber(); }
  getEnclosingColumnNumber() { return this.getColumnNumber(); }
  getPosition() { return 0; }
  getPromiseIndex() { return null; }
  isToplevel() { return true; }
  isEval() { return false; }
  isNative() { return this.#frame.isNative; }
  isConstructor() { return false; }
  isAsync() { return this.#frame.isAsync; }
  isPromiseAll() { return false; }
  toString() { return frameText(this.#frame); }
}

// --- formatting -----------------------------------------------------------------------------------------

/** First line of a stack, as V8's ErrorUtils::ToString makes it. */
function headerOf(error) {
  let name, message;
  try {
    ({ name, message } = error);
    name = name === undefined ? "Error" : String(name);
    message = message === undefined ? "" : String(message);
  } catch {
    return "<error>";
  }
  return name === "" ? message : message === "" ? name : `${name}: ${message}`;
}

function format(error, { raw, skip }) {
  const frames = parseStack(raw, skip);
  if (typeof prepareStackTrace === "function" && !overridden) {
    overridden = true; // errors made inside are formatted plainly
    try {
      return prepareStackTrace.call(CobError, error, frames.map((f) => new CallSite(f)));
    } finally {
      overridden = false;
    }
  }
  let text = headerOf(error);
  for (const f of frames) text += `\n    at ${frameText(f)}`;
  return text;
}

function define(target, value) {
  defineProperty(target, "stack", { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  return value;
}

function getStack() {
  const entry = captured.get(this);
  if (entry === undefined) return undefined;
  if (entry.text === undefined) entry.text = format(this, entry);
  return entry.text;
}
function setStack(value) {
  if (captured.has(this)) captured.delete(this);
  define(this, value);
}
const accessor = { __proto__: null, get: getStack, set: setStack, enumerable: false, configurable: true };

function attach(target, raw, skip) {
  captured.set(target, { raw, skip, text: undefined });
  defineProperty(target, "stack", accessor);
}

/** Names of the classes between `derived` and the built-in: V8 leaves their constructors out. */
function derivedNames(derived, Wrapper) {
  if (derived === undefined || derived === Wrapper) return undefined;
  const names = new Set();
  for (let c = derived; typeof c === "function" && c !== Wrapper; c = Object.getPrototypeOf(c)) names.add(c.name);
  return names;
}

// --- constructors ---------------------------------------------------------------------------------------

let CobError;

function wrap(Native) {
  const Wrapper = {
    [Native.name]: function (message, options) {
      const error = construct(Native, arguments, new.target ?? Wrapper);
      attach(error, error.stack, derivedNames(new.target, Wrapper));
      return error;
    },
  }[Native.name];
  defineProperty(Wrapper, "length", { __proto__: null, value: Native.length, configurable: true });
  defineProperty(Wrapper, "prototype", { __proto__: null, value: Native.prototype, writable: false });
  defineProperty(Native.prototype, "constructor", { __proto__: null, value: Wrapper, writable: true, configurable: true });
  return Wrapper;
}

/** Error.captureStackTrace(target, constructorOpt) */
function captureStackTrace(target, above) {
  if ((typeof target !== "object" || target === null) && typeof target !== "function")
    throw new globalThis.TypeError("Invalid argument");
  const holder = {};
  NativeError.captureStackTrace(holder, typeof above === "function" ? above : captureStackTrace);
  attach(target, holder.stack);
}

function installStatics() {
  NativeError.stackTraceLimit = limit + HIDDEN_FRAMES;
  const property = (name, value) =>
    defineProperty(CobError, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  property("captureStackTrace", captureStackTrace);
  if (NativeError.isError) property("isError", NativeError.isError);
  defineProperty(CobError, "stackTraceLimit", {
    __proto__: null, enumerable: true, configurable: true,
    get: () => limit,
    set(value) {
      limit = value;
      NativeError.stackTraceLimit = typeof value === "number" ? value + (value > 0 ? HIDDEN_FRAMES : 0) : 0;
    },
  });
  defineProperty(CobError, "prepareStackTrace", {
    __proto__: null, enumerable: false, configurable: true,
    get: () => prepareStackTrace,
    set(value) {
      prepareStackTrace = value;
    },
  });
}

/** Replaces the global constructors; once, at boot. */
function install() {
  CobError = wrap(NativeError);
  const global = (name, value) =>
    defineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  global("Error", CobError);
  for (const name of ["EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError", "AggregateError", "SuppressedError"]) {
    const Native = globalThis[name];
    if (Native === undefined) continue;
    const Wrapper = wrap(Native);
    setPrototypeOf(Wrapper, CobError);
    global(name, Wrapper);
  }
  installStatics();
}

/**
 * Gives an error that the engine itself made its V8-shaped stack. Harmless for any other value.
 * @param {any} error @returns {any} the same value
 */
function convert(error) {
  if (!(error instanceof NativeError) || captured.has(error) || converted.has(error)) return error;
  converted.add(error);
  const own = getOwnPropertyDescriptor(error, "stack");
  if (own === undefined || typeof own.value !== "string" || /^\s+at |\n\s+at /.test(own.value)) return error;
  if (own.value !== "" && !/(^|\n)[^\n]*@/.test(own.value)) return error;
  attach(error, own.value);
  return error;
}

/** First frame of user code. @returns {Frame | undefined} */
function topFrame(error) {
  const entry = captured.get(error);
  return entry === undefined ? undefined : parseStack(entry.raw, entry.skip).find((f) => !f.isNative);
}

module.exports = { install, convert, topFrame, parseStack, CallSite };
