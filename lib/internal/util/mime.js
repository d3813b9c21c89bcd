// util.MIMEType and util.MIMEParams: parse and serialise media types as the WHATWG MIME standard says.
"use strict";

const { Map, Object, Symbol } = globalThis;
const { codes } = require("internal/errors");

const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const notQuotable = /[^\t\u0020-~\u0080-\u00FF]/;
const endingSpace = /[\r\n\t ]*$/;
const startingSpace = /^[\r\n\t ]*/;

function lower(text) {
    return text.replace(/[A-Z]/g, (c) => c.toLowerCase());
}

function syntaxError(what, text, index) {
    if (index === -1) index = undefined;
    const error = new codes.ERR_INVALID_MIME_SYNTAX(what, text, index);
    return error;
}

// The token up to `end`, checked; `at` is its place in `text` for the message.
function checkedToken(token, what, text, at) {
    const bad = token.search(notToken);
    if (token === "" || bad !== -1) throw syntaxError(what, text, bad === -1 ? bad : at + bad);
    return lower(token);
}

function parseTypeAndSubtype(text) {
    let position = startingSpace.exec(text)[0].length;
    const slash = text.indexOf("/", position);
    const typeText = slash === -1 ? text.slice(position) : text.slice(position, slash);
    const badType = typeText.search(notToken);
    if (typeText === "" || badType !== -1 || slash === -1) {
        throw syntaxError("type", text, badType === -1 ? badType : position + badType);
    }
    position = slash + 1;
    const semicolon = text.indexOf(";", position);
    const raw = semicolon === -1 ? text.slice(position) : text.slice(position, semicolon);
    position += raw.length;
    if (semicolon !== -1) position++;
    const subtype = raw.replace(endingSpace, "");
    const bad = subtype.search(notToken);
    if (subtype === "" || bad !== -1) throw syntaxError("subtype", text, bad);
    return { type: lower(typeText), subtype: lower(subtype), parametersAt: position };
}

function encodeValue(value) {
    if (value.length === 0) return '""';
    return notToken.test(value) ? `"${value.replace(/(["\\])/g, "\\$1")}"` : value;
}

class MIMEParams {
    #data = new Map();

    delete(name) {
        this.#data.delete(name);
    }
    get(name) {
        return this.#data.has(name) ? this.#data.get(name) : null;
    }
    has(name) {
        return this.#data.has(name);
    }
    set(name, value) {
        name = `${name}`;
        value = `${value}`;
        const badName = name.search(notToken);
        if (name.length === 0 || badName !== -1) throw syntaxError("parameter name", name, badName);
        const badValue = value.search(notQuotable);
        if (badValue !== -1) throw syntaxError("parameter value", value, badValue);
        this.#data.set(name, value);
    }
    *entries() {
        yield* this.#data.entries();
    }
    *keys() {
        yield* this.#data.keys();
    }
    *values() {
        yield* this.#data.values();
    }
    toString() {
        return [...this.#data].map(([name, value]) => `${name}=${encodeValue(value)}`).join(";");
    }

    static parse(text, position) {
        const params = new MIMEParams();
        while (position < text.length) {
            position += startingSpace.exec(text.slice(position))[0].length;
            let end = position + text.slice(position).search(/[;=]/);
            if (end < position) end = text.length;
            const name = lower(text.slice(position, end));
            position = end;
            if (position >= text.length) break;
            position++;
            if (text[end] === ";") continue;
            const read = MIMEParams.#value(text, position);
            position = read.position;
            if (read.value !== undefined && name !== "" && !notToken.test(name) && !notQuotable.test(read.value) &&
                !params.has(name)) {
                params.set(name, read.value);
            }
        }
        return params;
    }

    static #value(text, position) {
        if (text[position] === '"') {
            const match = /^"((?:\\[^]|[^"\\])*)(?:"|(\\?)$)/.exec(text.slice(position));
            const inner = (match[1] + (match[2] ?? "")).replace(/\\([^])/g, "$1");
            position += match[0].length;
            const semicolon = text.indexOf(";", position);
            return { value: inner, position: semicolon === -1 ? text.length : semicolon + 1 };
        }
        const semicolon = text.indexOf(";", position);
        const raw = text.slice(position, semicolon === -1 ? undefined : semicolon);
        const value = raw.replace(endingSpace, "");
        return {
            value: value === "" ? undefined : value, position: semicolon === -1 ? text.length : semicolon + 1,
        };
    }
}
const { entries } = MIMEParams.prototype;
Object.defineProperties(MIMEParams.prototype, {
    [Symbol.iterator]: { __proto__: null, configurable: true, value: entries, writable: true },
    toJSON: { __proto__: null, configurable: true, value: MIMEParams.prototype.toString, writable: true },
});
const parseParams = MIMEParams.parse;
delete MIMEParams.parse;
for (const key of ["delete", "get", "has", "set", "entries", "keys", "values", "toString"]) {
    Object.defineProperty(MIMEParams.prototype, key, { __proto__: null, enumerable: true });
}

class MIMEType {
    #type;
    #subtype;
    #parameters;

    constructor(string) {
        string = `${string}`;
        const { type, subtype, parametersAt } = parseTypeAndSubtype(string);
        this.#type = type;
        this.#subtype = subtype;
        this.#parameters = parseParams(string, parametersAt);
    }
    get type() {
        return this.#type;
    }
    set type(value) {
        value = `${value}`;
        this.#type = checkedToken(value, "type", value, 0);
    }
    get subtype() {
        return this.#subtype;
    }
    set subtype(value) {
        value = `${value}`;
        this.#subtype = checkedToken(value, "subtype", value, 0);
    }
    get essence() {
        return `${this.#type}/${this.#subtype}`;
    }
    get params() {
        return this.#parameters;
    }
    toString() {
        const params = this.#parameters.toString();
        return params.length > 0 ? `${this.essence};${params}` : this.essence;
    }
}
Object.defineProperties(MIMEType.prototype, {
    toJSON: { __proto__: null, configurable: true, value: MIMEType.prototype.toString, writable: true },
});
for (const key of ["type", "subtype", "essence", "params", "toString", "toJSON"]) {
    Object.defineProperty(MIMEType.prototype, key, { __proto__: null, enumerable: true });
}

module.exports = { MIMEParams, MIMEType };
