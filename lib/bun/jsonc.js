// jsonc.js - Bun.JSONC: JSON with comments and trailing commas.
const { parseWith, natives } = require("bun/data");

const JSONC = {
    /** @param {string | ArrayBuffer | ArrayBufferView} input */
    parse(input) {
        return parseWith("JSONC", natives.dataJsonc, input);
    },
};

module.exports = { JSONC };
