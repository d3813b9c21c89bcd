// source_text.js - lines of source files, and where V8 would say that a call in them is.
//
// The engine gives the opening parenthesis of a call, V8 the name that is called or `new`. Programs compare and
// look up columns (source maps, test runners that move snapshots into a file), so frames carry V8's.
// Cost: a file is read once and held until the next collection; places are remembered by the caller.
const { WeakRef } = globalThis;
const boot = require("internal/boot");

const ASCII_NAME = /[\w$]/;
let otherName; // a class of that size costs more than all else of a program's first stack
const isOtherName = (char) => (otherName ??= /[\p{ID_Continue}\u200c\u200d]/u).test(char);
const isName = (char) => char !== undefined && (char < "\x80" ? ASCII_NAME.test(char) : isOtherName(char));

let lastPath;
let lastText; // WeakRef of {text}: stacks come in bursts, and sources may be large

/** @param {string} path @returns {string | undefined} */
function textOf(path) {
    let box = path === lastPath ? lastText?.deref() : undefined;
    if (box === undefined) {
        const isProgram = path === boot.mainPath && boot.options.source !== undefined; // -e, -p, standard input
        box = { text: isProgram ? boot.options.source : native.sourceText(path) };
        lastPath = path;
        lastText = new WeakRef(box);
    }
    return box.text;
}

/** @param {string} path @param {number} line from 1 @returns {string | undefined} */
function lineOf(path, line) {
    const text = path.startsWith("/") ? textOf(path) : undefined;
    if (text === undefined) return undefined;
    let start = 0;
    for (let i = 1; i < line; i++) {
        start = text.indexOf("\n", start) + 1;
        if (start === 0) return undefined;
    }
    const end = text.indexOf("\n", start);
    return text.slice(start, end < 0 ? text.length : end);
}

function skipSpaceBack(text, end) {
    while (end > 0 && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
    return end;
}

function nameStart(text, end) {
    while (end > 0 && isName(text[end - 1])) end--;
    return end;
}

/** Where the callee ends that stands before offset `end`: in front of white space, `!` and type arguments. */
function calleeEnd(text, end) {
    end = skipSpaceBack(text, end);
    if (text[end - 1] === "!") end--;
    if (text[end - 1] !== ">" || text[end - 2] === "=") return end;
    let depth = 0;
    for (let i = end - 1; i >= 0; i--) {
        if (text[i] === ">" && text[i - 1] !== "=") depth++;
        else if (text[i] === "<" && --depth === 0) return isName(text[i - 1]) ? i : end;
    }
    return end;
}

/** Offset of the `new` that the path of names ending with the name at `start` belongs to, or -1. */
function newBefore(text, start) {
    for (;;) {
        let end = skipSpaceBack(text, start);
        if (text[end - 1] === ".") {
            end = skipSpaceBack(text, end - 1);
            start = nameStart(text, end);
            if (start === end) return -1;
            continue;
        }
        const word = nameStart(text, end);
        return text.slice(word, end) === "new" && text[word - 1] !== "." ? word : -1;
    }
}

const site = (column, constructs = false, mayBeEntry = false) => ({ column, constructs, mayBeEntry });

/**
 * @param {string} text the line @param {number} column the engine's, from 1
 * @returns {{column: number, constructs: boolean, mayBeEntry: boolean}} V8's column; whether it is a `new` or `super`
 *   call; whether it is where the engine has the entry of an async function (its end, or its parameters)
 */
function callSite(text, column) {
    const at = column - 1;
    if (text[at] === "(" && text[at - 1] !== "(") return callColumn(text, at);
    if (text[at] === "." && isName(text[at + 1])) return site(column + 1);
    return site(column, false, (text[at - 1] === "(" || !/[.`[]/.test(text[at])) && /\basync\b/.test(text.slice(0, at)));
}

function callColumn(text, at) {
    const end = calleeEnd(text, at), start = nameStart(text, end);
    if (start === end || text[start - 1] === "#") return site(at + 1);
    const word = newBefore(text, start);
    return word >= 0 ? site(word + 1, true) : site(start + 1, text.slice(start, end) === "super");
}

/** The engine points behind the name of a variable that does not exist. */
function missingName(text, column) {
    const start = nameStart(text, column - 1);
    return start < column - 1 && !isName(text[column - 1]) ? start + 1 : column;
}

module.exports = { callSite, lineOf, missingName, native, textOf };
