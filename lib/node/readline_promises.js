// node:readline/promises
"use strict";

const { Promise } = globalThis;
const { AbortError, codes } = require("internal/errors");
const { validateAbortSignal, validateBoolean, validateInteger } = require("internal/validators");
const { Interface: CallbackInterface } = require("node:readline");
const { cursorSequence, downSequence, lineSequence, moveSequence } = require("internal/terminal");

class Interface extends CallbackInterface {
    question(query, options = {}) {
        return new Promise((resolve, reject) => {
            const { signal } = options;
            this._questionReject = reject; // of Ctrl-C and Ctrl-D; nothing happens when it is answered by then
            let done = resolve;
            if (signal) {
                validateAbortSignal(signal, "options.signal");
                if (signal.aborted) return reject(new AbortError(undefined, { cause: signal.reason }));
                const onAbort = () => reject(new AbortError(undefined, { cause: signal.reason }));
                signal.addEventListener("abort", onAbort, { once: true });
                done = (answer) => {
                    signal.removeEventListener("abort", onAbort);
                    resolve(answer);
                };
            }
            return super.question(query, options, done);
        });
    }
}

// Cursor actions collected and written at once.
class Readline {
    #autoCommit = false;
    #stream;
    #todo = [];

    constructor(stream, options = undefined) {
        if (typeof stream?.write !== "function") throw new codes.ERR_INVALID_ARG_TYPE("stream", "Writable", stream);
        this.#stream = stream;
        if (options?.autoCommit != null) {
            validateBoolean(options.autoCommit, "options.autoCommit");
            this.#autoCommit = options.autoCommit;
        }
    }
    #add(text) {
        if (this.#autoCommit) process.nextTick(() => this.#stream.write(text));
        else this.#todo.push(text);
        return this;
    }
    cursorTo(x, y = undefined) {
        validateInteger(x, "x");
        if (y != null) validateInteger(y, "y");
        return this.#add(cursorSequence(x, y ?? undefined));
    }
    moveCursor(dx, dy) {
        if (dx || dy) {
            validateInteger(dx, "dx");
            validateInteger(dy, "dy");
            return this.#add(moveSequence(dx, dy));
        }
        return this;
    }
    clearLine(dir) {
        validateInteger(dir, "dir", -1, 1);
        return this.#add(lineSequence(dir));
    }
    clearScreenDown() {
        return this.#add(downSequence);
    }
    commit() {
        return new Promise((resolve) => {
            this.#stream.write(this.#todo.join(""), resolve);
            this.#todo = [];
        });
    }
    rollback() {
        this.#todo = [];
        return this;
    }
}

module.exports = {
    Interface,
    Readline,
    createInterface: (...args) => new Interface(...args),
};
