// stdio_native.js - direct, synchronous writes to standard descriptors, for console and diagnostics
// before (or without) any stream being loaded.

/** @param {number} fd @param {string | Uint8Array} data @returns {number} 0 or a negative system error */
exports.write = native.stdioWrite;
exports.native = native;
