// The process of one test file: loads preloads and the file, runs its tests, reports, exits.
//
// Started by src/runner with the file's path and the configuration; results go out on descriptor 3
// as JSON lines, the console output on standard error.

const state = require("internal/test/state");
const host = require("internal/test/host");
const { Object, JSON, Promise } = globalThis;

function applyConfig(config) {
    Object.assign(state.config, config);
    state.active = true;
    state.setTimeout = globalThis.setTimeout;
    state.clearTimeout = globalThis.clearTimeout;
    state.setImmediate = globalThis.setImmediate;
    state.limit = host.limit;
}

// jest's globals, which Bun gives to test files too.
function defineGlobals() {
    const api = require("bun:test");
    for (const name of ["test", "it", "describe", "expect", "expectTypeOf", "beforeAll", "beforeEach", "afterEach",
        "afterAll", "setDefaultTimeout", "jest", "vi", "xit", "xtest", "xdescribe", "onTestFinished"]) {
        Object.defineProperty(globalThis, name, { value: api[name], writable: true, configurable: true, enumerable: false });
    }
}

// Other runners' modules mean this one, installed or not.
function aliasModules() {
    for (const name of ["vitest", "@jest/globals"]) host.alias(name, () => require("bun:test"));
}

async function load(config, report) {
    const core = require("internal/test/core");
    host.configure(config);
    host.announce(config.file);
    for (const specifier of config.preload ?? []) {
        await core.collect(core.root, () => host.importPreload(specifier, config.cwd));
    }
    const scope = core.enterFile();
    try {
        await host.importFile(config.file);
    } catch (error) {
        report.between(error, true);
        return false;
    }
    await core.drain(scope);
    return true;
}

// Reports leave in batches: at once before a test that follows a slow one, so that what a crash or a
// hang takes with it is a few milliseconds of quick tests.
const BATCH_CHARS = 8192, BATCH_MS = 10;

function makeSender(fd) {
    let batch = "", last = 0;
    return message => {
        batch += JSON.stringify(message) + "\n";
        const time = state.now();
        if (batch.length < BATCH_CHARS && time - last < BATCH_MS && message.t !== "end") return;
        const text = batch;
        batch = "";
        last = time;
        host.writeFd(fd, text);
    };
}

async function run(config) {
    applyConfig(config);
    const { report, host: output } = require("internal/test/report");
    output.writeError = host.writeError;
    output.send = makeSender(config.fd ?? 3);
    output.readSource = file => {
        try {
            return host.readText(file);
        } catch {
            return undefined;
        }
    };
    const runner = require("internal/test/run");
    host.onUncaught(error => { runner.uncaught(error); return true; });
    defineGlobals();
    require("internal/test/timers").install();
    aliasModules();
    report.dots.dotsOpen = Boolean(config.dotsOpen);
    if (!config.dots && !config.onlyFailures) report.showHeader();
    if (await load(config, report)) {
        await runner.runAll();
        report.finish();
        require("internal/test/snapshot").flush();
    }
    // Errors of work that outlived the last test still count.
    await new Promise(resolve => state.setImmediate.call(globalThis, resolve));
    output.send({ t: "end", expectCalls: state.expectCalls, snapshots: state.snapshots,
        dotsOpen: report.dots.dotsOpen });
    host.exit(0);
}

/** Entry of `--test-worker`: the configuration is the first argument, as JSON. */
function main(_options, args) {
    void run(JSON.parse(args.shift())); // the program's arguments are what is left
}

module.exports = { main, run };
