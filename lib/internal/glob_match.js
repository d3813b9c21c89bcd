// path.matchesGlob: minimatch-like patterns - * ? [a-z] ** {a,b} and extglobs +(a|b) - as one regular
// expression. Wildcards match no separator and no dot at the start of a segment.
"use strict";

const { Math, Number, RegExp, String } = globalThis;

// a{b,c{d,e}}f -> abf, acdf, acef; also {1..3}.
function expandBraces(pattern) {
    let depth = 0;
    let start = -1;
    for (let i = 0; i < pattern.length; i++) {
        const char = pattern[i];
        if (char === "\\") i++;
        else if (char === "{" && depth++ === 0) start = i;
        else if (char === "}" && depth > 0 && --depth === 0) {
            const choices = braceChoices(pattern.slice(start + 1, i));
            if (choices === undefined) continue;
            const head = pattern.slice(0, start);
            return expandBraces(pattern.slice(i + 1)).flatMap((tail) =>
                choices.flatMap((choice) => expandBraces(choice).map((middle) => head + middle + tail)));
        }
    }
    return [pattern];
}

function braceChoices(body) {
    const range = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(body);
    if (range !== null) {
        const [from, to] = [Number(range[1]), Number(range[2])];
        const step = Math.max(1, Math.abs(Number(range[3] ?? 1))) * (from <= to ? 1 : -1);
        const out = [];
        for (let n = from; step > 0 ? n <= to : n >= to; n += step) out.push(String(n));
        return out;
    }
    const parts = [];
    let depth = 0;
    let last = 0;
    for (let i = 0; i < body.length; i++) {
        if (body[i] === "{") depth++;
        else if (body[i] === "}") depth--;
        else if (body[i] === "," && depth === 0) {
            parts.push(body.slice(last, i));
            last = i + 1;
        }
    }
    if (parts.length === 0) return undefined;
    parts.push(body.slice(last));
    return parts;
}

const escapeRegExp = (char) => char.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

// One segment (no separators) to a regular expression source.
function segmentSource(segment, notSeparator) {
    let out = "";
    for (let i = 0; i < segment.length; i++) {
        const char = segment[i];
        const close = "*+?@!".includes(char) && segment[i + 1] === "(" ? closingParenthesis(segment, i + 1) : -1;
        if (close !== -1) {
            const choices = segment.slice(i + 2, close).split("|").map((s) => segmentSource(s, notSeparator)).join("|");
            const suffix = { "*": "*", "+": "+", "?": "?", "@": "" }[char];
            out += char === "!" ? `(?!(?:${choices})(?:$|[\\\\/]))${notSeparator}*?` : `(?:${choices})${suffix}`;
            i = close;
        } else if (char === "*") {
            while (segment[i + 1] === "*") i++;
            out += `${notSeparator}*?`;
        } else if (char === "?") {
            out += notSeparator;
        } else if (char === "[") {
            const end = segment.indexOf("]", segment[i + 1] === "!" || segment[i + 1] === "^" ? i + 3 : i + 2);
            if (end === -1) {
                out += "\\[";
                continue;
            }
            const body = segment.slice(i + 1, end).replace(/^[!^]/, "^").replace(/\\/g, "\\\\").replace(/\[/g, "\\[");
            out += `[${body}]`;
            i = end;
        } else if (char === "\\" && i + 1 < segment.length) {
            out += escapeRegExp(segment[++i]);
        } else {
            out += escapeRegExp(char);
        }
    }
    return out;
}

function closingParenthesis(text, open) {
    for (let depth = 0, i = open; i < text.length; i++) {
        if (text[i] === "(") depth++;
        else if (text[i] === ")" && --depth === 0) return i;
    }
    return -1;
}

function patternSource(pattern, windows) {
    const separator = windows ? "[\\\\/]" : "/";
    const notSeparator = windows ? "[^\\\\/]" : "[^/]";
    const segments = pattern.split(windows ? /[\\/]/ : "/");
    let out = "";
    for (let i = 0; i < segments.length; i++) {
        const last = i === segments.length - 1;
        if (segments[i] === "**") {
            out += last ? `(?:(?!\\.)${notSeparator}+${separator}?)*` : `(?:(?!\\.)${notSeparator}*${separator})*?`;
            continue;
        }
        const source = segmentSource(segments[i], notSeparator);
        const needsOne = /^\*+$/.test(segments[i]) ? `(?=${notSeparator})` : "";
        // Wildcards do not find hidden files.
        const visible = /^[*?[+@!]/.test(segments[i]) ? "(?!\\.)" : "";
        out += visible + needsOne + source + (last ? "" : separator);
    }
    return out;
}

function matchGlobPattern(path, pattern, windows) {
    return expandBraces(pattern).some((one) => new RegExp(`^${patternSource(one, windows)}$`, "s").test(path));
}

module.exports = { matchGlobPattern };
