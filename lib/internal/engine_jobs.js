// engine_jobs.js - work that the engine finishes on threads of its own: WebAssembly compilation.
//
// The loop cannot tell such a job from the engine's collection timers, so whoever starts one holds the
// loop until its promise settles (loop_hold in src/loop/loop.h). boot.js puts these in place lazily.
const { Function, Object, Promise, Reflect } = globalThis;
const { engineJobs } = require("internal/boot");
const { loopHold } = require("internal/timers");
const then = Function.prototype.call.bind(Promise.prototype.then);

function held(name) {
  const start = engineJobs[name];
  const wrapper = {
    [name](...args) {
      const promise = Reflect.apply(start, this, args);
      loopHold(true);
      return then(promise, (value) => {
        loopHold(false);
        return value;
      }, (error) => {
        loopHold(false);
        throw error;
      });
    },
  }[name];
  return Object.defineProperty(wrapper, "length", { __proto__: null, value: start.length, configurable: true });
}

for (const name in engineJobs) exports[name] = held(name);
