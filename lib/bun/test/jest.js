// Bun.jest(path): bun:test for code that is not a test file, or that asks for it at run time.

/** @returns {object} the exports of bun:test */
function jest() {
    return require("bun:test");
}

module.exports = { jest };
