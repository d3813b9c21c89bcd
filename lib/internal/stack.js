// stack.js - V8-shaped stacks on an engine that writes "name@file:line:column".
//
// The Error constructors are replaced by functions that construct the engine's error and give it a lazy
// `stack` accessor; Error.captureStackTrace, Error.prepareStackTrace (with call sites) and
// Error.stackTraceLimit behave as in V8. Errors thrown by the engine itself (a TypeError for a missing
// method) never pass a constructor: `convert` is applied to them where they surface (report, inspect,
// rejection and exception handlers). Our own frames ("cob:...") are left out.
// Cost: about 1 microsecond more for each error made; formatting only when `stack` is read.
const { Error, Object, Reflect, Set, WeakMap, WeakSet } = globalThis;
const { defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Object;
const { construct } = Reflect;

const NativeError = Error;
const HIDDEN_FRAMES = 16; // of ours, that the engine counts against its own limit
/** Error.stackTraceLimit and Error.prepareStackTrace */
const settings = { limit: 10, prepare: undefined, Error: undefined };
const formatter = () => require("internal/stack_format");

/** errors whose `stack` we manage -> {raw, skip: names of derived constructors, text: once formatted} */
const captured = new WeakMap();
const converted = new WeakSet();

function define(target, value) {
  defineProperty(target, "stack", { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  return value;
}

function getStack() {
  const entry = captured.get(this);
  if (entry === undefined) return undefined;
  if (entry.text === undefined) entry.text = formatter().format(this, entry, settings);
  return entry.text;
}
function setStack(value) {
  if (captured.has(this)) captured.delete(this);
  define(this, value);
}
const accessor = { __proto__: null, get: getStack, set: setStack, enumerable: false, configurable: true };

// The engine's own properties for the place of an error. Programs take them for theirs: ESLint reports
// `error.column`, and a class may have an accessor of that name.
function hidePlace(error) {
  delete error.line;
  delete error.column;
  delete error.sourceURL;
}

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
      const raw = error.stack; // from here on the engine adds nothing
      hidePlace(error);
      attach(error, raw, derivedNames(new.target, Wrapper));
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
  NativeError.stackTraceLimit = settings.limit + HIDDEN_FRAMES;
  const property = (name, value) =>
    defineProperty(CobError, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
  property("captureStackTrace", captureStackTrace);
  if (NativeError.isError) property("isError", NativeError.isError);
  defineProperty(CobError, "stackTraceLimit", {
    __proto__: null, enumerable: true, configurable: true,
    get: () => settings.limit,
    set(value) {
      settings.limit = value;
      NativeError.stackTraceLimit = typeof value === "number" ? value + (value > 0 ? HIDDEN_FRAMES : 0) : 0;
    },
  });
  defineProperty(CobError, "prepareStackTrace", {
    __proto__: null, enumerable: false, configurable: true,
    get: () => settings.prepare,
    set(value) {
      settings.prepare = value;
    },
  });
}

/** Replaces the global constructors; once, at boot. */
function install() {
  CobError = settings.Error = wrap(NativeError);
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
  installFunction();
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
  hidePlace(error);
  attach(error, own.value);
  return error;
}

/** First frame of user code. @returns {Frame | undefined} */
function topFrame(error) {
  const entry = captured.get(error);
  return entry === undefined ? undefined : formatter().parseStack(entry.raw, entry.skip, settings.limit).find((f) => !f.isNative);
}

/** `new Function` whose text may import: see internal/dynamic_function. */
function installFunction() {
  const { Function: NativeFunction } = globalThis;
  const Wrapper = {
    Function: function () {
      const { length } = arguments;
      const body = length > 0 ? arguments[length - 1] : undefined;
      if (typeof body === "string" && body.includes("import")) return require("internal/dynamic_function").make(NativeFunction, [...arguments]);
      return construct(NativeFunction, arguments, new.target === undefined || new.target === Wrapper ? NativeFunction : new.target);
    },
  }.Function;
  defineProperty(Wrapper, "name", { __proto__: null, value: "Function", configurable: true }); // the build shortens it
  defineProperty(Wrapper, "length", { __proto__: null, value: 1, configurable: true });
  defineProperty(Wrapper, "prototype", { __proto__: null, value: NativeFunction.prototype, writable: false });
  defineProperty(NativeFunction.prototype, "constructor", { __proto__: null, value: Wrapper, writable: true, configurable: true });
  defineProperty(globalThis, "Function", { __proto__: null, value: Wrapper, writable: true, enumerable: false, configurable: true });
}

module.exports = { install, convert, topFrame };
