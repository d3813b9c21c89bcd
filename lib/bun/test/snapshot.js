// Snapshot storage: the .snap file of the test file, and inline snapshots written back into the source.
//
// A .snap file is "exports[`name n`] = `text`;" entries as Bun writes them; new ones are appended,
// --update-snapshots writes the file anew from what this run asked for. Inline snapshots are collected
// and written once, when the file's tests are over. CI refuses to create either kind.

const state = require("internal/test/state");
const { Map, Error, String } = globalThis;

const HEADER = "// Bun Snapshot v1, https://bun.sh/docs/test/snapshots\n";

const store = {
    loaded: false, dirty: false,
    known: new Map(),      // key -> text, as read
    written: new Map(),    // key -> text, asked for in this run
    counters: new Map(),   // name -> how often
    inline: [],            // {from, to, text, value} edits of the source
    source: null,
};

const fs = () => require("node:fs");
const path = () => require("node:path");

function snapPath() {
    const { dirname, basename, join } = path();
    return join(dirname(state.config.file), "__snapshots__", basename(state.config.file) + ".snap");
}

function unescape(text) {
    return text.replace(/\\(?:x([0-9a-fA-F]{2})|([\s\S]))/g, (all, hex, char) =>
        hex ? String.fromCharCode(parseInt(hex, 16)) : char === "\\" || char === "`" || char === "$" ? char : all);
}
function escape(text) {
    return text.replace(/\\/g, "\\\\").replace(/`/g, "\\`").replace(/\$\{/g, "\\${")
        .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, char => "\\x" + char.charCodeAt(0).toString(16).padStart(2, "0"));
}

function load() {
    if (store.loaded) return;
    store.loaded = true;
    let text;
    try {
        text = fs().readFileSync(snapPath(), "utf8");
    } catch (error) {
        if (error.code !== "ENOENT") throw error;
        return;
    }
    const entry = /^exports\[`((?:\\[\s\S]|[^`\\])*)`\] = `((?:\\[\s\S]|[^`\\])*)`;/gm;
    for (let found = entry.exec(text); found; found = entry.exec(text)) {
        store.known.set(unescape(found[1]), unescape(found[2].replace(/\r\n?/g, "\n")));
    }
    const rest = text.replace(entry, "").replace(/^\/\/.*$/gm, "").trim();
    if (rest && !state.config.updateSnapshots) {
        store.broken = new Error(`Failed to parse snapshot file for: ${state.config.file}`);
    }
}

/** Counters now, to be given back to `rewind` when the same test runs again. */
function mark() {
    return new Map(store.counters);
}
function rewind(counters) {
    store.counters = new Map(counters);
}

function nextKey(name) {
    const count = (store.counters.get(name) ?? 0) + 1;
    store.counters.set(name, count);
    return `${name} ${count}`;
}

function ciError(m, key, shown) {
    return m.error("Snapshot creation is disabled in CI environments unless --update-snapshots is used\n"
        + `To override, set the environment variable CI=false.\n\nSnapshot name: "${key}"\nReceived: ${shown}`);
}

/**
 * Compares with, or adds to, the .snap file.
 * @returns {undefined | string} the stored text when it differs
 */
function checkStored(m, name, text) {
    load();
    if (store.broken) throw store.broken;
    const key = nextKey(name), have = store.known.get(key);
    if (have === undefined || (have !== text && state.config.updateSnapshots)) {
        if (have === undefined && state.config.ci && !state.config.updateSnapshots) throw ciError(m, key, text.trim());
        store.known.set(key, text);
        store.written.set(key, text);
        store.dirty = true;
        state.snapshots.added++;
        return undefined;
    }
    store.written.set(key, have);
    if (have === text) {
        state.snapshots.passed++;
        return undefined;
    }
    state.snapshots.failed++;
    return have;
}

function save() {
    const fresh = state.config.updateSnapshots && store.written.size > 0;
    if (!store.dirty && !fresh) return;
    let text = HEADER;
    for (const [key, value] of fresh ? store.written : store.known) {
        text += `\nexports[\`${escape(key)}\`] = \`${escape(value)}\`;\n`;
    }
    const file = snapPath();
    fs().mkdirSync(path().dirname(file), { recursive: true });
    fs().writeFileSync(file, text);
}

// ---- inline ---------------------------------------------------------------------------------------

function sourceText() {
    store.source ??= fs().readFileSync(state.config.file, "utf8");
    return store.source;
}

function offsetOf(text, line, column) {
    let at = 0;
    for (let i = 1; i < line; i++) {
        const next = text.indexOf("\n", at);
        if (next < 0) return text.length;
        at = next + 1;
    }
    return at + column - 1;
}

// Offset just past "matcher(" of the call that a frame points at, or -1.
function findCall(text, matcher, frame) {
    const lineStart = offsetOf(text, frame.line, 1), at = offsetOf(text, frame.line, frame.column);
    const call = new RegExp(`\\b${matcher}\\s*(?:<[^()]*>)?\\s*\\(`, "y");
    call.lastIndex = at;
    if (call.test(text)) return call.lastIndex;
    const search = new RegExp(`\\.\\s*${matcher}\\s*(?:<[^()]*>)?\\s*\\(`, "g");
    search.lastIndex = Math.max(lineStart, at - matcher.length - 2);
    let found = search.exec(text);
    if (!found) {
        search.lastIndex = lineStart;
        found = search.exec(text);
    }
    return found ? search.lastIndex : -1;
}

// Skips a string, template, comment or regular expression that starts at `at`; `at` if none does.
function skipToken(text, at) {
    const char = text[at];
    if (char === '"' || char === "'") {
        for (let i = at + 1; i < text.length; i++) {
            if (text[i] === "\\") i++;
            else if (text[i] === char) return i + 1;
        }
        return text.length;
    }
    if (char === "`") return skipTemplate(text, at);
    if (char === "/" && text[at + 1] === "/") return Math.max(at, (text.indexOf("\n", at) + 1 || text.length + 1) - 1);
    if (char === "/" && text[at + 1] === "*") return text.indexOf("*/", at) + 2 || text.length;
    if (char === "/" && /[(,=:[!&|?{};]\s*$/.test(text.slice(Math.max(0, at - 20), at))) {
        const regex = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[\n])+\/[a-z]*/y;
        regex.lastIndex = at;
        if (regex.test(text)) return regex.lastIndex;
    }
    return at;
}

function skipTemplate(text, at) {
    for (let i = at + 1; i < text.length; i++) {
        if (text[i] === "\\") i++;
        else if (text[i] === "`") return i + 1;
        else if (text[i] === "$" && text[i + 1] === "{") i = closing(text, i + 2).end;
    }
    return text.length;
}

// From just inside a bracket to its end: {end: offset of the closing bracket, commas: top-level ones}.
function closing(text, from) {
    let depth = 0;
    const commas = [];
    for (let i = from; i < text.length;) {
        const skipped = skipToken(text, i);
        if (skipped > i) {
            i = skipped;
            continue;
        }
        const char = text[i];
        if (char === "(" || char === "[" || char === "{") depth++;
        else if (char === ")" || char === "]" || char === "}") {
            if (depth === 0) return { end: i, commas };
            depth--;
        } else if (char === "," && depth === 0) commas.push(i);
        i++;
    }
    return { end: text.length, commas };
}

// The edit that puts `literal` into the call whose arguments start at `from`.
function placeLiteral(text, from, literal, hasProperties) {
    const { end, commas } = closing(text, from);
    const last = commas.length ? commas[commas.length - 1] + 1 : from;
    const tail = text.slice(last, end);
    if (!hasProperties) {
        const start = tail.search(/\S/);
        if (start < 0) return { from: end, to: end, text: literal };
        const first = commas.length ? text.slice(from, commas[0]) : text.slice(from, end);
        const lead = from + first.search(/\S/);
        return { from: lead, to: lead + first.trim().length, text: literal };
    }
    if (!commas.length) return { from: end - (tail.length - tail.trimEnd().length), to: end, text: ", " + literal };
    if (tail.trim() === "") return { from: end, to: end, text: (/\s$/.test(tail) ? "" : " ") + literal };
    const lead = last + tail.search(/\S/);
    return { from: lead, to: lead + tail.trim().length, text: literal };
}

function inlineLiteral(shown, indent) {
    const body = escape(shown);
    if (!shown.includes("\n")) return "`" + body + "`";
    const lines = body.split("\n").map(line => line === "" ? "" : indent + "  " + line);
    return "`\n" + lines.join("\n") + "\n" + indent + "`";
}

// The text an inline template stands for, without the indentation it was written with.
function dedent(text) {
    const lines = text.replace(/\r\n/g, "\n").split("\n");
    if (lines.length < 3 || lines[0].trim() !== "" || lines[lines.length - 1].trim() !== "") return text;
    const indent = /^[ \t]*/.exec(lines[1])[0];
    for (let i = 1; i < lines.length - 1; i++) {
        if (lines[i] === "") continue;
        if (!lines[i].startsWith(indent)) return text;
        lines[i] = lines[i].slice(indent.length);
    }
    lines[lines.length - 1] = "";
    return lines.join("\n");
}

/**
 * Compares with the literal, or notes an edit of the source.
 * @returns {undefined | string} the literal's text when it differs
 */
function checkInline(m, text, literal, hasProperties, frame) {
    const shown = text.replace(/^\n|\n$/g, "");
    if (literal !== undefined) {
        const have = dedent(literal);
        if (have === text || have.trim() === text.trim()) {
            state.snapshots.passed++;
            return undefined;
        }
        if (!state.config.updateSnapshots) {
            state.snapshots.failed++;
            return have;
        }
    } else if (state.config.ci && !state.config.updateSnapshots) {
        throw m.error(`${m.signature("")}\n\nMatcher error: Inline snapshot creation is disabled in CI environments unless `
            + `--update-snapshots is used.\nTo override, set the environment variable CI=false.\n\nReceived: ${shown}`);
    }
    addEdit(m, shown, hasProperties, frame);
    state.snapshots.added++;
    return undefined;
}

function addEdit(m, shown, hasProperties, frame) {
    const { file } = state.config;
    if (!frame || frame.file !== file) {
        throw m.error(`${m.signature("")}\n\nMatcher error: Inline snapshot matchers must be called from the test file:\n`
            + `  Expected to be called from file: "${file}"\n  ${m.name} called from file: "${frame?.file ?? ""}"\n`);
    }
    const text = sourceText();
    const from = findCall(text, m.name, frame);
    if (from < 0) {
        throw m.error(`Failed to update inline snapshot: Could not find '${m.name}' here`);
    }
    const lineStart = text.lastIndexOf("\n", from - 1) + 1;
    const indent = /^[ \t]*/.exec(text.slice(lineStart))[0];
    const edit = { ...placeLiteral(text, from, inlineLiteral(shown, indent), hasProperties), shown };
    const same = store.inline.find(other => other.from === edit.from);
    if (!same) {
        store.inline.push(edit);
        return;
    }
    if (same.shown === shown) return;
    throw m.error("Failed to update inline snapshot: Multiple inline snapshots on the same line must all have the same value");
}

function saveInline() {
    if (!store.inline.length) return;
    let text = sourceText();
    for (const edit of store.inline.sort((a, b) => b.from - a.from)) {
        text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
    }
    fs().writeFileSync(state.config.file, text);
}

/** Writes what this run changed; called once, after the last test. */
function flush() {
    save();
    saveInline();
}

module.exports = { checkStored, checkInline, flush, mark, rewind, dedent, placeLiteral, inlineLiteral,
    findCall, String, Error };
