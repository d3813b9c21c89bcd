// zlib.js - Bun.gzipSync, gunzipSync, deflateSync, inflateSync and the zstd functions over node:zlib's natives.
//
// Deflate here means the raw format, as in Bun. The `library` option is accepted; zlib does the work.
const { ArrayBuffer, Error, Promise, Symbol, TypeError, Uint8Array } = globalThis;

const RAW_DEFLATE = 5, RAW_INFLATE = 6, GZIP = 3, GUNZIP = 4;
const bare = (buffer) => new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);

function bytesOf(data) {
  if (typeof data === "string" || ArrayBuffer.isView(data)) return data;
  const tag = typeof data === "object" && data !== null ? data[Symbol.toStringTag] : undefined;
  if (tag === "ArrayBuffer" || tag === "SharedArrayBuffer") return data;
  const error = new TypeError("data must be a string, ArrayBuffer or ArrayBufferView");
  error.code = "ERR_INVALID_ARG_TYPE";
  throw error;
}

// Bun's windowBits carry the format in their sign and size, as in zlib itself.
function formatOf(mode, options) {
  const bits = options?.windowBits;
  if (typeof bits !== "number" || mode === GZIP || mode === GUNZIP) return [mode, options];
  const decode = mode === RAW_INFLATE;
  if (bits < 0) return [mode, { ...options, windowBits: -bits }];
  if (bits > 15) return [decode ? GUNZIP : GZIP, { ...options, windowBits: bits & 15 }];
  return [decode ? 2 : 1, options];
}

const NAMES = { 1: "deflateSync", 2: "inflateSync", 3: "gzipSync", 4: "gunzipSync", 5: "deflateRawSync", 6: "inflateRawSync" };

function run(mode, data, options) {
  const bytes = bytesOf(data);
  const [format, settings] = formatOf(mode, options);
  const zlib = require("node:zlib");
  try {
    return bare(zlib[NAMES[format]](bytes, settings));
  } catch (error) {
    throw new Error(error.message, { cause: error });
  }
}

const later = (work) => (data, options) =>
  new Promise((resolve, reject) =>
    require("node:zlib")[work](bytesOf(data), zstdOptions(options), (error, result) => (error ? reject(error) : resolve(result))));
const ZSTD_LEVEL = 100;
const zstdOptions = (options) => (options?.level === undefined ? {} : { params: { [ZSTD_LEVEL]: options.level } });

module.exports = {
  gzipSync: (data, options) => run(GZIP, data, options),
  gunzipSync: (data, options) => run(GUNZIP, data, options),
  deflateSync: (data, options) => run(RAW_DEFLATE, data, options),
  inflateSync: (data, options) => run(RAW_INFLATE, data, options),
  zstdCompressSync: (data, options) => require("node:zlib").zstdCompressSync(bytesOf(data), zstdOptions(options)),
  zstdDecompressSync: (data) => require("node:zlib").zstdDecompressSync(bytesOf(data)),
  zstdCompress: later("zstdCompress"),
  zstdDecompress: (data) => later("zstdDecompress")(data, undefined),
};
