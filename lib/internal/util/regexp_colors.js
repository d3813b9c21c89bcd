// Colours a regular expression for a terminal: each token takes the palette colour of its nesting depth
// plus an offset for its sort, so that brackets match in colour and operators stand out.
"use strict";

const { RegExp } = globalThis;

// [pattern at the current place, offset of the depth]. A pattern with three groups is opener, content, closer:
// the content is one level deeper. First match wins.
const outside = [
    [/(\\[uU]\{)([^}]*)(\})/y, 0],
    [/(\\[pP]\{)([^}]*)(\})/y, 0],
    [/(\\k<)([^>]*)(>)/y, -1],
    [/\\x.{0,2}|\\\d+|\\[^]/y, 1],
    [/\{(?=[\d,])/y, "brace"],
    [/[|+*?,^$]/y, 3],
    [/\./y, 2],
    [/\[/y, "class"],
    [/\((\?<(?![=!])[^>]*>|\?<?[=!]|\?:|\?)?/y, "open"],
    [/\)/y, "close"],
    [/[^]/y, 1],
];
const inside = [
    [/(\\[uU]\{)([^}]*)(\})/y, 0],
    [/(\\[pP]\{)([^}]*)(\})/y, 0],
    [/\\x.{0,2}|\\[^]?/y, 0],
    [/\]/y, "end"],
    [/(?<!\[)-(?!\])/y, 1],
    [/[^]/y, 0],
];
const repeat = /\{(\d*)(,?)(\d*)(\}?)(\??)/y;

// Calls emit(text, depth) for each token of "/body/flags".
function tokens(text, emit) {
    const end = text.lastIndexOf("/");
    const body = text.slice(0, end);
    let depth = 1;
    let table = outside;
    let at = 1;
    emit("/", 0);
    const group = (match, offset) => {
        emit(match[1], depth + offset);
        emit(match[2], depth + offset + 1);
        emit(match[3], depth + offset);
    };
    const special = {
        __proto__: null,
        brace() {
            repeat.lastIndex = at;
            const [all, low, comma, high, close, lazy] = repeat.exec(body);
            emit("{", depth);
            if (low) emit(low, depth + 2);
            if (comma) emit(comma, depth + 1);
            if (high) emit(high, depth + 2);
            if (close) emit(close, depth);
            if (lazy) emit(lazy, depth + 3);
            return all.length;
        },
        class(match) {
            emit(match[0], depth++);
            table = inside;
        },
        end(match) {
            emit(match[0], --depth);
            table = outside;
        },
        open(match) {
            emit("(", depth++);
            const head = match[1];
            if (head === undefined) return;
            if (head.endsWith(">")) {
                emit("?<", depth - 1);
                emit(head.slice(2, -1), depth);
                emit(">", depth - 1);
            } else {
                emit(head, head === "?" ? depth : depth - 1);
            }
        },
        close(match) {
            emit(match[0], --depth);
        },
    };
    while (at < body.length) {
        for (const [pattern, offset] of table) {
            pattern.lastIndex = at;
            const match = pattern.exec(body);
            if (match === null) continue;
            let length = match[0].length;
            if (typeof offset === "string") length = special[offset](match) ?? length;
            else if (match.length === 4) group(match, offset);
            else emit(match[0], depth + offset);
            at += length;
            break;
        }
    }
    emit("/", depth - 1);
    if (end + 1 < text.length) emit(text.slice(end + 1), depth);
}

/** The style function for "regexp"; `colors` is util.inspect.colors, `palette` colour names. */
function colourRegExp(text, colors, palette) {
    const pairs = palette.map((name) => colors[name]).filter(Boolean);
    if (pairs.length === 0 || !new RegExp("^/[^]*/[a-z]*$").test(text)) return text;
    let out = "";
    tokens(text, (token, depth) => {
        const [on, off] = pairs[((depth % pairs.length) + pairs.length) % pairs.length];
        out += `\x1b[${on}m${token}\x1b[${off}m`;
    });
    return out;
}

module.exports = { colourRegExp };
