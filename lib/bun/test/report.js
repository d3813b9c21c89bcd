// What one test file's process prints and tells its parent.
//
// The console lines go to standard error as the tests run, so that they interleave with what the
// program prints. Counts and details for the summary and JUnit go to the parent as JSON lines.

const state = require("internal/test/state");
const { framesOf } = require("internal/test/stack");
const { paint } = require("internal/test/paint");
const { assertionErrors } = require("internal/test/expect");
const { inspect } = require("internal/test/format");
const { JSON, Map, Error, String, Object, Number, WeakMap } = globalThis;

const CONTEXT_LINES = 5;
const MAX_LINE = 1024;

// Set by the worker: {writeError(text), send(line), readSource(file)}.
const host = { writeError() {}, send() {}, readSource() { return undefined; } };
const counts = { dotsOpen: false, fail: 0, tests: 0, headerShown: false, scopeIds: new Map(), sources: new Map() };

function write(text) {
    if (counts.dotsOpen) text = "\n" + text;
    counts.dotsOpen = false;
    host.writeError(text);
}

// ---- errors -----------------------------------------------------------------------------------------

const isObjectLike = value => typeof value === "object" && value !== null;
const isError = value => Error.isError ? Error.isError(value) : value instanceof Error;

function sourceLines(file) {
    if (!counts.sources.has(file)) counts.sources.set(file, host.readSource(file)?.split("\n"));
    return counts.sources.get(file);
}

// The lines before the place, the line itself, and a caret.
function codeFrame(frame) {
    const lines = sourceLines(frame.file);
    if (!lines || frame.line > lines.length) return "";
    const width = String(frame.line).length;
    let text = "";
    for (let n = Math.max(1, frame.line - CONTEXT_LINES); n <= frame.line; n++) {
        const line = lines[n - 1].replace(/\r$/, "").slice(0, MAX_LINE);
        text += paint.bold(`${String(n).padStart(width)} |`) + (line ? " " + line.trimEnd() : "") + "\n";
    }
    return text + " ".repeat(width + 2 + frame.column) + paint.red("^") + "\n";
}

function relative(file) {
    const { cwd } = state.config;
    return cwd && file.startsWith(cwd + "/") ? file.slice(cwd.length + 1) : file;
}

const isAnonymous = name => !name || /^Object\.?<anonymous>|^<anonymous>|^Module\.|\.<anonymous>$/.test(name);

function frameLines(frames, shorten) {
    return frames.map(frame => {
        const place = `${shorten ? relative(frame.file) : frame.file}:${frame.line}:${frame.column}`;
        const name = frame.name && isAnonymous(frame.name) ? "<anonymous>" : frame.name;
        return name && !shorten ? `      at ${paint.dim(name)} (${place})\n` : `      at ${place}\n`;
    }).join("");
}

function headline(error) {
    const name = String(error.name ?? "Error"), message = String(error.message ?? "");
    const shown = name === "Error" || assertionErrors.has(error) && name === "Error" ? "error" : name;
    return paint.red(shown) + (message ? paint.dim(":") + " " + paint.bold(message) : "");
}

const hidden = new Set(["message", "stack", "name", "line", "column", "sourceURL", "originalLine", "originalColumn", "cause", "errors"]);
function extraProperties(error) {
    const lines = Object.keys(error).filter(key => !hidden.has(key))
        .map(key => ` ${key}: ${inspect(error[key]).replace(/\n/g, "\n ")},\n`);
    return lines.length ? lines.join("").replace(/,\n$/, "\n") : "";
}

/** The whole text of an error as the console shows it. */
function errorText(error) {
    if (!isError(error)) {
        const isText = typeof error !== "object" || error === null;
        return isText ? `${paint.red("error")}: ${String(error)}\n` : `${paint.red("error")}\n${inspect(error)}\n`;
    }
    require("internal/test/host").convert(error);
    const frames = framesOf(error);
    let text = (frames[0] ? codeFrame(frames[0]) : "") + headline(error) + "\n" + extraProperties(error);
    text += (extraProperties(error) ? "\n" : "") + frameLines(frames, false);
    if (error.cause !== undefined) text += "\n" + errorText(error.cause);
    if (Array.isArray(error.errors)) for (const inner of error.errors) text += "\n" + errorText(inner);
    return text;
}

// One workflow command a failing place, so that GitHub shows it in the diff.
function annotate(error) {
    if (!state.config.github) return;
    const first = isError(error) ? framesOf(error)[0] : undefined;
    const [title, ...rest] = plain(isError(error) ? headline(error) : `error: ${String(error)}`).split("\n");
    const body = [...rest, ...(isError(error) ? frameLines(framesOf(error), false).split("\n") : [])].join("\n").trimEnd();
    const encode = text => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
    const { config, current } = state;
    const line = current?.test.line;  // values that are not errors carry no place: the test's will do
    const place = first ? `file=${relative(first.file)},line=${first.line},col=${first.column},`
        : line ? `file=${relative(config.file)},line=${line},col=1,` : "";
    write(`\n::error ${place}title=${encode(title)}::${body ? "%0A" + encode(body) : ""}\n`);
}

const plain = text => text.replace(/\x1b\[[0-9;]*m/g, "");

// {type, message, body} of JUnit's <failure>.
function failureOf(error) {
    if (!isError(error)) {
        const text = typeof error === "object" && error !== null ? undefined : String(error);
        return { type: "Error", message: text, body: text ?? "error" };
    }
    const type = assertionErrors.has(error) ? "AssertionError" : String(error.name || "Error");
    const message = plain(String(error.message ?? ""));
    return { type, message, body: `${type}: ${message}\n${plain(frameLines(framesOf(error), true))}` };
}

// ---- lines --------------------------------------------------------------------------------------------

function showHeader() {
    if (counts.headerShown) return;
    counts.headerShown = true;
    const { github, file, round } = state.config;
    write(`\n${github ? "::group::" : ""}${relative(file)}:${round ? ` (run #${round})` : ""}\n`);
}

function scopeId(scope) {
    if (!scope || !scope.parent) return 0;
    if (!scope.name) return scopeId(scope.parent);
    const known = counts.scopeIds.get(scope);
    if (known) return known;
    const parent = scopeId(scope.parent);
    const id = counts.scopeIds.size + 1;
    counts.scopeIds.set(scope, id);
    host.send({ t: "scope", id, parent, name: scope.name, line: scope.line });
    return id;
}

function titleLine(test) {
    const names = [];
    for (let at = test.parent; at; at = at.parent) if (at.name) names.unshift(at.name);
    return names.map(name => paint.dim(name + " > ")).join("") + paint.bold(test.name ?? "(unnamed)");
}

function duration(ms) {
    if (ms < 0.005) return "";
    const text = ms < 1500 ? `${ms.toFixed(2)}ms` : `${(ms / 1000).toFixed(2)}s`;
    return " " + paint.dim(`[${text}]`);
}

const marks = {
    pass: ["(pass)", "\u2713", "green"], fail: ["(fail)", "\u2717", "red"],
    skip: ["(skip)", "\u00bb", "yellow"], todo: ["(todo)", "\u270e", "magenta"],
};

function mark(status) {
    const [text, symbol, color] = marks[status];
    return paint[color](state.config.colors ? symbol : text);
}

function noteText(note) {
    switch (note?.kind) {
        case "timeout": return timeoutText(note);
        case "failing": return "this test is marked as failing but it passed. Remove `.failing` if tested behavior now works";
        case "todo": return "this test is marked as todo but passes. Remove `.todo` if tested behavior now works";
        default: return "";
    }
}

function timeoutText(note) {
    const intended = ` callback was called. If a done callback was not intended, remove the last parameter from the ${
        note.hook ? "hook" : "test"} callback function`;
    if (note.hook) {
        return `a beforeEach/afterEach hook timed out ${note.done ? "before its done" + intended : "for this test."}`;
    }
    return `this test timed out after ${note.limit}ms${note.done ? ", before its done" + intended : "."}`;
}

function noteFailure(note) {
    switch (note?.kind) {
        case "timeout": return { type: "TimeoutError", message: "test timed out", bare: true };
        case "failing": return { type: "AssertionError", message: "test marked with .failing() did not throw", bare: true, swapped: true };
        case "todo": return { type: "AssertionError", message: "test marked with .todo() did not throw", bare: true, swapped: true };
        case "assertions": return { type: "AssertionError", message: note.short, bare: true, swapped: true };
        default: return undefined;
    }
}

// Prints the result line of a test, unless the mode hides it; returns it for the list at the end.
function printLine(result) {
    const { test, status, ms, label, note } = result;
    const extra = label ? ` (${label})` : status === "skip" || (status === "todo" && !ms) ? "" : duration(ms);
    const line = `${mark(status)} ${titleLine(test)}${extra}`;
    const { dots, onlyFailures } = state.config;
    if (status !== "fail" && (dots || onlyFailures)) {
        if (dots) host.writeError("."), counts.dotsOpen = true;
        return line;
    }
    showHeader();
    if (note?.kind === "assertions") write(`${paint.red("AssertionError")}${paint.dim(":")} ${note.text}\n`);
    write(line + "\n");
    if (note?.kind === "timeout" && state.config.github) {
        write(`::error title=error: Test "${test.name ?? ""}" timed out after ${note.limit}ms::\n`);
    }
    const hint = noteText(note);
    if (hint) write(`  ${paint.yellow("^")} ${hint}\n`);
    return line;
}

const report = {
    /** An error of the running test, shown at once. */
    error(error, isThrown = false) {
        showHeader();
        write(errorText(error));
        // A value that came without a place is shown in full below its headline.
        if (!isThrown && !isError(error) && !isObjectLike(error)) write(`${String(error)}\n`);
        annotate(error);
    },

    /** An error outside of any test. One while the file loads counts as a failed test, too. */
    between(error, isLoad = false) {
        showHeader();
        counts.fail++;
        host.send({ t: "between", load: isLoad });
        const line = "-------------------------------";
        write(`\n${paint.red("# Unhandled error between tests")}\n${line}\n${errorText(error)}`);
        annotate(error);
        write(`${line}\n\n`);
    },

    /** Tells the parent that a test runs, and how long it may. */
    started(test, limit) {
        host.send({ t: "start", name: test.name ?? "(unnamed)", limit });
    },

    selected(found) {
        host.send({ t: "selected", ...found });
    },

    test(result) {
        const { test, status, errors, ms, assertions, note } = result;
        if (status === "fail") counts.fail++;
        counts.tests++;
        const line = status === "filtered" ? "" : printLine(result);
        const failures = status === "fail" ? errors.map(failureOf) : [];
        const extra = status === "fail" ? noteFailure(note) : undefined;
        host.send({ t: "test", scope: scopeId(test.parent), name: test.name ?? "(unnamed)", status, ms,
            line: test.line, assertions, shown: status === "pass" ? undefined : line, failure: mergeFailures(failures) ?? extra });
    },

    shouldStop() {
        return state.config.bail > 0 && counts.fail >= state.config.bail;
    },

    /** A file without tests is named in every mode. */
    finish() {
        if (!counts.tests) showHeader();
    },

    showHeader,
    dots: counts,
};

function mergeFailures(failures) {
    if (!failures.length) return undefined;
    return { ...failures[0], body: failures.map(failure => failure.body).join("\n") };
}

state.report = report;
module.exports = { report, host, errorText, Number, WeakMap };
