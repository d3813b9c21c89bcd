// Snapshot storage: the .snap file of the test file, and inline snapshots written back into the source.
//
// A .snap file is "exports[`name n`] = `text`;" entries as Bun writes them; new ones are appended,
// --update-snapshots writes the file anew from what this run asked for. Inline snapshots are collected
// and written once, when the file's tests are over. CI refuses to create either kind.

const state = require("internal/test/state");
const host = require("internal/test/host");
const { Map, Error, Math, RegExp, String } = globalThis;

const HEADER = "// Bun Snapshot v1, https://bun.sh/docs/test/snapshots\n";

const store = {
    loaded: false, dirty: false,
    known: new Map(),      // key -> text, as read
    written: new Map(),    // key -> text, asked for in this run
    counters: new Map(),   // name -> how often
    inline: [],            // {from, to, text, value} edits of the source
    source: null,
};

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
        text = host.readText(host.snapshotPath(state.config.file));
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
    host.writeText(host.snapshotPath(state.config.file), text);
}

// ---- inline ---------------------------------------------------------------------------------------

function sourceText() {
    store.source ??= host.readText(state.config.file);
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

// Engines point at the name, the bracket or the first argument of a call: the nearest call is meant.
const NEAR = 400;

// Offset just past "matcher(" of the call that a frame points at, or -1.
function findCall(text, matcher, frame) {
    const at = offsetOf(text, frame.line, frame.column);
    const call = new RegExp(`\\b${matcher}\\s*(?:<[^()]*>)?\\s*\\(`, "g");
    call.lastIndex = Math.max(0, at - NEAR);
    let best = -1, distance = NEAR;
    for (let found = call.exec(text); found && found.index < at + NEAR; found = call.exec(text)) {
        const end = call.lastIndex;
        const gap = at < found.index ? found.index - at : at > end ? at - end : 0;
        if (gap < distance) [best, distance] = [end, gap];
    }
    return best;
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

const refusal = (m, why) => m.error(`Failed to update inline snapshot: ${why}`);

function isLiteral(text) {
    return /^["'`]/.test(text) && skipToken(text, 0) === text.length && !/^`(?:\\[\s\S]|[^\\])*?(?<!\\)\$\{/.test(text);
}

// Where a literal goes in the call whose arguments start at `from`: {from, to, before}.
function placeLiteral(m, text, from, hasProperties) {
    const { end, commas } = closing(text, from);
    const bounds = [from, ...commas.map(comma => comma + 1)];
    const parts = bounds.map((start, i) => text.slice(start, commas[i] ?? end));
    const trailing = parts.length > 1 && parts[parts.length - 1].trim() === "";
    const given = parts.filter(part => part.trim() !== "");
    if (given.length > 2) throw refusal(m, "Snapshot expects at most two arguments");
    if (given.some(part => part.trim().startsWith("..."))) throw refusal(m, "Spread is not allowed");
    const index = hasProperties ? 1 : 0;
    if (given.length > index) {
        const part = parts[index], inner = part.trim(), start = bounds[index] + part.indexOf(inner);
        if (!isLiteral(inner)) throw refusal(m, "Argument must be a string literal");
        return { from: start, to: start + inner.length, before: "", call: [from, end] };
    }
    if (!hasProperties) return { from: end, to: end, before: "", call: [from, end] };
    return trailing ? { from: bounds[index], to: bounds[index], before: " ", call: [from, end] }
        : { from: end, to: end, before: ", ", call: [from, end] };
}

// `old`, the literal that is replaced, keeps its indentation; a new one goes one step deeper than its line.
function inlineLiteral(shown, indent, old) {
    const body = escape(shown);
    if (!shown.includes("\n")) return "`" + body + "`";
    const kept = /^`\r?\n([ \t]*)[\s\S]*\n([ \t]*)`$/.exec(old);
    const [inner, outer] = kept ? [kept[1], kept[2]] : [indent + "  ", indent];
    const lines = body.split("\n").map(line => line === "" ? "" : inner + line);
    return "`\n" + lines.join("\n") + "\n" + outer + "`";
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

// A call that cannot be rewritten leaves the whole file as it is.
function addEdit(m, shown, hasProperties, frame) {
    try {
        planEdit(m, shown, hasProperties, frame);
    } catch (error) {
        store.refused = true;
        throw error;
    }
}

function planEdit(m, shown, hasProperties, frame) {
    const { file } = state.config;
    if (!frame || frame.file !== file) {
        throw m.error(`${m.signature("")}\n\nMatcher error: Inline snapshot matchers must be called from the test file:\n`
            + `  Expected to be called from file: "${file}"\n  ${m.name} called from file: "${frame?.file ?? ""}"\n`);
    }
    const text = sourceText();
    const from = findCall(text, m.name, frame);
    if (from < 0) {
        throw refusal(m, `Could not find '${m.name}' here`);
    }
    const place = placeLiteral(m, text, from, hasProperties);
    const lineStart = text.lastIndexOf("\n", place.from - 1) + 1;
    const indent = /^[ \t]*/.exec(text.slice(lineStart, place.from))[0];
    const edit = { ...place, text: place.before + inlineLiteral(shown, indent, text.slice(place.from, place.to)), shown };
    for (const other of store.inline) checkOverlap(m, edit, other);
    if (!store.inline.some(other => other.from === edit.from)) store.inline.push(edit);
}

// One call asked twice must agree; a call inside the arguments of another cannot be written.
function checkOverlap(m, edit, other) {
    if (other.from === edit.from && other.call[0] === edit.call[0]) {
        if (other.shown === edit.shown) return;
        throw refusal(m, "Multiple inline snapshots on the same line must all have the same value");
    }
    const [a, b] = [edit.call, other.call];
    if (a[0] < b[1] && b[0] < a[1]) throw refusal(m, "Did not advance.");
}

function saveInline() {
    if (!store.inline.length || store.refused) return;
    let text = sourceText();
    for (const edit of store.inline.sort((a, b) => b.from - a.from)) {
        text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
    }
    host.writeText(state.config.file, text);
}

/** Writes what this run changed; called once, after the last test. */
function flush() {
    save();
    saveInline();
}

module.exports = { checkStored, checkInline, flush, mark, rewind, nextKey, dedent, refusal };
