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
        this.prevRows = 0;
        this.paused = false;
        this.closed = false;
        this[kBuffer] = "";
        this[kSawReturn] = 0;
        this.historyIndex = -1;
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
            ["data", (data) => this._normalWrite(data)],
            ["end", () => {
                const rest = this[kBuffer] + this[kDecoder].end();
                this[kBuffer] = "";
                if (rest.length > 0) this._onLine(rest);
                this.close();
            }],
        ];
    }

    #terminalListeners() {
        require("internal/keypress").emitKeypressEvents(this.input, this);
        this._setRawMode(true);
        return [
            ["keypress", (text, key) => this._ttyWrite(text, key ?? {})],
            ["end", () => {
                if (this.line.length > 0) this._onLine(this.line);
                this.close();
            }],
        ];
    }

    _setRawMode(flag) {
        const { input } = this;
        const before = input.isRaw;
        if (typeof input.setRawMode === "function") input.setRawMode(flag);
        return before;
    }

    #checkOpen() {
        if (this.closed) throw new codes.ERR_USE_AFTER_CLOSE("readline");
    }

    get columns() {
        return this.output?.columns || Infinity;
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
            this._refreshLine();
        } else {
            this._writeToOutput(this._prompt);
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
        if (this.terminal) this._setRawMode(false);
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
        if (this.terminal) this._ttyWrite(text, key ?? {});
        else this._normalWrite(text);
    }

    // --- lines ------------------------------------------------------------------------------------------

    _onLine(line) {
        if (this[kQuestion]) {
            const callback = this[kQuestion];
            this[kQuestion] = undefined;
            this.setPrompt(this.#oldPrompt);
            callback(line);
        } else {
            this.emit("line", line);
        }
    }

    _normalWrite(data) {
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
        for (const line of lines) this._onLine(line);
    }

    // --- the line editor --------------------------------------------------------------------------------
    // Methods have Node's names: programs replace _writeToOutput and _ttyWrite, and call others.

    _writeToOutput(text) {
        this.output?.write(text);
    }

    /** Where the cursor is after `text`, which begins at the left margin. */
    _getDisplayPos(text) {
        const { getStringWidth } = require("internal/util/inspect_style");
        const { columns } = this;
        const start = { rows: 0, offset: 0 };
        for (const char of require("node:util").stripVTControlCharacters(text)) {
            if (char === "\n") {
                start.rows += Math.ceil(start.offset / columns) || 1;
                start.offset = 0;
            } else if (char === "\t") {
                start.offset += this.tabSize - (start.offset % this.tabSize);
            } else {
                const width = getStringWidth(char);
                if (width > 1 && (start.offset + 1) % columns === 0) start.offset++; // it does not fit in this row
                start.offset += width;
            }
        }
        const cols = start.offset % columns;
        return { cols, rows: start.rows + (start.offset - cols) / columns };
    }

    getCursorPos() {
        return this._getDisplayPos(this._prompt + this.line.slice(0, this.cursor));
    }

    _getCursorPos() {
        return this.getCursorPos();
    }

    _refreshLine() {
        const { cursorTo, moveCursor, clearScreenDown } = terminalControl;
        const { output } = this;
        if (!output) return;
        const text = this._prompt + this.line;
        const end = this._getDisplayPos(text);
        const position = this.getCursorPos();
        if (this.prevRows > 0) moveCursor(output, 0, -this.prevRows);
        cursorTo(output, 0);
        clearScreenDown(output);
        this._writeToOutput(text);
        if (end.cols === 0) this._writeToOutput(" "); // the terminal makes a new row only for a character
        cursorTo(output, position.cols);
        if (end.rows > position.rows) moveCursor(output, 0, position.rows - end.rows);
        this.prevRows = position.rows;
    }

    #replace(line, cursor) {
        this.line = line;
        this.cursor = cursor;
        this._refreshLine();
    }

    _insertString(text) {
        const isAtEnd = this.cursor === this.line.length;
        const before = this.getCursorPos();
        this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
        this.cursor += text.length;
        if (isAtEnd && this.getCursorPos().rows === before.rows) this._writeToOutput(text);
        else this._refreshLine();
    }

    /** @param {number} distance in UTF-16 units; may be infinite */
    _moveCursor(distance) {
        if (distance === 0) return;
        const before = this.getCursorPos();
        this.cursor = Math.max(0, Math.min(this.line.length, this.cursor + distance));
        const after = this.getCursorPos();
        if (before.rows !== after.rows) this._refreshLine();
        else if (this.output) terminalControl.moveCursor(this.output, after.cols - before.cols, 0);
    }

    /** Leaves what was typed on the screen and begins a new line. */
    clearLine() {
        this._moveCursor(Infinity);
        this._writeToOutput("\r\n");
        this.line = "";
        this.cursor = 0;
        this.prevRows = 0;
    }

    _line() {
        const line = this._addHistory();
        this.clearLine();
        this._onLine(line);
    }

    _addHistory() {
        const { line } = this;
        if (line.length === 0) return "";
        if (line.trim() === "" || this.historySize === 0 || this.history[0] === line) return line;
        if (this.removeHistoryDuplicates) this.history = this.history.filter((old) => old !== line);
        this.history.unshift(line);
        if (this.history.length > this.historySize) this.history.length = this.historySize;
        this.historyIndex = -1;
        this.emit("history", this.history);
        return line;
    }

    // The keys up and down look for what begins as the line did when the first of them was pressed.
    #searched = undefined;

    #endSearch() {
        if (this.#searched !== undefined && this.historyIndex === this.history.length) this.historyIndex = -1;
        this.#searched = undefined;
    }

    // At both ends of the history stands what was searched for.
    #recall(step) {
        const wanted = this.#searched ?? "";
        let index = this.historyIndex + step;
        const isOther = () => !this.history[index].startsWith(wanted) || this.history[index] === this.line;
        while (index >= 0 && index < this.history.length && isOther()) index += step;
        this.historyIndex = index;
        const line = this.history[index] ?? wanted;
        this.#replace(line, line.length);
    }

    _historyPrev() {
        if (this.history.length > 0 && this.historyIndex < this.history.length) this.#recall(1);
    }

    _historyNext() {
        if (this.historyIndex >= 0) this.#recall(-1);
    }

    #wordStart() {
        return /(?:[^\w\s]+|\w+)?\s*$/.exec(this.line.slice(0, this.cursor)).index;
    }

    _wordLeft() {
        this._moveCursor(this.#wordStart() - this.cursor);
    }

    _wordRight() {
        this._moveCursor(/^(?:\s+|[^\w\s]+|\w+)?\s*/.exec(this.line.slice(this.cursor))[0].length);
    }

    #charBefore() {
        const { line, cursor } = this;
        return cursor > 1 && line.codePointAt(cursor - 2) > 0xffff ? 2 : Math.min(cursor, 1);
    }

    #charAfter() {
        const { line, cursor } = this;
        return cursor < line.length ? (line.codePointAt(cursor) > 0xffff ? 2 : 1) : 0;
    }

    #remove(from, to) {
        if (from < to) this.#replace(this.line.slice(0, from) + this.line.slice(to), from);
    }

    #killed = "";

    #kill(from, to) {
        if (from < to) this.#killed = this.line.slice(from, to);
        this.#remove(from, to);
    }

    _deleteLeft() {
        this.#remove(this.cursor - this.#charBefore(), this.cursor);
    }

    _deleteRight() {
        this.#remove(this.cursor, this.cursor + this.#charAfter());
    }

    _deleteWordLeft() {
        this.#remove(this.#wordStart(), this.cursor);
    }

    _deleteWordRight() {
        const { cursor } = this;
        this.#remove(cursor, cursor + (/^(?:\s+|\W+|\w+)\s*/.exec(this.line.slice(cursor))?.[0].length ?? 0));
    }

    _deleteLineLeft() {
        this.#kill(0, this.cursor);
    }

    _deleteLineRight() {
        this.#kill(this.cursor, this.line.length);
    }

    #complete(isSecond) {
        const before = this.line.slice(0, this.cursor);
        const done = ([candidates, word]) => {
            const words = candidates?.filter((one) => one !== "") ?? [];
            if (words.length === 0) return;
            let common = words[0];
            for (const one of words) while (!one.startsWith(common)) common = common.slice(0, -1);
            if (common.startsWith(word) && common.length > word.length) return void this._insertString(common.slice(word.length));
            if (!word.startsWith(common)) {
                const start = this.cursor - word.length;
                return void this.#replace(this.line.slice(0, start) + common + this.line.slice(this.cursor), start + common.length);
            }
            if (!isSecond) return;
            this._writeToOutput(this.#columnsOf(candidates));
            this._refreshLine();
        };
        if (this.completer.length === 2) {
            this.completer(before, (err, result) => {
                if (!err) done(result);
            });
        } else {
            const found = this.completer(before);
            if (typeof found?.then === "function") found.then(done);
            else done(found);
        }
    }

    // Candidates in as many columns as fit; one a line when the width is unknown. An empty one is an empty line.
    #columnsOf(candidates) {
        const { getStringWidth } = require("internal/util/inspect_style");
        const width = Math.max(...candidates.map((one) => getStringWidth(one))) + 2;
        const count = this.columns === Infinity ? 1 : Math.floor(this.columns / width) || 1;
        let text = "\r\n";
        let inRow = 0;
        let gap = 0;
        for (const one of candidates) {
            if (one === "" || inRow === count) {
                text += "\r\n";
                inRow = gap = 0;
            }
            if (one === "") continue;
            text += " ".repeat(gap) + one;
            gap = width - getStringWidth(one);
            inRow++;
        }
        return inRow === 0 ? text : `${text}\r\n\r\n`;
    }

    #abandon(keys) {
        this._questionReject?.(new AbortError(`Aborted with ${keys}`));
        this.close();
    }

    #afterTab = false;

    _ttyWrite(text, key = {}) {
        const name = `${key.ctrl ? "C-" : ""}${key.meta ? "M-" : ""}${key.name}`;
        const isSecondTab = name === "tab" && this.#afterTab;
        this.#afterTab = name === "tab";
        if (name === "up" || name === "down") this.#searched ??= this.line.slice(0, this.cursor);
        else if (name !== "C-p" && name !== "C-n") this.#endSearch();
        if (this[kSawReturn] && name !== "enter") this[kSawReturn] = 0;
        switch (name) {
            case "escape": return undefined;
            case "return":
                this[kSawReturn] = Date.now();
                return this._line();
            case "enter":
                if (this[kSawReturn] && Date.now() - this[kSawReturn] <= this.crlfDelay) return void (this[kSawReturn] = 0);
                return this._line();
            case "C-c": return this.listenerCount("SIGINT") > 0 ? void this.emit("SIGINT") : this.#abandon("Ctrl+C");
            case "C-d": return this.line.length === 0 ? this.#abandon("Ctrl+D") : this._deleteRight();
            case "backspace": case "C-h": return this._deleteLeft();
            case "delete": return this._deleteRight();
            case "left": case "C-b": return this._moveCursor(-this.#charBefore());
            case "right": case "C-f": return this._moveCursor(this.#charAfter());
            case "home": case "C-a": return this._moveCursor(-Infinity);
            case "end": case "C-e": return this._moveCursor(Infinity);
            case "C-u": return this._deleteLineLeft();
            case "C-k": return this._deleteLineRight();
            case "C-y": return this._insertString(this.#killed);
            case "C-backspace": return key.shift ? this._deleteLineLeft() : this._deleteWordLeft();
            case "C-delete": return key.shift ? this._deleteLineRight() : this._deleteWordRight();
            case "C-w": case "M-backspace": return this._deleteWordLeft();
            case "M-d": case "M-delete": return this._deleteWordRight();
            case "C-left": case "M-b": return this._wordLeft();
            case "C-right": case "M-f": return this._wordRight();
            case "up": case "C-p": return this._historyPrev();
            case "down": case "C-n": return this._historyNext();
            case "C-l":
                terminalControl.cursorTo(this.output, 0, 0);
                terminalControl.clearScreenDown(this.output);
                return this._refreshLine();
            case "tab":
                if (typeof this.completer === "function") return void this.#complete(isSecondTab);
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
            if (part !== "") this._insertString(part);
            if (i < parts.length - 1) this._line();
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
    value: { question(query, options) {
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
    } }.question,
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
