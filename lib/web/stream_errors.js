// stream_errors.js - the TypeError and RangeError of the package web-streams-polyfill, with Node's codes and texts.
//
// Programs ask for `code === "ERR_INVALID_STATE"`: of a controller that is closed, of a stream that is locked. Bun's
// streams have Node's codes, too. tools/embed.mjs puts these two in the place of the package's globals.
const { Object, RangeError, TypeError } = globalThis;
const { codes } = require("internal/errors");

const CLOSED = "ReadableStream is already closed";
const EMPTY_VIEW = "View or Viewed ArrayBuffer is zero-length or detached";
const EMPTY_CHUNK = "chunk ArrayBuffer is zero-length or detached";

// The package's text -> Node's, for ERR_INVALID_STATE. What releaseLock() makes each time comes first.
const STATES = Object.entries({
    "Reader was released and": "Reader released",
    "Reader was released": "Releasing reader",
    "already been locked for exclusive reading": "ReadableStream is locked",
    "already been locked for exclusive writing": "WritableStream is locked",
    "that already has a reader": "ReadableStream is locked",
    "that already has a writer": "WritableStream is locked",
    "on a locked ReadableStream": "The ReadableStream is locked",
    "on a locked WritableStream": "The WritableStream is locked",
    "using a released reader": "The reader is not attached to a stream",
    "using a released writer": "Writer is not bound to a WritableStream",
    "Writer was released": "Writer has been released",
    "state that permits close": "Controller is already closed",
    "Readable side is not in a state that permits enqueue": "Unable to enqueue",
    "state that permits enqueue": "Controller is already closed",
    "has already been closed": CLOSED,
    "not in the readable state": CLOSED,
    "not in the writable state": "WritableStream is closed",
    "closing or closed and cannot be written to": "WritableStream is closed",
    "stream is closed or draining": "WritableStream is closed",
    "already-closing stream": "Failure closing WritableStream",
    "closed before all data could be piped": "Destination WritableStream is closed",
    "TransformStream terminated": "TransformStream has been terminated",
    "BYOB request has been invalidated": "This BYOB request has been invalidated",
    "chunk must have non-zero byteLength": EMPTY_CHUNK,
    "chunk's buffer": EMPTY_CHUNK,
    "given view's buffer has been detached": "Viewed ArrayBuffer is detached",
    "view must have non-zero byteLength": EMPTY_VIEW,
    "view's buffer must have": EMPTY_VIEW,
    "view's buffer has been detached": EMPTY_VIEW,
    "length must be greater than 0 when calling respondWithNewView": "View is zero-length",
});

// Texts of arguments stay the package's.
const ARGUMENTS = Object.entries({
    "Illegal constructor": "ERR_ILLEGAL_CONSTRUCTOR",
    "array buffer view": "ERR_INVALID_ARG_TYPE",
    "is not an object": "ERR_INVALID_ARG_TYPE",
    "is not a function": "ERR_INVALID_ARG_TYPE",
    "is not an AbortSignal": "ERR_INVALID_ARG_TYPE",
    "is not a ReadableStream": "ERR_INVALID_ARG_TYPE",
    "is not a WritableStream": "ERR_INVALID_ARG_TYPE",
    "must be a WritableStream": "ERR_INVALID_ARG_TYPE",
    "is not iterable": "ERR_ARG_NOT_ITERABLE",
    "not a valid enumeration value": "ERR_INVALID_ARG_VALUE",
    "must be greater than 0": "ERR_INVALID_ARG_VALUE",
    "not constructed with a byte source": "ERR_INVALID_ARG_VALUE",
});

const lookup = (table, message) => table.find(({ 0: part }) => message.includes(part))?.[1];

function withCode(error, code) {
    if (code !== undefined) error.code = code;
    return error;
}

function StreamTypeError(message = "") {
    const owner = /can only be used on an? (\w+)$/.exec(message);
    if (owner !== null) return new codes.ERR_INVALID_THIS(owner[1]);
    const state = lookup(STATES, message);
    if (state !== undefined) return new codes.ERR_INVALID_STATE.TypeError(state);
    return withCode(new TypeError(message), lookup(ARGUMENTS, message));
}

function StreamRangeError(message) {
    return withCode(new RangeError(message), "ERR_INVALID_ARG_VALUE");
}

module.exports = { TypeError: StreamTypeError, RangeError: StreamRangeError };
