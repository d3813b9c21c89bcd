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

// --- WebAssembly Web API: modules out of responses -------------------------------------------------

// The engine compiles whole modules only: the body is read first.
async function bytesOf(source) {
  const response = await source;
  const { codes } = require("internal/errors");
  if (!require("web/response").internals.isResponse(response)) {
    throw new codes.ERR_INVALID_ARG_TYPE("source", ["Response", "Promise resolving to Response"], response);
  }
  const type = response.headers.get("content-type");
  if (type?.toLowerCase() !== "application/wasm") {
    throw new codes.ERR_WEBASSEMBLY_RESPONSE(`has unsupported MIME type '${type}'`);
  }
  if (!response.ok) throw new codes.ERR_WEBASSEMBLY_RESPONSE(`has status code ${response.status}`);
  if (response.bodyUsed) throw new codes.ERR_WEBASSEMBLY_RESPONSE("body has already been used");
  return response.arrayBuffer();
}

Object.assign(exports, {
  /** @param {Response | Promise<Response>} source @returns {Promise<WebAssembly.Module>} */
  async compileStreaming(source) {
    return exports.compile(await bytesOf(source));
  },

  /** @param {Response | Promise<Response>} source @param {object} [imports] */
  async instantiateStreaming(source, imports = undefined) {
    return exports.instantiate(await bytesOf(source), imports);
  },
});
