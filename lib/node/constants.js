// node:constants - deprecated union of the constants of os, fs and crypto.
"use strict";

const { Object } = globalThis;
const { constants } = require("node:os");

function constantsOf(specifier) {
    try {
        return require(specifier).constants;
    } catch {
        return undefined;       // a build without that module
    }
}

Object.assign(exports, constants.dlopen, constants.errno, constants.priority, constants.signals,
    constantsOf("node:fs"), constantsOf("node:crypto"));
