// Names and messages of libuv's error numbers, from native.uvErrors() ([[errno, code, message], ...]).
"use strict";

const { Map } = globalThis;

let map;

/** @returns {Map<number, [string, string]>} */
function errorMap() {
    return (map ??= new Map(native.uvErrors().map(([errno, code, message]) => [errno, [code, message]])));
}

module.exports = {
    errorMap,
    entryOf: (errno) => errorMap().get(errno),
    nameOf: (errno) => errorMap().get(errno)?.[0] ?? `Unknown system error ${errno}`,
};
