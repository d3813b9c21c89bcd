// What inspect looks like on a terminal: colours, styles, and how wide text is there.
"use strict";

const { Object, RegExp } = globalThis;

// --- colours -----------------------------------------------------------------------------------------

const colors = {
    __proto__: null,
    reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], blink: [5, 25],
    inverse: [7, 27], hidden: [8, 28], strikethrough: [9, 29], doubleunderline: [21, 24],
    black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39],
    cyan: [36, 39], white: [37, 39],
    bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49],
    bgMagenta: [45, 49], bgCyan: [46, 49], bgWhite: [47, 49],
    framed: [51, 54], overlined: [53, 55],
    gray: [90, 39], redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39], blueBright: [94, 39],
    magentaBright: [95, 39], cyanBright: [96, 39], whiteBright: [97, 39],
    bgGray: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49], bgYellowBright: [103, 49],
    bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49], bgWhiteBright: [107, 49],
};

function alias(target, name) {
    Object.defineProperty(colors, name, {
        __proto__: null,
        get() {
            return this[target];
        },
        set(value) {
            this[target] = value;
        },
        configurable: true,
        enumerable: false,
    });
}
alias("gray", "grey");
alias("gray", "blackBright");
alias("bgGray", "bgGrey");
alias("bgGray", "bgBlackBright");
alias("dim", "faint");
alias("strikethrough", "crossedout");
alias("strikethrough", "strikeThrough");
alias("strikethrough", "crossedOut");
alias("hidden", "conceal");
alias("inverse", "swapColors");
alias("inverse", "swapcolors");
alias("doubleunderline", "doubleUnderline");

const styles = {
    __proto__: null,
    special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey", null: "bold",
    string: "green", symbol: "green", date: "magenta", regexp: highlightRegExp, module: "underline",
};

const regExpPalette = ["green", "red", "yellow", "cyan", "magenta"];
highlightRegExp.colors = regExpPalette.slice();

function highlightRegExp(text) {
    const palette = highlightRegExp.colors?.length > 0 ? highlightRegExp.colors : regExpPalette;
    return require("internal/util/regexp_colors").colourRegExp(text, colors, palette);
}

function stylizeWithColor(text, styleType) {
    const style = styles[styleType];
    if (typeof style === "function") return style(text);
    const pair = style === undefined ? undefined : colors[style];
    return pair === undefined ? text : `\x1b[${pair[0]}m${text}\x1b[${pair[1]}m`;
}

// --- width -------------------------------------------------------------------------------------------

// Escape sequences as terminals know them: CSI, and OSC such as hyperlinks.
const ansiPattern = new RegExp(
    "[\\u001B\\u009B][[\\]()#;?]*" +
    "(?:(?:(?:(?:;[-a-zA-Z\\d\\/\\#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/\\#&.:=?%@~_]*)*)?" +
    "(?:\\u0007|\\u001B\\u005C|\\u009C))|(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-nq-uy=><~]))", "g");

function stripVTControlCharacters(text) {
    require("internal/validators").validateString(text, "str");
    return text.includes("\x1b") || text.includes("\x9b") ? text.replace(ansiPattern, "") : text;
}

let wide, zeroWidth; // classes of this size are made for text that is not ASCII
function makeClasses() {
    wide = /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u3247\u3250-\u4dbf\u4e00-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f200}-\u{1f265}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f7e0}-\u{1f7eb}\u{1f900}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]/u;
    zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\u{0}-\u{1f}\u{7f}-\u{9f}]/u;
}

/** Columns of one character by itself. */
function charWidth(char) {
    if (wide === undefined) makeClasses();
    return wide.test(char) ? 2 : zeroWidth.test(char) ? 0 : 1;
}

/** Columns `text` takes on a terminal. */
function getStringWidth(text, removeControlChars = true) {
    if (removeControlChars) text = stripVTControlCharacters(text);
    let width = 0;
    if (/^[\x20-\x7e]*$/.test(text)) return text.length;
    for (const char of text.normalize("NFC")) width += charWidth(char);
    return width;
}

module.exports = { charWidth, colors, getStringWidth, stripVTControlCharacters, styles, stylizeWithColor };
