// stream_web.js - node:stream/web: the web's streams under Node's name.
const streams = require("web/streams");
const { Object } = globalThis;

const names = [
  "ReadableStream", "ReadableStreamDefaultReader", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest",
  "ReadableByteStreamController", "ReadableStreamDefaultController", "TransformStream", "TransformStreamDefaultController",
  "WritableStream", "WritableStreamDefaultController", "WritableStreamDefaultWriter", "ByteLengthQueuingStrategy",
  "CountQueuingStrategy", "TextEncoderStream", "TextDecoderStream", "CompressionStream", "DecompressionStream",
];
for (const name of names) {
  const value = streams[name] ?? globalThis[name];
  if (value !== undefined) Object.defineProperty(exports, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}
