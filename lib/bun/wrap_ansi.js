// wrap_ansi.js - Bun.wrapAnsi: text in lines of at most so many columns, as the package wrap-ansi makes them.
//
// Words are what single spaces separate, so runs of spaces hold empty words. Sequences take no columns and go with the
// word they stand in. Time is linear in the text.
const { Infinity, Map, Math, Number } = globalThis;
const { read, clustersOf, clusterWidth, linkOf, option } = require("bun/ansi");

// The styles that are ended in front of a line break and begun again behind it: the last one only, if it is one of these.
const RESTARTED = new Map([[1, 22], [2, 22], [3, 23], [4, 24], [7, 27], [8, 28], [9, 29], [53, 55]]);
for (const [first, last, end] of [[30, 37, 39], [90, 97, 39], [40, 47, 49], [100, 107, 49]]) {
    for (let code = first; code <= last; code++) RESTARTED.set(code, end);
}

/** A part: a grapheme, or a sequence (`steers`). @returns {Generator<{ text: string, width: number, steers?: object }>} */
function* partsOf(text, narrow) {
    const { seen, steers } = read(text);
    let next = 0;
    for (const { segment, index } of clustersOf(seen)) {
        for (; next < steers.length && steers[next].at <= index; next++) yield { text: steers[next].raw, width: 0, steers: steers[next] };
        yield { text: segment, width: clusterWidth(segment, narrow) };
    }
    for (; next < steers.length; next++) yield { text: steers[next].raw, width: 0, steers: steers[next] };
}

const SPACE = { text: " ", width: 1 };

class Rows {
    rows = [];

    constructor() {
        this.open();
    }

    get last() {
        return this.rows[this.rows.length - 1];
    }

    open() {
        this.rows.push({ parts: [], width: 0, checked: 0 });
    }

    // Drops white space at the begin of the last row. `checked` parts are sequences.
    trimBegin() {
        const row = this.last;
        const { parts, checked } = row;
        let end = checked;
        while (end < parts.length && (parts[end].steers !== undefined || /^\s+$/.test(parts[end].text))) end++;
        if (end === checked) return;
        const dropped = parts.slice(checked, end).filter((part) => part.steers === undefined);
        const kept = parts.slice(checked, end).filter((part) => part.steers !== undefined);
        for (const { width } of dropped) row.width -= width;
        if (dropped.length > 0) row.parts = parts.slice(0, checked).concat(kept, parts.slice(end));
        row.checked = checked + kept.length;
    }

    add(part) {
        const row = this.last;
        row.parts.push(part);
        row.width += part.width;
    }

    addWord(word) {
        for (const part of word.parts) this.add(part);
    }

    // Breaks inside the word.
    addBroken(word, columns) {
        word.parts.forEach((part, i) => {
            if (part.steers === undefined && this.last.width + part.width > columns) this.open();
            this.add(part);
            if (part.steers === undefined && this.last.width === columns && i < word.parts.length - 1) this.open();
        });
        // What only steers does not make a line.
        if (this.last.width === 0 && this.last.parts.length > 0 && this.rows.length > 1) {
            const { parts } = this.rows.pop();
            for (const part of parts) this.add(part);
        }
    }
}

function wordsOf(line, narrow) {
    const words = [{ parts: [], width: 0 }];
    for (const part of partsOf(line, narrow)) {
        if (part.text === " ") {
            words.push({ parts: [], width: 0 });
            continue;
        }
        const word = words[words.length - 1];
        word.parts.push(part);
        word.width += part.width;
    }
    return words;
}

// Whether a word that is longer than a line had better begin on a new one.
function beginsAnew(word, used, columns) {
    const here = 1 + Math.floor((word.width - (columns - used) - 1) / columns);
    return Math.floor((word.width - 1) / columns) < here;
}

function addWord(rows, word, { columns, hard, wordWrap, trim }) {
    const used = rows.last.width;
    if (hard && word.width > columns) {
        if (beginsAnew(word, used, columns)) rows.open();
        return rows.addBroken(word, columns);
    }
    if (used + word.width > columns && used > 0 && word.width > 0) {
        if (!wordWrap && used < columns) return rows.addBroken(word, columns);
        rows.open();
    }
    if (rows.last.width + word.width > columns && !wordWrap) return rows.addBroken(word, columns);
    return rows.addWord(word);
}

// Without the spaces at its end; what steers there stays.
function trimmed(parts) {
    let end = parts.length;
    while (end > 0 && (parts[end - 1].width === 0 || parts[end - 1].text === " ")) end--;
    return parts.slice(0, end).concat(parts.slice(end).filter((part) => part.text !== " "));
}

function wrapLine(line, settings) {
    const rows = new Rows();
    wordsOf(line, settings.narrow).forEach((word, i) => {
        if (settings.trim) rows.trimBegin();
        if (i > 0) {
            if (rows.last.width >= settings.columns && (!settings.wordWrap || !settings.trim)) rows.open();
            if (rows.last.width > 0 || !settings.trim) rows.add(SPACE);
        }
        addWord(rows, word, settings);
    });
    return rows.rows.map((row) => (settings.trim ? trimmed(row.parts) : row.parts));
}

// Joins the lines made of one; each ends the style and the link that go on in the next one.
function joined(lines) {
    let out = "";
    let style, link;
    lines.forEach((parts, i) => {
        if (i > 0) {
            out += "\n";
            if (RESTARTED.has(style)) out += `\x1b[${style}m`;
            if (link !== undefined) out += `\x1b]8;;${link}\x07`;
        }
        for (const { text, steers } of parts) {
            out += text;
            if (steers === undefined) continue;
            const { final, parameters } = steers.groups;
            if (final === "m" && /^\d+$/.test(parameters)) style = Number(parameters);
            const uri = linkOf(steers.groups);
            if (uri !== undefined) link = uri === "" ? undefined : uri;
        }
        if (i === lines.length - 1) return;
        if (link !== undefined) out += "\x1b]8;;\x07";
        if (RESTARTED.has(style)) out += `\x1b[${RESTARTED.get(style)}m`;
    });
    return out;
}

/**
 * @param {string} text @param {number} columns
 * @param {{ hard?: boolean, wordWrap?: boolean, trim?: boolean, ambiguousIsNarrow?: boolean }} [options]
 */
exports.wrapAnsi = function wrapAnsi(text, columns, options) {
    text = `${text}`;
    const width = Math.trunc(Number(columns));
    if (!(width > 0) || width === Infinity) return text;
    const settings = {
        columns: width,
        hard: Boolean(option(options, "hard")),
        wordWrap: option(options, "wordWrap") !== false,
        trim: option(options, "trim") !== false,
        narrow: option(options, "ambiguousIsNarrow") !== false,
    };
    if (settings.trim && /^\s*$/.test(text)) return "";
    return text.replaceAll("\r\n", "\n").split("\n").map((line) => joined(wrapLine(line, settings))).join("\n");
};
