// What the runner needs from the runtime around it, so that its other parts do not depend on the boot.

/** Gives an error that the engine made its V8-shaped stack. */
function convert(error) {
    return require("internal/stack").convert(error);
}

/** Installs `handler(error)` for exceptions and rejections that nobody handles. */
function onUncaught(handler) {
    require("internal/boot").hooks.uncaught = handler;
}

/** Makes the resolver what --conditions and --tsconfig-override ask for. */
function configure({ conditions, tsconfig }) {
    if (conditions.length > 0 || tsconfig !== undefined) require("internal/start").configureResolver({ conditions, tsconfig });
}

/** Preloads see which file the program is. */
function announce(path) {
    require("internal/boot").mainPath = path;
}

/** Imports a file by absolute path; a promise. */
function importFile(path) {
    const loader = require("internal/modules/loader");
    const id = loader.native.resolvePath(path);
    require("internal/boot").mainPath = id;
    return require("internal/modules/esm").importRecord(id);
}

/** Imports a preload by specifier, relative to the working directory. */
function importPreload(specifier, cwd) {
    const { resolve } = require("internal/modules/loader");
    return require("internal/modules/esm").importRecord(resolve(specifier, cwd + "/", false));
}

/** Lets `specifier` name what `load` returns, everywhere. */
function alias(specifier, load) {
    require("internal/modules/loader").mocks.set(specifier, { load });
}

function writeError(text) {
    require("internal/boot").native.writeError(text);
}

/** Code that runs in `ms` from now gets an error thrown into it, ERR_SCRIPT_EXECUTION_TIMEOUT; 0: no limit. */
function limit(ms) {
    require("internal/boot").native.limit(ms);
}

// Taken before any code of the program runs: it may spy on these.
const { writeSync, readFileSync, writeFileSync, mkdirSync } = require("node:fs");
const { dirname, basename, join } = require("node:path");
const { process } = globalThis;

const writeFd = (fd, text) => writeSync(fd, text);
const readText = file => readFileSync(file, "utf8");

/** Ends the process with 'exit' listeners run, as process.exit does, once the running job is over. */
function exit(code) {
    process.emit("exit", code);
    require("internal/boot").native.finish(code);
}

/** Where the snapshots of a test file are. */
const snapshotPath = file => join(dirname(file), "__snapshots__", basename(file) + ".snap");

function writeText(file, text) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
}

/** {settled, rejected, value} of a promise; undefined when the engine cannot tell. */
function promiseState(promise) {
    const state = native?.promiseState?.(promise);
    return state && { settled: state[0] !== 0, rejected: state[0] === 2, value: state[1] };
}

module.exports = { announce, configure, limit, promiseState, alias, convert, onUncaught, importFile, importPreload, writeError, writeFd, readText, writeText, snapshotPath, exit };
