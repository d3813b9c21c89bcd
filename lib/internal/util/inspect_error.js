// How inspect shows errors: the stack, improved by the class name, without what the keys repeat.
"use strict";

const { Array, Error, Function } = globalThis;
const errorToString = Function.prototype.call.bind(Error.prototype.toString);
const { formatValue, prefixOf } = require("internal/util/inspect");
const { types } = require("internal/util/types");

function stackString(ctx, err) {
    let stack;
    try {
        // Errors that the engine threw itself have its own form of stack until somebody looks.
        require("internal/stack").convert(err);
        ({ stack } = err);
    } catch {
        stack = undefined;
    }
    if (typeof stack === "string" && stack !== "") return stack;
    if (!stack) return errorToString(err);
    ctx.seen.push(err);
    ctx.indentationLvl += 4;
    const text = formatValue(ctx, stack, NaN);
    ctx.indentationLvl -= 4;
    ctx.seen.pop();
    return `${errorToString(err)}\n    ${text}`;
}

// Keys whose text the stack already shows.
function dropRepeatedKeys(ctx, keys, err, stack) {
    if (ctx.showHidden || keys.length === 0) return;
    for (const name of ["name", "message", "stack"]) {
        const at = keys.indexOf(name);
        if (at !== -1 && (typeof err[name] !== "string" || stack.includes(err[name]))) keys.splice(at, 1);
    }
}

// "Error: text" of a class Foo reads "Foo [Error]: text" or "FooError: text".
function improveHeader(stack, constructor, name, tag) {
    let length = name.length;
    const plain = name.endsWith("Error") && stack.startsWith(name) &&
        (stack.length === length || stack[length] === ":" || stack[length] === "\n");
    if (constructor !== null && !plain) return stack;
    let fallback = "Error";
    if (constructor === null) {
        const start = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
        fallback = start?.[1] ?? "";
        length = fallback.length;
        fallback ||= "Error";
    }
    const prefix = prefixOf(constructor, tag, fallback).slice(0, -1);
    if (name === prefix) return stack;
    if (!prefix.includes(name)) return `${prefix} [${name}]${stack.slice(length)}`;
    return length === 0 ? `${prefix}: ${stack}` : `${prefix}${stack.slice(length)}`;
}

// Longest run of equal frames of two stacks: { length, offset in a }.
function overlap(a, b) {
    let best = { length: 0, offset: 0 };
    for (let i = 0; i < a.length - 3; i++) {
        const at = b.indexOf(a[i]);
        if (at === -1) continue;
        const rest = b.length - at;
        if (rest <= 3) continue;
        let length = 1;
        const max = Math.min(a.length - i, rest);
        while (length < max && a[i + length] === b[at + length]) length++;
        if (length > best.length) best = { length, offset: i };
    }
    return best;
}

function frames(ctx, err, text) {
    const lines = text.split("\n");
    let cause;
    try {
        ({ cause } = err);
    } catch {
        // A throwing getter: no cause to compare with.
    }
    if (cause != null && isError(cause)) {
        const causeStack = stackString(ctx, cause);
        const start = causeStack.indexOf("\n    at");
        if (start !== -1) {
            const { length, offset } = overlap(lines, causeStack.slice(start + 1).split("\n"));
            if (length > 3) {
                const skipped = length - 2;
                const note = `    ... ${skipped} lines matching cause stack trace ...`;
                lines.splice(offset + 1, skipped, ctx.stylize(note, "undefined"));
            }
        }
    }
    return lines.length > 10 ? collapseRepeats(ctx, lines) : lines;
}

// Frames that repeat as a block (recursion) are shown once, with a count.
function collapseRepeats(ctx, lines) {
    const out = [];
    for (let i = 0; i < lines.length;) {
        const found = repeatAt(lines, i);
        if (found === null) {
            out.push(lines[i++]);
            continue;
        }
        const { size, times } = found;
        out.push(...lines.slice(i, i + size));
        const note = `    ... collapsed ${size * (times - 1)} duplicate lines matching above ` +
            (size > 1 ? `${size} lines ${times - 1} times...` : "lines ...");
        out.push(ctx.stylize(note, "undefined"));
        i += size * times;
    }
    return out;
}

function repeatAt(lines, start) {
    const maxSize = Math.min(16, (lines.length - start) >> 1);
    for (let size = 1; size <= maxSize; size++) {
        let times = 1;
        while (sameBlock(lines, start, start + size * times, size)) times++;
        if (times > 1 && size * (times - 1) > 2) return { size, times };
    }
    return null;
}

function sameBlock(lines, a, b, size) {
    if (b + size > lines.length) return false;
    for (let i = 0; i < size; i++) if (lines[a + i] !== lines[b + i]) return false;
    return true;
}

// --- colours: our own frames grey, the package name of node_modules underlined, the cwd grey -------------

const coreFrame = /^ {4}at (?:[^/\\(]+ \(|)node:(.+):\d+:\d+(?:\)|$)/;

function markNodeModules(ctx, line) {
    let out = "";
    let last = 0;
    let search = 0;
    for (;;) {
        const start = line.indexOf("node_modules", search);
        if (start === -1) return search === 0 ? line : out + line.slice(last);
        const separator = line[start - 1];
        const after = line[start + 12];
        search = start + 12;
        if ((after !== "/" && after !== "\\") || (separator !== "/" && separator !== "\\")) continue;
        let end = line.indexOf(separator, start + 13);
        if (line[start + 13] === "@") end = line.indexOf(separator, end + 1);
        if (end === -1) end = line.length;
        out += line.slice(last, start + 13) + ctx.stylize(line.slice(start + 13, end), "module");
        last = search = end;
    }
}

function markCwd(ctx, line, cwd) {
    const at = line.indexOf(cwd);
    if (at === -1) return line;
    let end = at + cwd.length;
    let start = at;
    if (line.slice(at - 7, at) === "file://") start = at - 7;
    const open = line[start - 1] === "(";
    if (open) start--;
    const closed = line.endsWith(")") ? line.length - 1 : line.length;
    if (line[end] === "/" || line[end] === "\\") end++;
    let out = line.slice(0, start) + ctx.stylize(line.slice(start, end), "undefined");
    out += line.slice(end, closed);
    if (closed < line.length) out += ctx.stylize(")", "undefined");
    return out;
}

function colouredFrame(ctx, line, cwd) {
    if (coreFrame.test(line)) return ctx.stylize(line, "undefined");
    line = markNodeModules(ctx, line);
    return cwd === undefined ? line : markCwd(ctx, line, cwd);
}

function workingDirectory() {
    try {
        return process.cwd();
    } catch {
        return undefined;
    }
}

function isError(value) {
    return types.isNativeError(value) || value instanceof Error;
}

/** The text of an error; may remove from and add to `keys`, which are shown after it. */
function formatError(err, constructor, tag, ctx, keys) {
    const name = err.name != null ? `${err.name}` : "Error";
    let stack = stackString(ctx, err);
    dropRepeatedKeys(ctx, keys, err, stack);
    if ("cause" in err && !keys.includes("cause")) keys.push("cause");
    try {
        if (Array.isArray(err.errors) && !keys.includes("errors")) keys.push("errors");
    } catch {
        // A throwing getter has nothing to list.
    }
    stack = improveHeader(stack, constructor, name, tag);
    let from = (err.message && stack.indexOf(err.message)) || -1;
    if (from !== -1) from += err.message.length;
    const start = stack.indexOf("\n    at", from);
    if (start === -1) {
        stack = `[${stack}]`;
    } else {
        let lines = frames(ctx, err, stack.slice(start + 1));
        if (ctx.colors) {
            const cwd = workingDirectory();
            lines = lines.map((line) => colouredFrame(ctx, line, cwd));
        }
        stack = `${stack.slice(0, start)}\n${lines.join("\n")}`;
    }
    if (ctx.indentationLvl !== 0) stack = stack.replaceAll("\n", `\n${" ".repeat(ctx.indentationLvl)}`);
    return stack;
}

module.exports = { formatError, isError };
