// stack.js - V8-shaped stacks on an engine that writes "name@file:line:column".
//
// The Error constructors are replaced by functions that construct the engine's error and give it a lazy
// `stack` accessor; Error.captureStackTrace, Error.prepareStackTrace (with call sites) and
// Error.stackTraceLimit behave as in V8. Errors thrown by the engine itself (a TypeError for a missing
// method) never pass a constructor: `convert` is applied to them where they surface (report, inspect,
// rejection and exception handlers) and where a program reads `.stack` (src/js/stack_reads.h). Our own frames
// ("cob:...") are left out.
// Every program runs this file: it only puts the functions in place; internal/stack_capture does their work.
const { Error, Object, Reflect, Function } = globalThis;
const { defineProperty, setPrototypeOf } = Object;
const { construct } = Reflect;

const HIDDEN_FRAMES = 16; // of ours, that the engine counts against its own limit
/** Error.stackTraceLimit and Error.prepareStackTrace */
const settings = { limit: 10, prepare: undefined, Error: undefined };

let captured;
const capture = () => (captured ??= require("internal/stack_capture"));
module.exports = { NativeError: Error, settings, convert: (error) => capture().convert(error), topFrame: (error) => capture().topFrame(error) };

const hidden = { __proto__: null, value: undefined, writable: true, enumerable: false, configurable: true };
function define(target, name, value) {
  hidden.value = value;
  defineProperty(target, name, hidden);
}

/** `Wrapper` takes the place of the constructor `Native`; the build shortens its own name. */
function replace(name, Native, Wrapper) {
  defineProperty(Wrapper, "name", { __proto__: null, value: name });
  defineProperty(Wrapper, "length", { __proto__: null, value: Native.length });
  defineProperty(Wrapper, "prototype", { __proto__: null, value: Native.prototype, writable: false });
  define(Native.prototype, "constructor", Wrapper);
  define(globalThis, name, Wrapper);
}

function wrap(name, Native) {
  const Wrapper = function (message, options) {
    const error = construct(Native, arguments, new.target ?? Wrapper);
    capture().attachNew(error, new.target, Wrapper);
    return error;
  };
  replace(name, Native, Wrapper);
  return Wrapper;
}

const CobError = (settings.Error = wrap("Error", Error));
for (const name of ["EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError", "AggregateError", "SuppressedError"]) {
  const Native = globalThis[name];
  if (Native !== undefined) setPrototypeOf(wrap(name, Native), CobError);
}

Error.stackTraceLimit = settings.limit + HIDDEN_FRAMES;
define(CobError, "captureStackTrace", function captureStackTrace(target, above) {
  capture().captureStackTrace(target, typeof above === "function" ? above : captureStackTrace);
});
defineProperty(CobError.captureStackTrace, "name", { __proto__: null, value: "captureStackTrace" });
if (Error.isError) define(CobError, "isError", Error.isError);
defineProperty(CobError, "stackTraceLimit", {
  __proto__: null, enumerable: true, configurable: true,
  get: () => settings.limit,
  set(value) {
    settings.limit = value;
    Error.stackTraceLimit = typeof value === "number" ? value + (value > 0 ? HIDDEN_FRAMES : 0) : 0;
  },
});
let ownPrepare; // what a program finds there, and may put back
let isOwnPrepare = true;
defineProperty(CobError, "prepareStackTrace", {
  __proto__: null, enumerable: false, configurable: true,
  get() {
    return isOwnPrepare ? (ownPrepare ??= require("internal/stack_format").prepareStackTrace) : settings.prepare;
  },
  set(value) {
    isOwnPrepare = value !== undefined && value === ownPrepare;
    settings.prepare = isOwnPrepare ? undefined : value;
  },
});

// `new Function` whose text may import: see internal/dynamic_function.
const FunctionWrapper = function () {
  return require("internal/dynamic_function").construct(Function, arguments, new.target, FunctionWrapper);
};
replace("Function", Function, FunctionWrapper);
