// The console: class Console and the global one. All output goes through process.stdout.write and
// process.stderr.write, looked up at each call, so that programs may intercept it. As long as nobody has the
// stream nobody can: then the global console writes to the descriptor and leaves the streams unloaded.
"use strict";

const { Array, ArrayBuffer, Error, Infinity, Map, Math, Number, Object, Reflect, String, Symbol, WeakMap } = globalThis;
const { hasOwn } = Object;
const boot = require("internal/boot");
const { native: engine } = boot;
const { isDirect } = require("internal/console_boot");

const kState = Symbol("kConsoleState");
const kIsConsole = Symbol("kIsConsole");

const methodNames = [
    "log", "info", "debug", "warn", "error", "dir", "time", "timeEnd", "timeLog", "trace", "assert", "clear",
    "count", "countReset", "group", "groupEnd", "table", "dirxml", "groupCollapsed",
];

function codes() {
    return require("internal/errors").codes;
}

// --- state and writing ---------------------------------------------------------------------------------

// One per console: where to write (functions, so that process.stdout loads late) and what is remembered.
function makeState(stdout, stderr, ignoreErrors) {
    return {
        stdout, stderr, ignoreErrors, colorMode: "auto", inspectOptions: undefined, groupIndentation: 2,
        indent: "", counts: new Map(), timers: new Map(),
    };
}

function inspectOptionsFor(state, stream) {
    let color = state.colorMode;
    if (color === "auto") {
        color = stream.isTTY === true && (typeof stream.getColorDepth !== "function" || stream.getColorDepth() > 2);
        if (process.env.FORCE_COLOR !== undefined) color = require("internal/tty").getColorDepth(process.env) > 2;
    }
    const options = state.inspectOptions?.get(stream) ?? state.inspectOptions?.get(undefined);
    if (options !== undefined) return options.colors === undefined ? { ...options, colors: color } : options;
    const depth = state === globalState ? boot.options?.consoleDepth : undefined;
    if (depth !== undefined) return { colors: color, depth };
    return color ? { colors: true } : undefined;
}

function noop() {}

const handlers = new WeakMap(); // stream -> its callback: one for all writes, which streams then answer with one tick

// A closed pipe must not end the program: neither by an exception nor by an 'error' event.
function onWrittenOf(stream) {
    const known = handlers.get(stream);
    if (known !== undefined) return known;
    const onWritten = (err) => {
        // An error of an asynchronous write is emitted after this call: swallow that one event.
        if (err && !stream._writableState?.errorEmitted && stream.listenerCount?.("error") === 0) {
            stream.once("error", noop);
        }
    };
    handlers.set(stream, onWritten);
    return onWritten;
}

function write(state, stream, text) {
    if (state.indent !== "") {
        if (text.includes("\n")) text = text.replaceAll("\n", `\n${state.indent}`);
        text = state.indent + text;
    }
    text += "\n";
    if (state.ignoreErrors === false) return void stream.write(text);
    try {
        if (typeof stream.once === "function") stream.once("error", noop);
        stream.write(text, onWrittenOf(stream));
    } catch (err) {
        if (require("internal/errors").isStackOverflowError(err)) throw err;
    } finally {
        if (typeof stream.removeListener === "function") stream.removeListener("error", noop);
    }
}

function formatted(state, stream, args) {
    if (args.length === 1 && typeof args[0] === "string") return args[0];
    if (args.length === 0) return "";
    return require("internal/util/format").formatArgs(inspectOptionsFor(state, stream), args);
}

function print(state, stream, args) {
    write(state, stream, formatted(state, stream, args));
}

function stateOf(self) {
    return self?.[kState] ?? globalState;
}

// --- times ---------------------------------------------------------------------------------------------

function pad(value) {
    return String(value).padStart(2, "0");
}

function formatTime(ms) {
    let hours = 0, minutes = 0, seconds = 0;
    if (ms >= 1000) {
        if (ms >= 60000) {
            if (ms >= 3600000) {
                hours = Math.floor(ms / 3600000);
                ms %= 3600000;
            }
            minutes = Math.floor(ms / 60000);
            ms %= 60000;
        }
        seconds = ms / 1000;
    }
    if (hours !== 0 || minutes !== 0) {
        const [whole, fraction] = seconds.toFixed(3).split(".");
        const result = hours !== 0 ? `${hours}:${pad(minutes)}` : String(minutes);
        return `${result}:${pad(whole)}.${fraction} (${hours !== 0 ? "h:m" : ""}m:ss.mmm)`;
    }
    if (seconds !== 0) return `${seconds.toFixed(3)}s`;
    return `${Number(ms.toFixed(3))}ms`;
}

function now() {
    const [seconds, nanoseconds] = process.hrtime();
    return seconds * 1000 + nanoseconds / 1e6;
}

function warn(text) {
    process.emitWarning(text);
}

function timeLog(state, name, label, args) {
    label = `${label}`;
    const start = state.timers.get(label);
    if (start === undefined) {
        warn(`No such label '${label}' for console.${name}()`);
        return false;
    }
    const text = formatTime(now() - start);
    print(state, state.stdout(), args.length > 0 ? ["%s: %s", label, text, ...args] : ["%s: %s", label, text]);
    return true;
}

// --- table ---------------------------------------------------------------------------------------------

function tableCell(state, value) {
    const { inspect } = require("internal/util/inspect");
    const deep = value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 2;
    return inspect(value, {
        maxArrayLength: 3, breakLength: Infinity, depth: deep ? -1 : 0,
        ...inspectOptionsFor(state, state.stdout()),
    });
}

const isPrimitive = (value) => value === null || (typeof value !== "object" && typeof value !== "function");
const ITERATION_INDEX = "(iteration index)";

// { head, columns } of maps, sets and their iterators; undefined for other objects.
function iterableTable(state, data) {
    const { types } = require("internal/util/types");
    const cell = (value) => tableCell(state, value);
    const numbers = (count) => Array.from({ length: count }, (_, i) => i);
    if (types.isMap(data)) {
        const pairs = [...data];
        return {
            head: [ITERATION_INDEX, "Key", "Values"],
            columns: [numbers(pairs.length), pairs.map((e) => cell(e[0])), pairs.map((e) => cell(e[1]))],
        };
    }
    if (types.isMapIterator(data) || types.isSetIterator(data)) {
        const preview = require("internal/util/inspect_kinds").previewIterator(data, types.isMapIterator(data));
        if (preview === undefined) return undefined;
        const { pairs, values } = preview;
        // Pairs of a Set are listed flat, as Node does.
        if (!pairs || types.isSetIterator(data)) {
            return { head: [ITERATION_INDEX, "Values"], columns: [numbers(values.length), values.map(cell)] };
        }
        const part = (odd) => values.filter((_, i) => i % 2 === odd).map(cell);
        return { head: [ITERATION_INDEX, "Key", "Values"], columns: [numbers(values.length / 2), part(0), part(1)] };
    }
    if (types.isSet(data)) {
        return { head: [ITERATION_INDEX, "Values"], columns: [numbers(data.size), [...data].map(cell)] };
    }
    return undefined;
}

function objectTable(state, data, properties) {
    const columns = new Map();
    const values = [];
    let hasValues = false;
    const rows = Object.keys(data);
    rows.forEach((key, i) => {
        const item = data[key];
        const primitive = isPrimitive(item);
        if (primitive) {
            hasValues = true;
            values[i] = tableCell(state, item);
        }
        for (const name of properties ?? (primitive ? [] : Object.keys(item))) {
            let column = columns.get(name);
            if (column === undefined) columns.set(name, (column = []));
            column[i] = primitive || !hasOwn(item, name) ? "" : tableCell(state, item[name]);
        }
    });
    const head = ["(index)", ...columns.keys()];
    const body = [rows, ...columns.values()];
    if (hasValues) {
        head.push("Values");
        body.push(values);
    }
    return { head, columns: body };
}

const [H, V] = ["\u2500", "\u2502"];

function renderTable(head, columns) {
    const { getStringWidth } = require("internal/util/inspect_style");
    const height = Math.max(0, ...columns.map((column) => column.length));
    const widths = head.map((title, i) => {
        let width = getStringWidth(title);
        for (const value of columns[i]) width = Math.max(width, getStringWidth(`${value ?? ""}`));
        return width + 2;
    });
    const line = (left, middle, right) => left + widths.map((w) => H.repeat(w)).join(middle) + right;
    const row = (cells) => V + cells.map((value, i) => {
        const text = `${value ?? ""}`;
        return ` ${text}${" ".repeat(widths[i] - getStringWidth(text) - 1)}`;
    }).join(V) + V;
    const out = [line("\u250c", "\u252c", "\u2510"), row(head), line("\u251c", "\u253c", "\u2524")];
    for (let i = 0; i < height; i++) out.push(row(columns.map((column) => column[i])));
    out.push(line("\u2514", "\u2534", "\u2518"));
    return out.join("\n");
}

// --- methods -------------------------------------------------------------------------------------------

const methods = {
    log(...args) {
        const state = stateOf(this);
        print(state, state.stdout(), args);
    },
    warn(...args) {
        const state = stateOf(this);
        print(state, state.stderr(), args);
    },
    error(...args) {
        const state = stateOf(this);
        print(state, state.stderr(), args);
    },
    dir(object, options) {
        const state = stateOf(this);
        const { inspect } = require("internal/util/inspect");
        const stream = state.stdout();
        write(state, stream, inspect(object, { customInspect: false, ...inspectOptionsFor(state, stream), ...options }));
    },
    time(label = "default") {
        const { timers } = stateOf(this);
        label = `${label}`;
        if (timers.has(label)) return warn(`Label '${label}' already exists for console.time()`);
        timers.set(label, now());
        return undefined;
    },
    timeEnd(label = "default") {
        const state = stateOf(this);
        if (timeLog(state, "timeEnd", label, [])) state.timers.delete(`${label}`);
    },
    timeLog(label = "default", ...args) {
        timeLog(stateOf(this), "timeLog", label, args);
    },
    trace(...args) {
        const state = stateOf(this);
        const holder = { name: "Trace", message: formatted(state, state.stderr(), args) };
        Error.captureStackTrace(holder, this?.trace ?? methods.trace);
        (this?.error ?? methods.error).call(this, holder.stack);
    },
    assert(expression, ...args) {
        if (expression) return;
        if (typeof args[0] === "string") args[0] = `Assertion failed: ${args[0]}`;
        else args.unshift("Assertion failed");
        Reflect.apply(this?.warn ?? methods.warn, this, args);
    },
    clear() {
        const stream = stateOf(this).stdout();
        if (!stream.isTTY || process.env.TERM === "dumb") return;
        const { cursorTo, clearScreenDown } = require("node:readline");
        cursorTo(stream, 0, 0);
        clearScreenDown(stream);
    },
    count(label = "default") {
        const { counts } = stateOf(this);
        label = `${label}`;
        const count = (counts.get(label) ?? 0) + 1;
        counts.set(label, count);
        (this?.log ?? methods.log).call(this, `${label}: ${count}`);
    },
    countReset(label = "default") {
        const { counts } = stateOf(this);
        if (!counts.delete(`${label}`)) warn(`Count for '${label}' does not exist`);
    },
    group(...args) {
        if (args.length > 0) Reflect.apply(this?.log ?? methods.log, this, args);
        const state = stateOf(this);
        state.indent += " ".repeat(state.groupIndentation);
    },
    groupEnd() {
        const state = stateOf(this);
        state.indent = state.indent.slice(0, state.indent.length - state.groupIndentation);
    },
    table(data, properties) {
        const log = this?.log ?? methods.log;
        if (data === null || typeof data !== "object") return log.call(this, data);
        if (properties !== undefined) require("internal/validators").validateArray(properties, "properties");
        const state = stateOf(this);
        const { head, columns } = iterableTable(state, data) ?? objectTable(state, data, properties);
        return log.call(this, renderTable(head, columns));
    },
};
methods.debug = methods.log;
methods.info = methods.log;
methods.dirxml = methods.log;
methods.groupCollapsed = methods.group;

// --- class Console -------------------------------------------------------------------------------------

function checkStream(stream, name) {
    if (stream === null || typeof stream !== "object" && typeof stream !== "function" || typeof stream.write !== "function") {
        throw new (codes().ERR_CONSOLE_WRITABLE_STREAM)(name);
    }
}

function checkInspectOptions(options, colorMode) {
    const { validateObject } = require("internal/validators");
    const check = (one) => {
        validateObject(one, "options.inspectOptions");
        if (one.colors !== undefined && colorMode !== "auto") {
            throw new (codes().ERR_INCOMPATIBLE_OPTION_PAIR)("options.inspectOptions.color", "colorMode");
        }
        return one;
    };
    if (options instanceof Map) {
        for (const one of options.values()) check(one);
        return options;
    }
    return new Map([[undefined, check(options)]]);
}

/** @constructor */
function Console(options, ...more) {
    if (!new.target) return Reflect.construct(Console, [options, ...more]);
    if (!options || typeof options.write === "function") {
        options = { stdout: options, stderr: more[0], ignoreErrors: more[1] };
    }
    const {
        stdout, stderr = stdout, ignoreErrors = true, colorMode = "auto", inspectOptions, groupIndentation,
    } = options;
    checkStream(stdout ?? null, "stdout");
    checkStream(stderr ?? null, "stderr");
    if (colorMode !== "auto" && typeof colorMode !== "boolean") {
        require("internal/validators").validateOneOf(colorMode, "colorMode", ["auto", true, false]);
    }
    const state = makeState(() => this._stdout, () => this._stderr, ignoreErrors);
    state.colorMode = colorMode;
    if (groupIndentation !== undefined) {
        require("internal/validators").validateInteger(groupIndentation, "groupIndentation", 0, 1000);
        state.groupIndentation = groupIndentation;
    }
    if (inspectOptions !== undefined) state.inspectOptions = checkInspectOptions(inspectOptions, colorMode);
    hidden(this, "_stdout", stdout);
    hidden(this, "_stderr", stderr);
    bindMethods(this, state, Reflect.getPrototypeOf(this));
}

function hidden(target, key, value) {
    Object.defineProperty(target, key, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
}

// Methods are own and bound, so that `const { log } = console` works.
function bindMethods(target, state, source) {
    hidden(target, kState, state);
    hidden(target, kIsConsole, true);
    for (const name of methodNames) {
        target[name] = source[name].bind(target);
        Object.defineProperty(target[name], "name", { value: name, configurable: true });
    }
}

for (const name of methodNames) Console.prototype[name] = methods[name];
for (const name of methodNames) hidden(Console.prototype, name, Console.prototype[name]);
Object.defineProperty(Console, Symbol.hasInstance, {
    __proto__: null,
    value(instance) {
        return instance != null && instance[kIsConsole] === true;
    },
});

// --- the global console --------------------------------------------------------------------------------

// Stands for process.stdout or process.stderr until somebody has asked for that stream.
class Descriptor {
    constructor(fd) {
        this.fd = fd;
        this.isTTY = engine.isTTY(fd);
    }
    getColorDepth() {
        return require("internal/tty").getColorDepth();
    }
    write(data) {
        require("internal/stdio_native").write(this.fd, data);
        return true;
    }
}

const descriptors = [];
const realStream = (name) => () => require("internal/process").process[name];
function standard(fd, name) {
    const real = realStream(name);
    return () => (isDirect(fd) ? (descriptors[fd] ??= new Descriptor(fd)) : real());
}

const globalState = makeState(standard(1, "stdout"), standard(2, "stderr"), true);

/** A console over two stream getters, with everything the global one has. */
function createConsole(stdout, stderr) {
    const console = Object.create({});
    const state = stdout === undefined ? globalState : makeState(stdout, stderr, true);
    bindMethods(console, state, methods);
    console.Console = Console;
    for (const name of ["profile", "profileEnd", "timeStamp"]) console[name] = { [name]() {} }[name];
    console.context = function context() {
        return createConsole(() => console._stdout, () => console._stderr);
    };
    console.createTask = function createTask(name) {
        require("internal/validators").validateString(name, "name");
        return { run: (fn) => fn() };
    };
    for (const [key, stream] of [["_stdout", stdout ?? realStream("stdout")], ["_stderr", stderr ?? realStream("stderr")]]) {
        Object.defineProperty(console, key, {
            __proto__: null, configurable: true, enumerable: false, get: stream,
            set(value) {
                hidden(console, key, value);
                state[key.slice(1)] = () => value;
            },
        });
    }
    Object.defineProperty(console, Symbol.toStringTag, {
        __proto__: null, writable: false, enumerable: false, configurable: true, value: "console",
    });
    addBunParts(console, state);
    return console;
}

// Bun: console.write(...chunks), and `for await (const line of console)` reads lines of standard input.
function addBunParts(console, state) {
    hidden(console, "write", function write(...chunks) {
        let count = 0;
        for (const chunk of chunks) {
            const data = typeof chunk === "string" || ArrayBuffer.isView(chunk) ? chunk : String(chunk);
            state.stdout().write(data);
            count += typeof data === "string" ? Buffer.byteLength(data) : data.byteLength;
        }
        return count;
    });
    hidden(console, Symbol.asyncIterator, async function* lines() {
        yield* require("node:readline").createInterface({ input: process.stdin, crlfDelay: Infinity });
    });
}



module.exports = { Console, createConsole, console: createConsole() };
