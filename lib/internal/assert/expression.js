// The source text of a failed `assert(...)` call, for its message. Reads the caller's file once per failure.
"use strict";

const { Error, Number, String } = globalThis;

const frame = /^\s+at (?:.*\()?(?:file:\/\/)?(\/[^:()]+):(\d+):(\d+)\)?$/;

// The first frame outside `above`.
function callerOf(above) {
    const holder = {};
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 1;
    Error.captureStackTrace?.(holder, above);
    Error.stackTraceLimit = limit;
    for (const line of String(holder.stack ?? "").split("\n")) {
        const match = frame.exec(line);
        if (match !== null) return { file: match[1], line: Number(match[2]), column: Number(match[3]) };
    }
    return undefined;
}

// End of the call that opens at `open`, strings and comments skipped; -1 if it never closes.
function closingAt(text, open) {
    let depth = 0;
    for (let i = open; i < text.length; i++) {
        const char = text[i];
        if (char === '"' || char === "'" || char === "`") {
            for (i++; i < text.length && text[i] !== char; i++) if (text[i] === "\\") i++;
        } else if (char === "/" && text[i + 1] === "/") {
            while (i < text.length && text[i] !== "\n") i++;
        } else if (char === "/" && text[i + 1] === "*") {
            i = text.indexOf("*/", i + 2);
            if (i === -1) return -1;
            i++;
        } else if (char === "(" || char === "[" || char === "{") {
            depth++;
        } else if (char === ")" || char === "]" || char === "}") {
            if (--depth === 0) return i;
        }
    }
    return -1;
}

// The call at or around a column: engines report its start, its name or its parenthesis.
function callAround(line, column) {
    const callee = /[\p{ID_Continue}$]+(?:\s*\??\.\s*[\p{ID_Continue}$]+)*\s*\(/gu;
    let best;
    for (const match of line.matchAll(callee)) {
        if (match.index > column) break;
        best = match;
        if (match.index + match[0].length > column) break;
    }
    return best;
}

/** @returns {string | undefined} */
function failedExpression(above) {
    const where = callerOf(above);
    if (where === undefined) return undefined;
    try {
        const lines = require("node:fs").readFileSync(where.file, "utf8").split("\n");
        const rest = lines.slice(where.line - 1).join("\n");
        const match = callAround(lines[where.line - 1], where.column - 1);
        if (match === undefined) return undefined;
        let end = closingAt(rest, match.index + match[0].length - 1);
        while (end !== -1 && rest[end + 1] === "(") end = closingAt(rest, end + 1);     // f(a)(b)
        return end === -1 ? undefined : rest.slice(match.index, end + 1);
    } catch {
        return undefined;
    }
}

module.exports = { failedExpression };
