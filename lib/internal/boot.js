// boot.js - the first JavaScript that runs: embedded modules, lazy globals, the trampoline, the program.
//
// Start-up cost is the whole point of its shape: nothing is loaded that the program does not touch.
// Run by src/engine/runtime.c with `module` = the argument strings, `native` = engine_boot_methods.
const builtins = __BUILTINS__; // specifier -> [index, kind]; filled in by tools/embed.mjs
const globals = __GLOBALS__; // name -> [specifier, export]
const bunProps = __BUN_PROPS__;
const INTERNAL = 0;

const { Object, Uint8Array, Error, Promise, Symbol, Map } = globalThis;
const { defineProperty, create, hasOwn } = Object;
const argv = module;

// --- embedded modules ------------------------------------------------------------------------------

const loaded = create(null);

/** Loads an embedded module. @param {string} specifier @returns {any} its exports */
function requireBuiltin(specifier) {
  const known = loaded[specifier];
  if (known !== undefined) return known.exports;
  const row = builtins[specifier] ?? builtins["node:" + specifier];
  if (row === undefined) throw new Error(`No embedded module '${specifier}'`);
  const name = builtins[specifier] ? specifier : "node:" + specifier;
  if (name !== specifier && loaded[name] !== undefined) return loaded[name].exports;
  const record = (loaded[name] = { id: name, exports: {} });
  let done = false;
  try {
    native.builtin(row[0], { exports: record.exports, require: requireBuiltin, module: record });
    done = true;
  } finally {
    if (!done) delete loaded[name];
  }
  return record.exports;
}

/** True for specifiers that programs may ask for. */
const isPublic = (specifier) => hasOwn(builtins, specifier) && builtins[specifier][1] !== INTERNAL;

// --- lazy properties ---------------------------------------------------------------------------------

function lazy(target, name, specifier, key, enumerable) {
  defineProperty(target, name, {
    __proto__: null,
    configurable: true,
    enumerable,
    get() {
      const value = requireBuiltin(specifier)[key];
      defineProperty(target, name, { __proto__: null, value, configurable: true, enumerable, writable: true });
      return value;
    },
    set(value) {
      defineProperty(target, name, { __proto__: null, value, configurable: true, enumerable, writable: true });
    },
  });
}

const Bun = {};
for (const name in bunProps) lazy(Bun, name, bunProps[name][0], bunProps[name][1], true);
for (const name in globals) lazy(globalThis, name, globals[name][0], globals[name][1], false);
const define = (name, value) =>
  defineProperty(globalThis, name, { __proto__: null, value, configurable: true, enumerable: false, writable: true });
// Jobs the event loop must wait for: see internal/engine_jobs.
const { WebAssembly } = globalThis;
const engineJobs = { compile: WebAssembly.compile, instantiate: WebAssembly.instantiate };
for (const name in engineJobs) lazy(WebAssembly, name, "internal/engine_jobs", name, true);
define("Bun", Bun);
define("global", globalThis);
define("self", globalThis);

// --- the trampoline: every entry from the event loop ---------------------------------------------------

const pending = new Uint8Array(1); // shared with C: ticks or rejections wait
const rejections = []; // promise, reason pairs that nobody handled when the microtasks ended

function drainTicks() {
  pending[0] = 0;
  const tick = loaded["internal/tick"];
  if (tick !== undefined) tick.exports.drainTicks();
  const frame = loaded["internal/async_frame"];
  if (frame !== undefined) frame.exports.cell.current = undefined; // the task is over
  if (rejections.length > 0) requireBuiltin("internal/fatal").onRejections(rejections.splice(0));
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
  rejections.push(promise, reason);
  pending[0] = 1;
}

const hooks = create(null); // name -> function, called by C through rt_run_hook
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
    isPublic, builtins, pending, rejections, hooks, run, uncaught, argv, Bun, lazy,
  },
};

// --- the program --------------------------------------------------------------------------------------

try {
  requireBuiltin("internal/main").main(argv);
} catch (error) {
  uncaught(error, false);
}
if (pending[0] !== 0) drainTicks();
