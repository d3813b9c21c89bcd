// ansi.js - text as a terminal shows it: Bun.stringWidth, Bun.stripANSI, Bun.sliceAnsi.
//
// A text is read once into what is seen and what steers (escape sequences, each at its place in what is seen); graphemes
// are found in what is seen, so that sequences do not split them. Time is linear in the text.
const { Intl, Infinity, Map, Math, Number, Object, Set, String } = globalThis;

// --- width -------------------------------------------------------------------------------------------------

const ASCII = /^[ -~]*$/;
// Characters that never join others: one column each, or two behind ASCII.
const SEPARATE = /^[ -~\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]*$/;
const PICTURE = /\p{Extended_Pictographic}/u;
const KEYCAP = /^[0-9#*]\ufe0f?\u20e3/;
const FLAG = /^\p{Regional_Indicator}{2}/u;
const JOINED = /[\u200d\u{1f3fb}-\u{1f3ff}]/u;

let segmenter;
const clustersOf = (text) => (segmenter ??= new Intl.Segmenter()).segment(text);

// Blocks of combining marks in whole, and halves of pairs.
const HIDDEN = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\ud800-\udfff]/u;
const WIDE_PICTURE = /(?!\p{Regional_Indicator})\p{Emoji_Presentation}/u;
const MARK = /\p{M}/u;

function runeWidth(char, ambiguousIsNarrow) {
    if (HIDDEN.test(char)) return 0;
    if (WIDE_PICTURE.test(char)) return 2;
    const width = require("internal/util/inspect_style").charWidth(char);
    return width === 1 && !ambiguousIsNarrow && native.isAmbiguous(char.codePointAt(0)) ? 2 : width;
}

function clusterWidth(cluster, ambiguousIsNarrow) {
    if (cluster.length === 1) return ASCII.test(cluster) ? 1 : runeWidth(cluster, ambiguousIsNarrow);
    if (PICTURE.test(cluster) && (cluster.includes("\ufe0f") || JOINED.test(cluster))) return 2;
    if (KEYCAP.test(cluster) || FLAG.test(cluster)) return 2;
    let width = 0;
    let first = true;
    for (const char of cluster) {
        if (first || !MARK.test(char)) width += runeWidth(char, ambiguousIsNarrow);
        first = false;
    }
    return width;
}

// Not what a program has put on Object.prototype.
function option(options, name) {
    if (options === undefined || options === null) return undefined;
    for (let object = Object(options); object !== null && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
        if (Object.hasOwn(object, name)) return options[name];
    }
    return undefined;
}

function plainWidth(text, ambiguousIsNarrow) {
    if (ASCII.test(text)) return text.length;
    let width = 0;
    if (SEPARATE.test(text)) {
        for (let i = 0; i < text.length; i++) width += text.charCodeAt(i) < 0x80 ? 1 : 2;
        return width;
    }
    for (const { segment } of clustersOf(text)) width += clusterWidth(segment, ambiguousIsNarrow);
    return width;
}

/** Columns that the text takes in a terminal. @param {string} text @returns {number} */
function stringWidth(text, options) {
    if (text === undefined || text === null) return 0;
    text = `${text}`;
    if (option(options, "countAnsiEscapeCodes") !== true) text = stripANSI(text);
    return plainWidth(text, option(options, "ambiguousIsNarrow") !== false);
}

// --- sequences ---------------------------------------------------------------------------------------------

// CSI (with its parameters, and whether it ends as colours do), OSC, then the other strings, then short ones. A new
// escape ends each of them; one that is cut off steers as far as it goes.
const SEQUENCE = new RegExp(
    "(?<csi>\\x1b\\[|\\x9b)(?<parameters>[0-?]*)(?<final>[^@-~\\x1b]*[@-~]?)" +
    "|(?<osc>\\x1b\\]|\\x9d)(?<payload>[^\\x07\\x1b\\x9c]*)(?<end>\\x07|\\x1b\\\\|\\x9c|)" +
    "|(?:\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f])[^\\x1b\\x9c]*(?:\\x1b\\\\|\\x9c|)" +
    "|\\x1b(?:[ -/][^\\x1b]?|[0-~])?|\\x9c", "g");
const MAY_STEER = /[\x1b\x90\x98\x9b-\x9f]/;

/** @returns {{ seen: string, steers: { at: number, raw: string, groups: object }[] }} */
function read(text) {
    if (!MAY_STEER.test(text)) return { seen: text, steers: [] };
    const steers = [];
    let seen = "";
    let from = 0;
    for (const match of text.matchAll(SEQUENCE)) {
        seen += text.slice(from, match.index);
        from = match.index + match[0].length;
        steers.push({ at: seen.length, raw: match[0], groups: match.groups });
    }
    return { seen: seen + text.slice(from), steers };
}

/** The text without its sequences. @param {string} text @returns {string} */
function stripANSI(text) {
    text = `${text}`;
    return MAY_STEER.test(text) ? text.replace(SEQUENCE, "") : text;
}

// --- styles ------------------------------------------------------------------------------------------------

const CLOSERS = new Set([0, 22, 23, 24, 25, 27, 28, 29, 39, 49, 50, 54, 55, 59, 65, 75]);
const CLOSER_OF = new Map([
    [1, 22], [2, 22], [3, 23], [20, 23], [4, 24], [21, 24], [5, 25], [6, 25], [7, 27], [8, 28], [9, 29], [26, 50],
    [51, 54], [52, 54], [53, 55], [58, 59], [60, 65], [61, 65], [62, 65], [63, 65], [64, 65], [73, 75], [74, 75],
]);

function closerOf(code) {
    if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) return 39;
    if ((code >= 40 && code <= 48) || (code >= 100 && code <= 107)) return 49;
    return CLOSER_OF.get(code) ?? 0;
}

// Of one colour at a time there is one; bold and dim hold together although one code ends both.
const isColour = (closer) => closer === 39 || closer === 49 || closer === 59;

// How many of the parameters from `i` on are one style: 38;5;N and 38;2;R;G;B.
function spanOf(parameters, i) {
    const code = Number(parameters[i]);
    if (code !== 38 && code !== 48 && code !== 58) return 1;
    const span = parameters[i + 1] === "5" ? 3 : parameters[i + 1] === "2" ? 5 : 1;
    return i + span <= parameters.length ? span : 1;
}

/** @returns {{ code: number, text: string }[]} the styles of "1;31" */
function stylesOf(parameters) {
    const list = parameters.split(";");
    const styles = [];
    for (let i = 0; i < list.length;) {
        const span = spanOf(list, i);
        const code = Number(list[i].split(":", 1)[0]);
        styles.push({ code, text: list[i].includes(":") || span > 1 ? list.slice(i, i + span).join(";") : `${code}` });
        i += span;
    }
    return styles;
}

const LINK = /^8;[^;]*;([^]*)$/;
const isStyle = (groups) => groups.final === "m" && /^[\d:;]*$/.test(groups.parameters);

/** Of a hyperlink the address, empty where it ends; else undefined. */
function linkOf({ osc, payload, end }) {
    return osc === undefined || end === "" ? undefined : LINK.exec(payload)?.[1];
}

/** The styles and the link that hold at a place of the text. */
class Pen {
    styles = new Map();    // key -> { open, closer }, in the order of their beginning
    keys = new Map();      // closer -> the keys of what it ends
    link = undefined;      // { open, close }

    apply({ raw, groups }) {
        if (isStyle(groups)) {
            for (const style of stylesOf(groups.parameters)) this.#applyStyle(style, groups.csi);
            return;
        }
        const uri = linkOf(groups);
        if (uri === "") this.link = undefined;
        else if (uri !== undefined) this.link = { open: raw, close: `${groups.osc}8;;${groups.end}` };
    }

    /** Applies what only ends something that holds. @returns {boolean} whether it was that */
    applyEnd(sequence) {
        const { groups } = sequence;
        if (isStyle(groups)) {
            if (!stylesOf(groups.parameters).every((style) => CLOSERS.has(style.code))) return false;
            const before = this.styles.size;
            this.apply(sequence);
            return this.styles.size < before;
        }
        if (linkOf(groups) !== "" || this.link === undefined) return false;
        this.link = undefined;
        return true;
    }

    #applyStyle({ code, text }, csi) {
        if (CLOSERS.has(code)) return this.#close(code);
        const closer = closerOf(code);
        const key = isColour(closer) ? closer : -code;
        this.styles.delete(key);
        this.styles.set(key, { open: `${csi}${text}m`, closer });
        if (!this.keys.has(closer)) this.keys.set(closer, new Set());
        this.keys.get(closer).add(key);
        return undefined;
    }

    #close(code) {
        if (code === 0) {
            this.styles.clear();
            this.keys.clear();
            return;
        }
        for (const key of this.keys.get(code) ?? []) this.styles.delete(key);
        this.keys.delete(code);
    }

    opens() {
        return [...this.styles.values()].map((style) => style.open).join("");
    }

    closes() {
        const codes = new Set([...this.styles.values()].reverse().map((style) => style.closer));
        return [...codes].map((code) => `\x1b[${code}m`).join("");
    }
}

// --- sliceAnsi ---------------------------------------------------------------------------------------------

function integer(value, missing) {
    if (value === undefined) return missing;
    const number = Math.trunc(Number(value));
    return number === number ? number : 0;
}

function sliceOptions(options, narrow) {
    if (typeof options === "string") return { ellipsis: options, ambiguousIsNarrow: narrow !== false };
    if (typeof options === "boolean") return { ellipsis: "", ambiguousIsNarrow: options };
    if (options === undefined || options === null) return { ellipsis: "", ambiguousIsNarrow: narrow !== false };
    const ellipsis = option(options, "ellipsis");
    return { ellipsis: typeof ellipsis === "string" ? ellipsis : "", ambiguousIsNarrow: option(options, "ambiguousIsNarrow") !== false };
}

// What to show of [start, end): less where an ellipsis stands for what is cut.
function plan(start, end, width, options) {
    const shown = { start, end, head: "", tail: "", only: undefined };
    const { ellipsis } = options;
    if (ellipsis === "" || (start <= 0 && end >= width)) return shown;
    const taken = plainWidth(ellipsis, options.ambiguousIsNarrow);
    const budget = Math.min(end, width) - start;
    if (taken >= budget && end < width) return { ...shown, only: ellipsis };
    if (start > 0) {
        shown.head = ellipsis;
        shown.start += taken;
    }
    if (end < width && (start <= 0 || 2 * taken < budget)) {
        shown.tail = ellipsis;
        shown.end -= taken;
    }
    return shown;
}

class Slicer {
    out = "";
    pen = new Pen();
    begun = false;
    column = 0;
    next = 0;      // the first sequence not yet read

    constructor(text, shown, ambiguousIsNarrow) {
        this.text = text;
        this.shown = shown;
        this.narrow = ambiguousIsNarrow;
    }

    // The sequences in front of place `at` of what is seen.
    *sequences(at) {
        const { steers } = this.text;
        while (this.next < steers.length && steers[this.next].at <= at) yield steers[this.next++];
    }

    begin() {
        this.begun = true;
        this.out += this.pen.opens() + this.shown.head + (this.pen.link?.open ?? "");
    }

    // False behind the end of the slice.
    take(cluster, at) {
        if (this.column >= this.shown.end) return false;
        const inside = this.column >= this.shown.start;
        let raw = "";
        for (const sequence of this.sequences(at)) {
            raw += sequence.raw;
            this.pen.apply(sequence);
        }
        if (inside) {
            if (this.begun) this.out += raw;
            else this.begin();
        }
        let from = 0;
        for (const sequence of this.sequences(at + cluster.length - 1)) {
            if (inside) this.out += cluster.slice(from, sequence.at - at) + sequence.raw;
            from = sequence.at - at;
            this.pen.apply(sequence);
        }
        if (inside) this.out += cluster.slice(from);
        this.column += clusterWidth(cluster, this.narrow);
        return true;
    }

    // Sequences at the end: all if nothing of the text is left out or the ellipsis is to look as what it stands for, else
    // those that end something. (Where columns were counted from the end, Bun's ellipsis looks as what is before it.)
    finish(at) {
        const { tail, end, counted } = this.shown;
        if (!this.begun) return this.withoutText(at);
        const all = this.column < end || (tail !== "" && !counted);
        for (const sequence of this.sequences(at)) {
            if (all) this.pen.apply(sequence);
            else if (!this.pen.applyEnd(sequence)) continue;
            this.out += sequence.raw;
        }
        return this.out + (this.pen.link?.close ?? "") + tail + this.pen.closes();
    }

    // Only an ellipsis has room, which looks as what it stands for.
    withoutText(at) {
        const { head, tail } = this.shown;
        if (head + tail === "" || at === this.text.seen.length) return head + tail;
        for (const sequence of this.sequences(at)) this.pen.apply(sequence);
        return this.pen.opens() + head + tail + this.pen.closes();
    }
}

/**
 * The columns from `start` to `end`, with the styles and links that hold there.
 * @param {string} text @param {number} [start] @param {number} [end] negative: from the end
 * @param {string | boolean | { ellipsis?: string, ambiguousIsNarrow?: boolean }} [options] the ellipsis, or ambiguousIsNarrow
 */
function sliceAnsi(text, start, end, options, ambiguousIsNarrow) {
    text = `${text}`;
    let from = integer(start, 0);
    let to = integer(end, Infinity);
    const settings = sliceOptions(options, ambiguousIsNarrow);
    const parts = read(text);
    const needsWidth = from < 0 || to < 0 || settings.ellipsis !== "";
    const width = needsWidth ? plainWidth(parts.seen, settings.ambiguousIsNarrow) : Infinity;
    const counted = from < 0 || to < 0;
    if (from < 0) from = Math.max(0, width + from);
    if (to < 0) to = Math.max(0, width + to);
    if (counted && to >= width) to = Infinity;  // with what takes no column at the end, as Bun does where it has counted
    if (from >= to || ((counted || from > 0) && from >= width)) return "";
    const shown = plan(from, to, width, settings);
    if (shown.only !== undefined) return shown.only;
    if (parts.steers.length === 0 && ASCII.test(text)) return shown.head + text.slice(shown.start, shown.end) + shown.tail;
    const slicer = new Slicer(parts, { ...shown, counted }, settings.ambiguousIsNarrow);
    for (const { segment, index } of clustersOf(parts.seen)) {
        if (!slicer.take(segment, index)) return slicer.finish(index);
    }
    return slicer.finish(parts.seen.length);
}

module.exports = { stringWidth, stripANSI, sliceAnsi, read, clustersOf, clusterWidth, linkOf, option };
