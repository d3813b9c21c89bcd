// sinks.js - Bun.ArrayBufferSink: gathers what is written into one buffer.
const { Uint8Array } = globalThis;
const { chunkBytes, concat } = require("web/body");

class ArrayBufferSink {
  #chunks = [];
  #total = 0;
  #asBytes = false;
  #stream = false;

  /** @param {{asUint8Array?: boolean, highWaterMark?: number, stream?: boolean}} [options] */
  start(options) {
    this.#chunks = [];
    this.#total = 0;
    this.#asBytes = options?.asUint8Array === true;
    this.#stream = options?.stream === true;
  }

  /** @returns {number} bytes accepted */
  write(chunk) {
    const bytes = chunkBytes(chunk);
    this.#chunks.push(bytes === chunk ? bytes.slice() : bytes);
    this.#total += bytes.byteLength;
    return bytes.byteLength;
  }

  #take() {
    const bytes = this.#chunks.length === 0 ? new Uint8Array(0) : concat(this.#chunks, this.#total).slice();
    this.#chunks = [];
    this.#total = 0;
    return this.#asBytes ? bytes : bytes.buffer;
  }

  flush() {
    if (this.#stream) return this.#take();
    return this.#total;
  }

  end() {
    return this.#take();
  }

  close() {
    this.#take();
  }
}

exports.ArrayBufferSink = ArrayBufferSink;
