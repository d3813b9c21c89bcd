// AssertionError with Node's messages: one-line comparisons, stacked values, or a line diff of the
// inspected values. Limits on what is shown are the constants below.
"use strict";

const { Error, Infinity, Math, Object, String, Symbol } = globalThis;
const { inspect } = require("internal/util/inspect");
const { myersDiff, INSERT, DELETE } = require("internal/util/myers_diff");
const { validateObject, validateOneOf } = require("internal/validators");

const headings = {
    __proto__: null,
    deepStrictEqual: "Expected values to be strictly deep-equal:",
    partialDeepStrictEqual: "Expected values to be partially and strictly deep-equal:",
    strictEqual: "Expected values to be strictly equal:",
    strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
    deepEqual: "Expected values to be loosely deep-equal:",
    notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
    notStrictEqual: 'Expected "actual" to be strictly unequal to:',
    notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
    notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
    notIdentical: "Values have same structure but are not reference-equal:",
    notDeepEqualUnequal: "Expected values not to be loosely deep-equal:",
};

const SHORT_TEXT = 12;      // both sides together: fits "a !== b"
const LONG_TEXT = 512;
const SAME_LINES = 5;       // equal lines shown around a difference
const MAX_LINES = 50;

const diffOperators = ["deepStrictEqual", "strictEqual", "partialDeepStrictEqual"];

// --- colours: only when the program's stderr shows them --------------------------------------------------

function palette() {
    const stderr = globalThis.process?.stderr;
    const on = stderr?.isTTY === true && (typeof stderr.getColorDepth !== "function" || stderr.getColorDepth() > 2);
    const code = (n) => (on ? `\x1b[${n}m` : "");
    return { on, green: code(32), red: code(31), blue: code(34), white: code(39) };
}

function inspectValue(value) {
    return inspect(value, {
        compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, showHidden: false,
        showProxy: false, sorted: true, getters: true, breakLength: Infinity,
    });
}

const isObject = (value) => typeof value === "object" && value !== null;
const isReference = (value) => isObject(value) || typeof value === "function";

// --- diffs -----------------------------------------------------------------------------------------------

function stacked(c, actual, expected, bothStrings) {
    let text = `\n${c.green}+${c.white} ${actual}\n${c.red}-${c.white} ${expected}`;
    if (bothStrings) {
        const columns = globalThis.process?.stderr?.isTTY ? globalThis.process.stderr.columns : 80;
        if (actual.length + expected.length <= columns) {
            let same = 0;
            while (actual[same] === expected[same]) same++;
            if (same > 2) text += `\n${" ".repeat(same + 2)}^`;
        }
    }
    return text;
}

// { text, header } for two values of one line each.
function simple(c, actual, shownActual, expected, shownExpected) {
    const quotes = (typeof actual === "string" ? 2 : 0) + (typeof expected === "string" ? 2 : 0);
    const length = shownActual.length + shownExpected.length - quotes;
    if (length <= SHORT_TEXT && (actual !== 0 || expected !== 0)) {
        return { text: `${shownActual} !== ${shownExpected}`, header: false };
    }
    const bothStrings = typeof actual === "string" && typeof expected === "string";
    return { text: stacked(c, shownActual, shownExpected, bothStrings), header: true };
}

function printDiff(c, script) {
    let text = "";
    let skipped = false;
    let same = 0;
    for (let i = script.length - 1; i >= 0; i--) {
        const [operation, line] = script[i];
        const before = i < script.length - 1 ? script[i + 1][0] : null;
        if (before !== operation && before === 0) {
            // Never fold what would be one or two lines anyway.
            if (same === SAME_LINES + 1) {
                text += `${c.white}  ${script[i + 1][1]}\n`;
            } else if (same === SAME_LINES + 2) {
                text += `${c.white}  ${script[i + 2][1]}\n${c.white}  ${script[i + 1][1]}\n`;
            } else if (same >= SAME_LINES + 3) {
                text += `${c.blue}...${c.white}\n${c.white}  ${script[i + 1][1]}\n`;
                skipped = true;
            }
            same = 0;
        }
        if (operation === INSERT) text += `${c.green}+${c.white} ${line}\n`;
        else if (operation === DELETE) text += `${c.red}-${c.white} ${line}\n`;
        else if (same++ < SAME_LINES) text += `${c.white}  ${line}\n`;
    }
    return { text: `\n${text.trimEnd()}`, skipped };
}

function headingOf(operator, actual, expected, customMessage) {
    if (customMessage != null) return customMessage;
    const objects = (isReference(actual) && isReference(expected));
    return headings[operator === "strictEqual" && objects ? "strictEqualObject" : operator];
}

function diffMessage(actual, expected, operator, customMessage) {
    const c = palette();
    const shownActual = inspectValue(actual);
    const shownExpected = inspectValue(expected);
    const linesActual = shownActual.split("\n");
    const linesExpected = shownExpected.split("\n");
    let heading = headingOf(operator, actual, expected, customMessage);
    const legend = `${c.green}+ actual${c.white} ${c.red}- expected${c.white}`;
    const oneLine = linesActual.length === 1 && linesExpected.length === 1 && shownActual !== shownExpected;
    if (oneLine && !(isObject(actual) && isObject(expected))) {
        const { text, header } = simple(c, actual, shownActual, expected, shownExpected);
        return `${heading}\n${header ? `${legend}\n` : "\n"}${text}\n`;
    }
    if (shownActual === shownExpected) {
        if (!isObject(actual) || !isObject(expected)) {
            return `${heading}\n${legend}\n${stacked(c, shownActual, shownExpected, false)}\n`;
        }
        if (customMessage == null) heading = headings.notIdentical;
        const folded = linesActual.length > MAX_LINES;
        const shown = folded ? `${linesActual.slice(0, MAX_LINES).join("\n")}\n...}` : shownActual;
        return `${heading}\n${folded ? "... Skipped lines\n" : ""}\n${shown}\n`;
    }
    const { text, skipped } = printDiff(c, myersDiff(linesActual, linesExpected, isObject(actual)));
    return `${heading}\n${legend}${skipped ? "\n... Skipped lines" : ""}\n${text}\n`;
}

// --- messages of the other operators ---------------------------------------------------------------------

function notEqualMessage(actual, operator) {
    let heading = headings[operator];
    const lines = inspectValue(actual).split("\n");
    if (operator === "notStrictEqual" && isReference(actual)) heading = headings.notStrictEqualObject;
    if (lines.length > MAX_LINES) {
        lines[46] = `${palette().blue}...${palette().white}`;
        lines.length = 47;
    }
    if (lines.length === 1) return `${heading}${lines[0].length > 5 ? "\n\n" : " "}${lines[0]}`;
    return `${heading}\n\n${lines.join("\n")}\n`;
}

function cut(text, max) {
    return text.length > max ? `${text.slice(0, max - 3)}...` : text;
}

function otherMessage(actual, expected, operator) {
    let left = inspectValue(actual);
    let right = inspectValue(expected);
    const heading = headings[operator];
    if (operator === "notDeepEqual" && left === right) return cut(`${heading}\n\n${left}`, 1024);
    left = cut(left, LONG_TEXT);
    right = cut(right, LONG_TEXT);
    if (operator === "deepEqual") return `${heading}\n\n${left}\n\nshould loosely deep-equal\n\n${right}`;
    if (operator === "notDeepEqual") {
        return `${headings.notDeepEqualUnequal}\n\n${left}\n\nshould not loosely deep-equal\n\n${right}`;
    }
    return `${left} ${operator} ${right}`;
}

// An error among the values is shown without its frames: they would drown the difference.
function withoutStack(value) {
    if (!isObject(value) || !("stack" in value) || !(value instanceof Error)) return value;
    const copy = Object.assign({ __proto__: Object.getPrototypeOf(value) }, value);
    Object.defineProperty(copy, "message", { __proto__: null, value: value.message });
    if (Object.hasOwn(value, "cause")) {
        Object.defineProperty(copy, "cause", { __proto__: null, value: withoutStack(value.cause) });
    }
    return copy;
}

function messageOf(options, actual, expected) {
    const { message, operator } = options;
    if (message != null) {
        if (operator === "deepStrictEqual" || operator === "strictEqual") {
            return diffMessage(actual, expected, operator, message);
        }
        return String(message);
    }
    if (isObject(actual) && isObject(expected) && actual instanceof Error && expected instanceof Error) {
        actual = withoutStack(actual);
        expected = withoutStack(expected);
    }
    if (diffOperators.includes(operator)) return diffMessage(actual, expected, operator);
    if (operator === "notDeepStrictEqual" || operator === "notStrictEqual") return notEqualMessage(actual, operator);
    return otherMessage(actual, expected, operator);
}

function shorten(text) {
    const lines = text.split("\n", 11);
    if (lines.length > 10) {
        lines.length = 10;
        return `${lines.join("\n")}\n...`;
    }
    return text.length > LONG_TEXT ? `${text.slice(0, LONG_TEXT)}...` : text;
}

class AssertionError extends Error {
    constructor(options) {
        validateObject(options, "options");
        const { message, operator, stackStartFn, details, stackStartFunction, diff = "simple" } = options;
        if (diff != null) validateOneOf(diff, "diff", ["simple", "full"]);
        const { actual, expected } = options;
        super(messageOf({ message, operator }, actual, expected));
        this.generatedMessage = !message;
        const name = (value) => Object.defineProperty(this, "name", {
            __proto__: null, value, enumerable: false, writable: true, configurable: true,
        });
        name("AssertionError [ERR_ASSERTION]");
        this.code = "ERR_ASSERTION";
        if (details) {
            this.actual = undefined;
            this.expected = undefined;
            this.operator = undefined;
            for (let i = 0; i < details.length; i++) {
                this[`message ${i}`] = details[i].message;
                this[`actual ${i}`] = details[i].actual;
                this[`expected ${i}`] = details[i].expected;
                this[`operator ${i}`] = details[i].operator;
                this[`stack trace ${i}`] = details[i].stack;
            }
        } else {
            this.actual = actual;
            this.expected = expected;
            this.operator = operator;
        }
        Error.captureStackTrace?.(this, stackStartFn || stackStartFunction);
        void this.stack;        // the header is made here, with the code in it
        name("AssertionError");
        this.diff = diff;
    }

    toString() {
        return `${this.name} [${this.code}]: ${this.message}`;
    }

    [Symbol.for("nodejs.util.inspect.custom")](recurseTimes, ctx) {
        const { actual, expected } = this;
        if (typeof actual === "string") this.actual = shorten(actual);
        if (typeof expected === "string") this.expected = shorten(expected);
        const text = inspect(this, { ...ctx, customInspect: false, depth: 0 });
        this.actual = actual;
        this.expected = expected;
        return text;
    }
}

module.exports = { AssertionError, inspectValue };
