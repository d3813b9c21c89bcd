// compression.js - CompressionStream and DecompressionStream: node:zlib's streams as web streams.
//
// A chunk is done when zlib has taken it, so that back pressure reaches the writer. Data after the end of the
// compressed stream is an error, as the standard asks.
const { ArrayBuffer, Object, Promise, SharedArrayBuffer, Symbol, TypeError, Uint8Array } = globalThis;

const makers = {
  CompressionStream: {
    __proto__: null, "deflate": "createDeflate", "deflate-raw": "createDeflateRaw", "gzip": "createGzip",
    "brotli": "createBrotliCompress", "zstd": "createZstdCompress",
  },
  DecompressionStream: {
    __proto__: null, "deflate": "createInflate", "deflate-raw": "createInflateRaw", "gzip": "createGunzip",
    "brotli": "createBrotliDecompress", "zstd": "createZstdDecompress",
  },
};

// A copy: the program may write to its buffer while zlib still has the chunk.
function copyOf(chunk) {
  const buffer = ArrayBuffer.isView(chunk) ? chunk.buffer : chunk;
  if (!(buffer instanceof ArrayBuffer) || (SharedArrayBuffer && buffer instanceof SharedArrayBuffer)) {
    throw new TypeError("The chunk must be an ArrayBuffer or a view of one");
  }
  return ArrayBuffer.isView(chunk)
    ? new Uint8Array(buffer, chunk.byteOffset, chunk.byteLength).slice() : new Uint8Array(buffer.slice(0));
}

const typeError = (error) => Object.assign(new TypeError(error.message, { cause: error }), { code: error.code });

class Codec {
  #zlib;
  #total = 0;
  #failed = undefined;
  #controller = undefined;

  constructor(maker) {
    this.#zlib = require("node:zlib")[maker]();
    this.#zlib.on("data", (bytes) => this.#controller.enqueue(new Uint8Array(bytes)));
    this.#zlib.on("error", (error) => void (this.#failed = error));
  }

  start(controller) {
    this.#controller = controller;
  }

  transform(chunk) {
    const bytes = copyOf(chunk);
    this.#total += bytes.length;
    return new Promise((resolve, reject) => {
      if (this.#zlib.readableEnded) throw new TypeError("Unexpected data after the end of the compressed stream");
      this.#zlib.write(bytes, (error) => {
        if (error) reject(typeError(error));
        else resolve();
      });
    });
  }

  flush() {
    return new Promise((resolve, reject) => {
      const zlib = this.#zlib;
      const finish = () => {
        if (this.#failed !== undefined) reject(typeError(this.#failed));
        else if (zlib.bytesWritten < this.#total) reject(new TypeError("Unexpected data after the end of the compressed stream"));
        else resolve();
      };
      if (zlib.readableEnded) return finish();
      zlib.once("end", finish);
      zlib.once("error", finish);
      zlib.end();
    });
  }

  cancel() {
    this.#zlib.destroy();
  }
}

function makeClass(name) {
  const Class = {
    [name]: class {
      #transform;
      constructor(format) {
        if (arguments.length === 0) throw new TypeError(`${name} needs a format`);
        const maker = makers[name][`${format}`];
        if (maker === undefined) {
          const { codes } = require("internal/errors");
          throw new codes.ERR_INVALID_ARG_VALUE("format", format);
        }
        this.#transform = new globalThis.TransformStream(new Codec(maker));
      }
      get readable() {
        return this.#transform.readable;
      }
      get writable() {
        return this.#transform.writable;
      }
    },
  }[name];
  Object.defineProperty(Class.prototype, "readable", { enumerable: true });
  Object.defineProperty(Class.prototype, "writable", { enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
  return Class;
}

exports.CompressionStream = makeClass("CompressionStream");
exports.DecompressionStream = makeClass("DecompressionStream");
