// Cursor movements of node:readline: escape sequences written to a stream, with the callback rules of Node.
"use strict";

const { Number } = globalThis;
const { codes } = require("internal/errors");
const { validateFunction } = require("internal/validators");

const CSI = "\x1b[";

function send(stream, text, callback) {
    if (stream === null || stream === undefined || text === "") {
        if (typeof callback === "function") process.nextTick(callback, null);
        return true;
    }
    return stream.write(text, callback);
}

function checkCallback(callback) {
    if (callback !== undefined) validateFunction(callback, "callback");
}

function notNaN(value, name) {
    if (Number.isNaN(value)) throw new codes.ERR_INVALID_ARG_VALUE(name, value);
}

function cursorSequence(x, y) {
    if (typeof x !== "number") {
        if (typeof y === "number") throw new codes.ERR_INVALID_CURSOR_POS();
        return "";
    }
    return typeof y !== "number" ? `${CSI}${x + 1}G` : `${CSI}${y + 1};${x + 1}H`;
}

function moveSequence(dx, dy) {
    let text = "";
    if (dx < 0) text += `${CSI}${-dx}D`;
    else if (dx > 0) text += `${CSI}${dx}C`;
    if (dy < 0) text += `${CSI}${-dy}A`;
    else if (dy > 0) text += `${CSI}${dy}B`;
    return text;
}

const lineSequence = (dir) => (dir < 0 ? `${CSI}1K` : dir > 0 ? `${CSI}0K` : `${CSI}2K`);
const downSequence = `${CSI}0J`;

function cursorTo(stream, x, y, callback) {
    checkCallback(callback);
    if (typeof y === "function") {
        callback = y;
        y = undefined;
    }
    notNaN(x, "x");
    notNaN(y, "y");
    if (stream === null || stream === undefined || (typeof x !== "number" && typeof y !== "number")) {
        if (typeof callback === "function") process.nextTick(callback, null);
        return true;
    }
    return send(stream, cursorSequence(x, y), callback);
}

function moveCursor(stream, dx, dy, callback) {
    checkCallback(callback);
    return send(stream, moveSequence(dx, dy), callback);
}

function clearLine(stream, dir, callback) {
    checkCallback(callback);
    return send(stream, lineSequence(dir), callback);
}

function clearScreenDown(stream, callback) {
    checkCallback(callback);
    return send(stream, downSequence, callback);
}

module.exports = {
    clearLine, clearScreenDown, cursorSequence, cursorTo, downSequence, lineSequence, moveCursor, moveSequence,
};
