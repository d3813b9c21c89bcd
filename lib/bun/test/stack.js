// Where in the program an error or a call comes from: frames of a V8-shaped stack without our own.

const { String, Number } = globalThis;

const ours = /(^|[( ])(cob:|internal\/test\/|bun:test|node:internal)/;

/** @returns {{name: string, file: string, line: number, column: number}[]} */
function framesOf(error) {
    const stack = typeof error?.stack === "string" ? error.stack : "";
    const frames = [];
    for (const text of stack.split("\n")) {
        const found = /^\s+at (?:(.*?) \()?((?:file:\/\/)?[^()]*?):(\d+):(\d+)\)?$/.exec(text);
        if (!found || ours.test(text)) continue;
        frames.push({ name: (found[1] ?? "").replace(/^async /, ""), isAsync: /^async /.test(found[1] ?? ""),
            file: found[2].replace(/^file:\/\//, ""), line: Number(found[3]), column: Number(found[4]) });
    }
    return frames;
}

/** First frame of the program at this moment. */
function callerFrame(skip) {
    const { Error } = globalThis, limit = Error.stackTraceLimit, holder = {};
    Error.stackTraceLimit = 1;
    Error.captureStackTrace(holder, skip);
    Error.stackTraceLimit = limit;
    return framesOf(holder)[0];
}

module.exports = { framesOf, callerFrame, String };
