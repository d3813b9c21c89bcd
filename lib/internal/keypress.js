// emitKeypressEvents: turns what a terminal sends into 'keypress' events (text, { name, ctrl, meta, shift }).
"use strict";

const { Number, String, Symbol } = globalThis;
const { StringDecoder } = require("node:string_decoder");

const kDecoder = Symbol("keypress-decoder");
const kPending = Symbol("keypress-pending");
const ESCAPE_WAIT_MS = 500;

// Final characters and numbers of escape sequences, with the modifiers some of them imply.
const byCode = {
    __proto__: null,
    "[P": "f1", "[Q": "f2", "[R": "f3", "[S": "f4", OP: "f1", OQ: "f2", OR: "f3", OS: "f4",
    "[11~": "f1", "[12~": "f2", "[13~": "f3", "[14~": "f4", "[200~": "paste-start", "[201~": "paste-end",
    "[[A": "f1", "[[B": "f2", "[[C": "f3", "[[D": "f4", "[[E": "f5", "[15~": "f5", "[17~": "f6", "[18~": "f7",
    "[19~": "f8", "[20~": "f9", "[21~": "f10", "[23~": "f11", "[24~": "f12",
    "[A": "up", "[B": "down", "[C": "right", "[D": "left", "[E": "clear", "[F": "end", "[H": "home",
    OA: "up", OB: "down", OC: "right", OD: "left", OE: "clear", OF: "end", OH: "home",
    "[1~": "home", "[2~": "insert", "[3~": "delete", "[4~": "end", "[5~": "pageup", "[6~": "pagedown",
    "[[5~": "pageup", "[[6~": "pagedown", "[7~": "home", "[8~": "end",
};
const shifted = { __proto__: null, "[a": "up", "[b": "down", "[c": "right", "[d": "left", "[e": "clear",
    "[2$": "insert", "[3$": "delete", "[5$": "pageup", "[6$": "pagedown", "[7$": "home", "[8$": "end" };
const controlled = { __proto__: null, Oa: "up", Ob: "down", Oc: "right", Od: "left", Oe: "clear",
    "[2^": "insert", "[3^": "delete", "[5^": "pageup", "[6^": "pagedown", "[7^": "home", "[8^": "end" };

const sequence = /^\x1b+(?:O(\d*)([A-Za-z])|\[(\[?)(\d+)?(?:;(\d+))?([~^$A-Za-z]))/;
const incomplete = /^(?:\x1b\x1b?$|\x1b+(?:O\d*$|\[\[?[\d;]*$))/;

function escapeKey(match, key) {
    const [text, oNumber, oLetter, double, number, modifier, final] = match;
    let code;
    let bits = 0;
    if (oLetter !== undefined) {
        code = `O${oLetter}`;
        bits = (Number(oNumber) || 1) - 1;
    } else if (/[~^$]/.test(final)) {
        code = `[${double}${number ?? ""}${final}`;
        bits = (Number(modifier) || 1) - 1;
    } else if ((number ?? "").length > 1 || (modifier ?? "").length > 1) {
        // A sequence that is no key, such as a colour.
        code = text.replace(/^\x1b+/, "");
    } else {
        code = `[${double}${final}`;
        bits = (Number(modifier ?? number) || 1) - 1;
    }
    key.ctrl = (bits & 4) !== 0;
    key.meta = (bits & 10) !== 0 || text.startsWith("\x1b\x1b");
    key.shift = (bits & 1) !== 0;
    key.code = code;
    if (code === "[Z") {
        key.name = "tab";
        key.shift = true;
    } else if (shifted[code]) {
        key.name = shifted[code];
        key.shift = true;
    } else if (controlled[code]) {
        key.name = controlled[code];
        key.ctrl = true;
    } else {
        key.name = byCode[code] ?? "undefined";
    }
}

function plainKey(char, key, escaped) {
    if (char === "\r") key.name = "return";
    else if (char === "\n") key.name = "enter";
    else if (char === "\t") key.name = "tab";
    else if (char === "\b" || char === "\x7f") key.name = "backspace";
    else if (char === "\x1b") key.name = "escape";
    else if (char === " ") key.name = "space";
    else if (char <= "\x1a" && char.length === 1) {
        key.name = String.fromCharCode(char.charCodeAt(0) + 96);
        key.ctrl = true;
    } else if (/^[0-9A-Za-z]$/.test(char)) {
        key.name = char.toLowerCase();
        key.shift = /^[A-Z]$/.test(char);
    } else if (escaped) {
        key.name = char.length > 0 ? undefined : "escape";
    }
    if (escaped) key.meta = true;
}

// The key at the start of `text`: [length, key]; length 0 if more must come.
function nextKey(text, final) {
    const key = { sequence: undefined, name: undefined, ctrl: false, meta: false, shift: false };
    if (text[0] === "\x1b") {
        const match = sequence.exec(text);
        if (match !== null) {
            escapeKey(match, key);
            key.sequence = match[0];
            return [match[0].length, key];
        }
        if (!final && incomplete.test(text)) return [0, key];
        // Up to two escapes belong to the character after them.
        const lead = text.startsWith("\x1b\x1b") ? 2 : 1;
        const char = text.length > lead ? String.fromCodePoint(text.codePointAt(lead)) : "";
        if (char === "" || char === "\x1b") {
            key.name = "escape";
            key.meta = true;
            key.sequence = text.slice(0, lead) + char;
            return [key.sequence.length, key];
        }
        plainKey(char, key, true);
        key.sequence = text.slice(0, lead) + char;
        return [key.sequence.length, key];
    }
    const char = String.fromCodePoint(text.codePointAt(0));
    plainKey(char, key, false);
    key.sequence = char;
    return [char.length, key];
}

function feed(stream, text, final) {
    while (text.length > 0) {
        const [length, key] = nextKey(text, final);
        if (length === 0) break;
        const piece = text.slice(0, length);
        text = text.slice(length);
        const shown = piece.startsWith("\x1b") ? undefined : piece;
        if (key.name !== undefined || shown !== undefined) stream.emit("keypress", key.code ? undefined : shown, key);
        else stream.emit("keypress", undefined, key);
    }
    return text;
}

function emitKeypressEvents(stream, iface) {
    if (stream[kDecoder]) return;
    stream[kDecoder] = new StringDecoder("utf8");
    stream[kPending] = "";
    const wait = iface?.escapeCodeTimeout ?? ESCAPE_WAIT_MS;
    let timer;
    function onData(input) {
        if (stream.listenerCount("keypress") === 0) {
            stream.removeListener("data", onData);
            stream.on("newListener", onNewListener);
            return;
        }
        clearTimeout(timer);
        stream[kPending] = feed(stream, stream[kPending] + stream[kDecoder].write(input), false);
        if (stream[kPending] === "") return;
        timer = setTimeout(() => {
            stream[kPending] = feed(stream, stream[kPending], true);
        }, wait);
    }
    function onNewListener(event) {
        if (event !== "keypress") return;
        stream.on("data", onData);
        stream.removeListener("newListener", onNewListener);
    }
    if (stream.listenerCount("keypress") > 0) stream.on("data", onData);
    else stream.on("newListener", onNewListener);
}

module.exports = { emitKeypressEvents };
