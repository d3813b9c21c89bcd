// boot.js - the first JavaScript that runs: embedded modules, lazy globals, the trampoline, the program.
//
// Start-up cost is the whole point of its shape: nothing is loaded that the program does not touch.
// Run by src/engine/runtime.c with `module` = the argument strings, `native` = engine_boot_methods.
//
// About 500 instructions for each byte that a hello world evaluates (docs/startup.md): what it does not need
// belongs elsewhere, and what runs once stands here at top level (a function is parsed twice).
const { Object, Uint8Array, Error } = globalThis;
const { defineProperty, create } = Object;
const argv = module;

// --- embedded modules ------------------------------------------------------------------------------

const loaded = create(null);
const INTERNAL = 0;
const places = create(null); // specifier -> index * 4 + kind, once asked for

const find = (specifier) => {
  let place = places[specifier];
  if (place === undefined && (place = native.find(specifier)) >= 0) places[specifier] = place;
  return place;
};

/** Loads an embedded module. @param {string} specifier @returns {any} its exports */
function requireBuiltin(specifier) {
  const known = loaded[specifier];
  if (known !== undefined) return known.exports;
  const place = find(specifier);
  if (place < 0) return requireBare(specifier);
  const record = (loaded[specifier] = { id: specifier, exports: {} });
  let done = false;
  try {
    native.builtin(place >> 2, { exports: record.exports, require: requireBuiltin, module: record });
    done = true;
  } finally {
    if (!done) delete loaded[specifier];
  }
  return record.exports;
}

/** @param {string} name one that has no row as it is */
function requireBare(name) {
  if (!name.includes(":")) return requireBuiltin("node:" + name);
  throw notImplemented(`'${name}'`, "ERR_UNKNOWN_BUILTIN_MODULE");
}

/** The error of what Node.js or Bun has and cob does not have yet. @param {string} name */
function notImplemented(name, code = "ERR_METHOD_NOT_IMPLEMENTED") {
  const error = new Error(`${name} is not implemented by cob yet`);
  error.code = code;
  return error;
}

/** True for specifiers that programs may ask for. */
const isPublic = (specifier) => {
  const place = find(specifier);
  return place >= 0 && (place & 3) !== INTERNAL;
};

// --- lazy properties ---------------------------------------------------------------------------------

const accessor = { __proto__: null, configurable: true, enumerable: false, get: undefined, set: undefined };

/**
 * Defines each of `names` so that `load(name)` makes its value when it is first read. A loop, and not a function
 * for one name: what is called 34 times gets compiled, in a thread that a short program would start for it.
 * Enumerable are all, or operations and attributes (Web IDL): no interfaces, no namespace, nor `process`, as in Node.js.
 */
function lazy(target, names, load, all) {
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const enumerable = all || (name >= "a" && name !== "console" && name !== "process");
    accessor.enumerable = enumerable;
    const set = (value) => void defineProperty(target, name, { __proto__: null, value, configurable: true, enumerable, writable: true });
    accessor.get = () => {
      const value = load(name);
      set(value);
      return value;
    };
    accessor.set = set;
    defineProperty(target, name, accessor);
  }
}

const globals = native.lazyNames(false);
function loadGlobal(name) {
  const { 0: specifier, 1: key } = native.lazySource(false, globals.indexOf(name));
  return requireBuiltin(specifier)[key];
}
lazy(globalThis, globals, loadGlobal, false);
lazy(globalThis, ["Bun"], () => requireBuiltin("internal/bun_object").Bun, false);
// Jobs the event loop must wait for: see internal/engine_jobs.
const { WebAssembly } = globalThis;
const engineJobs = { compile: WebAssembly.compile, instantiate: WebAssembly.instantiate };
lazy(WebAssembly, ["compile", "instantiate", "compileStreaming", "instantiateStreaming"], (name) => requireBuiltin("internal/engine_jobs")[name], true);
const alias = { __proto__: null, value: globalThis, configurable: true, enumerable: true, writable: true };
defineProperty(globalThis, "global", alias);
defineProperty(globalThis, "self", alias);

// --- the trampoline: every entry from the event loop ---------------------------------------------------

const pending = new Uint8Array(1); // shared with C: ticks or rejections wait

function drainTicks() {
  pending[0] = 0;
  const tick = loaded["internal/tick"];
  const ran = tick !== undefined && tick.exports.drainTicks();
  const frame = loaded["internal/async_frame"];
  if (frame !== undefined) frame.exports.endJob();
  const rejections = loaded["internal/rejections"];
  if (rejections === undefined || !rejections.exports.anyWaiting()) return;
  if (ran) pending[0] = 1; // the microtasks of those ticks come first: the engine runs them and calls again
  else rejections.exports.report();
}

function run(callback, a, b, c, d, e, f) {
  try {
    callback(a, b, c, d, e, f);
  } catch (error) {
    uncaught(error, false);
  }
  if (pending[0] !== 0) drainTicks();
}

/** Ends the entry for an exception that nobody caught: uncaughtException handlers, or exit. */
function uncaught(error, fromPromise) {
  requireBuiltin("internal/fatal").onUncaught(error, fromPromise);
}

function onRejection(promise, reason) {
  requireBuiltin("internal/rejections").add(promise, reason);
  pending[0] = 1;
}

const hooks = { __proto__: null, exit: () => 0 }; // called by C through rt_run_hook; internal/ending has more
native.setHooks(
  run,
  function drainOrHook(name) {
    let result;
    if (name !== undefined) {
      try {
        result = hooks[name]?.();
      } catch (error) {
        uncaught(error, false);
      }
    }
    if (pending[0] !== 0) drainTicks();
    return result;
  },
  pending,
  onRejection,
);

loaded["internal/boot"] = {
  exports: {
    engineJobs, native, requireBuiltin,
    /** Exports of an embedded module if something loaded it already. */
    loadedModule: (specifier) => loaded[specifier]?.exports,
    isPublic, notImplemented, pending, hooks, run, uncaught, argv, lazy,
  },
};

// --- the program --------------------------------------------------------------------------------------

let isModule = false;
try {
  isModule = requireBuiltin("internal/main").isModule;
} catch (error) {
  uncaught(error, false);
}
// As in Node.js the microtasks of an ES module come before its ticks: the engine runs them, then drains.
if (pending[0] !== 0 && !isModule) drainTicks();
