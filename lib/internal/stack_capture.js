// stack_capture.js - what stack.js needs once an error exists: the lazy `stack` accessor, captureStackTrace,
// and the conversion of errors that the engine made itself.
// Cost: about 1 microsecond more for each error made; formatting only when `stack` is read.
const { Object, Set, WeakMap, WeakSet } = globalThis;
const { defineProperty, getOwnPropertyDescriptor } = Object;
const { NativeError, settings } = require("internal/stack");
const { loadedModule } = require("internal/boot");

const formatter = () => require("internal/stack_format");

/** errors whose `stack` we manage -> {raw, skip: names of derived constructors, text: once formatted,
 *  tasks: the async functions that wait, see internal/async_frame, place: see addPlace} */
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

let asyncFrame; // a program that has not loaded it awaits nothing
function waitingTasks() {
  asyncFrame ??= loadedModule("internal/async_frame");
  return asyncFrame?.awaiters(settings.limit);
}

function attach(target, raw, skip) {
  captured.set(target, { raw, skip, text: undefined, tasks: waitingTasks() });
  defineProperty(target, "stack", accessor);
}

/** Names of the classes between `derived` and the built-in: V8 leaves their constructors out. */
function derivedNames(derived, Wrapper) {
  if (derived === undefined || derived === Wrapper) return undefined;
  const names = new Set();
  for (let c = derived; typeof c === "function" && c !== Wrapper; c = Object.getPrototypeOf(c)) names.add(c.name);
  return names;
}

/** For an error that a wrapped constructor has just made. */
function attachNew(error, derived, Wrapper) {
  const raw = error.stack; // from here on the engine adds nothing
  hidePlace(error);
  attach(error, raw, derivedNames(derived, Wrapper));
}

/** Error.captureStackTrace(target, constructorOpt); frames above `above` are left out. */
function captureStackTrace(target, above) {
  if ((typeof target !== "object" || target === null) && typeof target !== "function")
    throw new globalThis.TypeError("Invalid argument");
  const holder = {};
  NativeError.captureStackTrace(holder, above);
  attach(target, holder.stack);
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
  captured.set(error, { raw: own.value, skip: undefined, text: undefined, tasks: undefined }); // made some time ago
  defineProperty(error, "stack", accessor);
  return error;
}

/** First frame of user code. @returns {Frame | undefined} */
function topFrame(error) {
  const entry = captured.get(error);
  return entry === undefined ? undefined : formatter().parseStack(entry, settings.limit).find((f) => !f.isNative);
}

/**
 * For an error that the loader made about a line of a file, where nothing runs: the stack begins there.
 * @param {any} error @param {{file: string, line: number, column: number}} place
 */
function addPlace(error, place) {
  const entry = captured.get(error);
  if (entry !== undefined) entry.place = place;
}

module.exports = { addPlace, attachNew, captureStackTrace, convert, topFrame };
