// node:sys - the old name of node:util.
globalThis.process.emitWarning("sys is deprecated. Use `node:util` instead.", "DeprecationWarning", "DEP0025");
module.exports = require("node:util");
