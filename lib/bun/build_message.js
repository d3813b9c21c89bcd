// build_message.js - BuildMessage: what the transpiler reports, with its place.
const { Error, Object } = globalThis;

class BuildMessage extends Error {
    constructor(message, position) {
        super(message);
        this.position = position;
        this.level = "error";
        this.notes = [];
        for (const key of ["position", "level", "notes"]) Object.defineProperty(this, key, { __proto__: null, enumerable: false });
    }

    toJSON() {
        const { name, position, message, level } = this;
        return { name, position, message, level };
    }
}
Object.defineProperty(BuildMessage.prototype, "name", {
    __proto__: null, value: "BuildMessage", configurable: true, writable: true,
});

function placed(source, { message, line, column, offset, length }, file) {
    const lineText = source.split(/\r\n|[\n\r\u2028\u2029]/, line)[line - 1] ?? "";
    return new BuildMessage(message, { lineText, file, namespace: "file", line, column, length, offset });
}

/** A failure that a native reported. Bun names an unexpected token without quotes. */
function buildMessage(source, failure, file) {
    const error = placed(source, failure, file);
    error.message = error.message.replace(/^Unexpected "(.+)"$/s, "Unexpected $1");
    if (failure.note !== undefined) {
        const note = placed(source, failure.note, file);
        note.level = "note";
        error.notes.push(note);
    }
    return error;
}

/** JSON with comments, as tsconfig.json is. */
function parseConfig(text, file) {
    try {
        return require("bun/jsonc").JSONC.parse(text);
    } catch (error) {
        const what = error.message.replace(/^JSONC Parse error: /, "").replace(/ \(line.*$/, "");
        const message = what === "Unexpected token" ? `Unexpected ${text.trim()}` : what;
        throw new BuildMessage(message, {
            lineText: text.split("\n", 1)[0], file, namespace: "file", line: 1, column: 1, length: text.length, offset: 0,
        });
    }
}

module.exports = { BuildMessage, buildMessage, parseConfig };
