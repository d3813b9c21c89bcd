// stream.js - node:stream: readable-stream (npm, Node's own streams as a package) with Node 26's defaults.
//
// The package is bundled at build time; its `events`, `buffer`, `process` and `string_decoder` are ours.
const { Object, Promise } = globalThis;
const Stream = require("npm:readable-stream/lib/stream.js");
const { promises } = Stream;

module.exports = Stream;
Stream.Stream = Stream;

// Node >= 22: 64 KiB.
if (Stream.setDefaultHighWaterMark) Stream.setDefaultHighWaterMark(false, 64 * 1024);

/** Two Duplex streams, each reading what the other writes. */
Stream.duplexPair ??= function duplexPair(options) {
  const make = () =>
    new Stream.Duplex({
      ...options,
      read() {
        const { pendingCallback } = this;
        this.pendingCallback = undefined;
        pendingCallback?.();
      },
      write(chunk, encoding, callback) {
        if (chunk.length === 0) return process.nextTick(callback);
        const { other } = this;
        other.push(chunk);
        other.pendingCallback = callback;
      },
      final(callback) {
        this.other.on("end", callback);
        this.other.push(null);
      },
    });
  const a = make(), b = make();
  Object.defineProperty(a, "other", { __proto__: null, value: b });
  Object.defineProperty(b, "other", { __proto__: null, value: a });
  return [a, b];
};
const process = { nextTick: (fn) => require("internal/tick").nextTick(fn) };

Object.defineProperty(Stream, "promises", { __proto__: null, configurable: true, enumerable: true, get: () => promises });
