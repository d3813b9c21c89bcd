// node:fs/promises - the same object as require("node:fs").promises.
module.exports = require("internal/fs/promises").exports;
