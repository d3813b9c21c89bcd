// node:readline - lines of a stream, questions, and a small line editor on terminals.
//
// Without a terminal, text is split into lines as it comes. With one, keys edit the line: history, word
// movement, deletion. Lines end at \n, \r\n or \r; a \r and a \n within crlfDelay ms count as one end.
"use strict";

const { Date, Infinity, Math, Number, Object, Promise, Reflect, Symbol } = globalThis;
const EventEmitter = require("node:events");
const { AbortError, codes } = require("internal/errors");
const { validateAbortSignal, validateArray, validateNumber } = require("internal/validators");
const { StringDecoder } = require("node:string_decoder");
const terminalControl = require("internal/terminal");

const kQuestion = Symbol("kQuestion");
const kCancel = Symbol("kQuestionCancel");
const kDecoder = Symbol("kDecoder");
const kBuffer = Symbol("kLineBuffer");
const kSawReturn = Symbol("kSawReturnAt");
const kSplit = Symbol("kNormalWrite");
const kKey = Symbol("kTtyWrite");
const kEmitLine = Symbol("kOnLine");
const kRefresh = Symbol("kRefreshLine");
const kHistoryIndex = Symbol("kHistoryIndex");
const HISTORY_SIZE = 30;
const lineEnd = /\r\n|\n|\r(?!\n)|\u2028|\u2029/g;

function checkHistory(options) {
    let { historySize } = options;
    if (options.history !== undefined) validateArray(options.history, "history");
    historySize ??= HISTORY_SIZE;
    if (typeof historySize !== "number" || Number.isNaN(historySize) || historySize < 0) {
        validateNumber(historySize, "historySize", 0);
    }
    return historySize;
}

class InterfaceBase extends EventEmitter {
    constructor(input, output, completer, terminal) {
        super();
        let options = { input, output, completer, terminal };
        if (input?.input) options = input;
        const { signal, prompt = "> ", crlfDelay, tabSize, escapeCodeTimeout } = options;
        if (signal !== undefined) validateAbortSignal(signal, "options.signal");
        if (options.completer !== undefined && typeof options.completer !== "function") {
            throw new codes.ERR_INVALID_ARG_VALUE("completer", options.completer);
        }
        if (escapeCodeTimeout !== undefined && !Number.isFinite(escapeCodeTimeout)) {
            throw new codes.ERR_INVALID_ARG_VALUE("input.escapeCodeTimeout", escapeCodeTimeout);
        }
        if (tabSize !== undefined) require("internal/validators").validateUint32(tabSize, "tabSize", true);
        this.historySize = checkHistory(options);
        this.history = options.history?.slice() ?? [];
        this.removeHistoryDuplicates = !!options.removeHistoryDuplicates;
        this.crlfDelay = crlfDelay ? Math.max(100, crlfDelay) : 100;
        this.escapeCodeTimeout = escapeCodeTimeout ?? 500;
        this.tabSize = tabSize ?? 8;
        this.input = options.input;
        this.output = options.output;
        this.completer = options.completer;
        this.terminal = options.terminal === undefined ? !!this.output?.isTTY : !!options.terminal;
        this.line = "";
        this.cursor = 0;
        this.paused = false;
        this.closed = false;
        this[kBuffer] = "";
        this[kSawReturn] = 0;
        this[kHistoryIndex] = -1;
        this[kDecoder] = new StringDecoder("utf8");
        this.setPrompt(prompt);
        this.#listen(signal);
    }

    #listen(signal) {
        const { input } = this;
        if (input === undefined || input === null) return;
        const listeners = this.terminal ? this.#terminalListeners() : this.#plainListeners();
        for (const [event, listener] of listeners) input.on(event, listener);
        const onError = (err) => this.emit("error", err);
        input.on("error", onError);
        this.once("close", () => {
            for (const [event, listener] of listeners) input.removeListener(event, listener);
            input.removeListener("error", onError);
        });
        if (signal) {
            const onAbort = () => this.close();
            if (signal.aborted) process.nextTick(onAbort);
            else require("internal/events_async").addAbortListener(signal, onAbort);
        }
        input.resume();
    }

    #plainListeners() {
        return [
            ["data", (data) => this[kSplit](data)],
            ["end", () => {
                const rest = this[kBuffer] + this[kDecoder].end();
                this[kBuffer] = "";
                if (rest.length > 0) this[kEmitLine](rest);
                this.close();
            }],
        ];
    }

    #terminalListeners() {
        require("internal/keypress").emitKeypressEvents(this.input, this);
        this.#rawMode(true);
        return [
            ["keypress", (text, key) => this[kKey](text, key ?? {})],
            ["end", () => {
                if (this.line.length > 0) this[kEmitLine](this.line);
                this.close();
            }],
        ];
    }

    #rawMode(flag) {
        const { input } = this;
        const before = input.isRaw;
        if (typeof input.setRawMode === "function") input.setRawMode(flag);
        return before;
    }

    #checkOpen() {
        if (this.closed) throw new codes.ERR_USE_AFTER_CLOSE("readline");
    }

    get columns() {
        return this.output?.columns ?? Infinity;
    }

    setPrompt(prompt) {
        this._prompt = prompt;
    }

    getPrompt() {
        return this._prompt;
    }

    prompt(preserveCursor) {
        if (this.paused) this.resume();
        if (this.terminal && process.env.TERM !== "dumb") {
            if (!preserveCursor) this.cursor = 0;
            this[kRefresh]();
        } else {
            this.output?.write(this._prompt);
        }
    }

    question(query, options, callback) {
        this.#checkOpen();
        callback = typeof options === "function" ? options : callback;
        const signal = options?.signal;
        if (signal) {
            validateAbortSignal(signal, "options.signal");
            if (signal.aborted) return;
            const onAbort = () => this[kCancel]();
            signal.addEventListener("abort", onAbort, { once: true });
            const original = callback;
            callback = typeof original !== "function" ? () => signal.removeEventListener("abort", onAbort)
                : (answer) => {
                    signal.removeEventListener("abort", onAbort);
                    return original(answer);
                };
        }
        if (typeof callback !== "function") return;
        if (this[kQuestion]) {
            this.prompt();
            return;
        }
        this.#oldPrompt = this._prompt;
        this.setPrompt(query);
        this[kQuestion] = callback;
        this.prompt();
    }
    #oldPrompt;

    [kCancel]() {
        if (!this[kQuestion]) return;
        this[kQuestion] = undefined;
        this.setPrompt(this.#oldPrompt);
    }

    close() {
        if (this.closed) return;
        this.pause();
        if (this.terminal) this.#rawMode(false);
        this.closed = true;
        this.emit("close");
    }

    pause() {
        this.#checkOpen();
        if (this.paused) return undefined;
        this.input?.pause();
        this.paused = true;
        this.emit("pause");
        return this;
    }

    resume() {
        this.#checkOpen();
        if (!this.paused) return undefined;
        this.input?.resume();
        this.paused = false;
        this.emit("resume");
        return this;
    }

    write(text, key) {
        this.#checkOpen();
        if (this.paused) this.resume();
        if (this.terminal) this[kKey](text, key ?? {});
        else this[kSplit](text);
    }

    // --- lines ------------------------------------------------------------------------------------------

    [kEmitLine](line) {
        if (this[kQuestion]) {
            const callback = this[kQuestion];
            this[kQuestion] = undefined;
            this.setPrompt(this.#oldPrompt);
            callback(line);
        } else {
            this.emit("line", line);
        }
    }

    [kSplit](data) {
        if (data === undefined) return;
        let text = typeof data === "string" ? data : this[kDecoder].write(data);
        // The \n of a \r\n that was cut in two.
        if (this[kSawReturn] && Date.now() - this[kSawReturn] <= this.crlfDelay) {
            if (text[0] === "\n") text = text.slice(1);
            if (text.length > 0) this[kSawReturn] = 0;
        }
        text = this[kBuffer] + text;
        this[kBuffer] = "";
        let start = 0;
        lineEnd.lastIndex = 0;
        const lines = [];
        for (let match; (match = lineEnd.exec(text)) !== null;) {
            lines.push(text.slice(start, match.index));
            start = match.index + match[0].length;
        }
        this[kBuffer] = text.slice(start);
        this[kSawReturn] = text.endsWith("\r") ? Date.now() : 0;
        for (const line of lines) this[kEmitLine](line);
    }

    // --- the line editor --------------------------------------------------------------------------------

    getCursorPos() {
        const { getStringWidth } = require("internal/util/inspect_style");
        const width = getStringWidth(this._prompt + this.line.slice(0, this.cursor));
        const columns = this.columns;
        return { cols: columns === Infinity ? width : width % columns,
            rows: columns === Infinity ? 0 : Math.floor(width / columns) };
    }

    [kRefresh]() {
        const { getStringWidth } = require("internal/util/inspect_style");
        const { cursorTo, moveCursor, clearScreenDown } = terminalControl;
        const { output } = this;
        if (!output) return;
        const position = this.getCursorPos();
        if (this.#rows > 0) moveCursor(output, 0, -this.#rows);
        cursorTo(output, 0);
        clearScreenDown(output);
        output.write(this._prompt + this.line);
        const total = getStringWidth(this._prompt + this.line);
        const lastRow = this.columns === Infinity ? 0 : Math.floor(total / this.columns);
        cursorTo(output, position.cols);
        if (lastRow > position.rows) moveCursor(output, 0, position.rows - lastRow);
        this.#rows = position.rows;
    }
    #rows = 0;

    #replace(line, cursor) {
        this.line = line;
        this.cursor = cursor;
        this[kRefresh]();
    }

    #insert(text) {
        const end = this.cursor === this.line.length;
        this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
        this.cursor += text.length;
        if (end && this.columns === Infinity) this.output?.write(text);
        else this[kRefresh]();
    }

    #finish() {
        const { line } = this;
        this.output?.write("\r\n");
        this.#remember(line);
        this.line = "";
        this.cursor = 0;
        this.#rows = 0;
        this[kHistoryIndex] = -1;
        this[kEmitLine](line);
    }

    #remember(line) {
        if (line.trim() === "" || this.historySize === 0 || this.history[0] === line) return;
        if (this.removeHistoryDuplicates) this.history = this.history.filter((old) => old !== line);
        this.history.unshift(line);
        if (this.history.length > this.historySize) this.history.length = this.historySize;
        this.emit("history", this.history);
    }

    #recall(step) {
        const index = this[kHistoryIndex] + step;
        if (index < -1 || index >= this.history.length) return;
        this[kHistoryIndex] = index;
        const line = index === -1 ? "" : this.history[index];
        this.#replace(line, line.length);
    }

    #wordLeft() {
        return /(?:[^\w\s]+|\w+)?\s*$/.exec(this.line.slice(0, this.cursor)).index;
    }

    #wordRight() {
        return this.cursor + /^(?:\s+|[^\w\s]+|\w+)?\s*/.exec(this.line.slice(this.cursor))[0].length;
    }

    async #complete() {
        const before = this.line.slice(0, this.cursor);
        const done = ([candidates, word]) => {
            if (!candidates || candidates.length === 0) return;
            let common = candidates[0];
            for (const one of candidates) while (!one.startsWith(common)) common = common.slice(0, -1);
            if (common.length > word.length) return void this.#insert(common.slice(word.length));
            if (candidates.length > 1) {
                this.output?.write(`\r\n${this.#columnsOf(candidates)}\r\n`);
                this.#rows = 0;
                this[kRefresh]();
            }
        };
        if (this.completer.length === 2) {
            this.completer(before, (err, result) => {
                if (!err) done(result);
            });
        } else {
            done(await this.completer(before));
        }
    }

    // Candidates in as many columns as fit; one a line when the width is unknown.
    #columnsOf(candidates) {
        const width = Math.max(...candidates.map((one) => one.length)) + 2;
        let count = Math.floor(this.columns / width) || 1;
        if (count === Infinity) count = 1;
        let text = "";
        candidates.forEach((one, i) => {
            const last = i % count === count - 1 || i === candidates.length - 1;
            text += last ? `${one}\r\n` : one.padEnd(width);
        });
        return text;
    }

    [kKey](text, key) {
        this.emit("keypress", text, key);
        const at = this.cursor;
        const { line } = this;
        const remove = (from, to) => this.#replace(line.slice(0, from) + line.slice(to), from);
        const move = (to) => this.#replace(line, Math.max(0, Math.min(line.length, to)));
        const name = `${key.ctrl ? "C-" : ""}${key.meta ? "M-" : ""}${key.name}`;
        switch (name) {
            case "return": this[kSawReturn] = Date.now(); return this.#finish();
            case "enter":
                if (this[kSawReturn] && Date.now() - this[kSawReturn] <= this.crlfDelay) return void (this[kSawReturn] = 0);
                return this.#finish();
            case "C-c":
                if (this.listenerCount("SIGINT") > 0) return void this.emit("SIGINT");
                return this.close();
            case "C-d":
                if (at === 0 && line.length === 0) return this.close();
                return at < line.length ? remove(at, at + 1) : undefined;
            case "backspace": case "C-h": return at > 0 ? remove(at - 1, at) : undefined;
            case "delete": return at < line.length ? remove(at, at + 1) : undefined;
            case "left": case "C-b": return move(at - 1);
            case "right": case "C-f": return move(at + 1);
            case "home": case "C-a": return move(0);
            case "end": case "C-e": return move(line.length);
            case "C-u": return remove(0, at);
            case "C-k": return remove(at, line.length);
            case "C-w": case "C-backspace": case "M-backspace": return remove(this.#wordLeft(), at);
            case "M-d": case "C-delete": case "M-delete": return remove(at, this.#wordRight());
            case "C-left": case "M-b": return move(this.#wordLeft());
            case "C-right": case "M-f": return move(this.#wordRight());
            case "up": case "C-p": return this.#recall(1);
            case "down": case "C-n": return this.#recall(-1);
            case "C-l":
                terminalControl.cursorTo(this.output, 0, 0);
                terminalControl.clearScreenDown(this.output);
                return this[kRefresh]();
            case "tab":
                if (typeof this.completer === "function") return void this.#complete();
                break;
            default:
        }
        if (key.ctrl || key.meta) return undefined;
        if (typeof text !== "string" || text === "" || (key.name === undefined && key.code)) return undefined;
        return this.#typed(text);
    }

    // Pasted text may hold several lines.
    #typed(text) {
        const parts = text.split(/\r\n|\n|\r/);
        parts.forEach((part, i) => {
            if (part !== "") this.#insert(part);
            if (i < parts.length - 1) this.#finish();
        });
    }

    [Symbol.asyncIterator]() {
        this.#iterator ??= linesOf(this);
        return this.#iterator;
    }
    #iterator;

    [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
        this.close();
    }
}

// Lines from now on, with the input paused while the reader is behind.
function linesOf(iface) {
    return require("internal/events_async").on(iface, "line", {
        close: ["close"],
        highWaterMark: 1024,
        [Symbol.for("nodejs.kFirstEventParam")]: true,
    });
}

/** @constructor callable without new, as programs expect */
function Interface(...args) {
    const target = new.target ?? Interface;
    return Reflect.construct(InterfaceBase, args, target);
}
Object.setPrototypeOf(Interface, InterfaceBase);
Interface.prototype = Object.create(InterfaceBase.prototype, {
    constructor: { __proto__: null, value: Interface, writable: true, configurable: true },
});

Object.defineProperty(InterfaceBase.prototype.question, Symbol.for("nodejs.util.promisify.custom"), {
    __proto__: null, configurable: true,
    value(query, options) {
        const { signal } = options ?? {};
        if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
        return new Promise((resolve, reject) => {
            let done = resolve;
            if (signal) {
                const onAbort = () => reject(new AbortError(undefined, { cause: signal.reason }));
                signal.addEventListener("abort", onAbort, { once: true });
                done = (answer) => {
                    signal.removeEventListener("abort", onAbort);
                    resolve(answer);
                };
            }
            this.question(query, options, done);
        });
    },
});

function createInterface(...args) {
    return new Interface(...args);
}
const { clearLine, clearScreenDown, cursorTo, moveCursor } = terminalControl;

module.exports = {
    Interface, clearLine, clearScreenDown, createInterface, cursorTo,
    emitKeypressEvents: (stream, iface) => require("internal/keypress").emitKeypressEvents(stream, iface),
    moveCursor,
};
Object.defineProperty(module.exports, "promises", {
    __proto__: null, configurable: true, enumerable: true, get: () => require("node:readline/promises"),
});
