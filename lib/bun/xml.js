// xml.js - Bun.XML: parse (in C) and stringify.
const { Array, Date, Error, Object, RegExp, Set, String, SyntaxError } = globalThis;
const { inputBytes, invalidType, jsonOf, gapOf, refuseReplacer, unboxed, isSkipped } = require("bun/data");

// --- bytes ----------------------------------------------------------------------------------------

const declaration = /^<\?xml\s+version\s*=\s*(?:"[^"]*"|'[^']*')\s+encoding\s*=\s*(?:"([^"]*)"|'([^']*)')/;

function problem(message) {
    return new SyntaxError(`XML Parse error: ${message}`);
}

function declaredEncoding(text) {
    const match = declaration.exec(text);
    return match === null ? undefined : match[1] ?? match[2];
}

const families = {
    __proto__: null, "utf-8": "UTF-8", utf8: "UTF-8", "us-ascii": "UTF-8", ascii: "UTF-8", "utf-16": "UTF-16",
    "utf-16le": "UTF-16", "utf-16be": "UTF-16", "iso-8859-1": "ISO-8859-1", latin1: "ISO-8859-1",
};

function decode(encoding, bytes) {
    const { TextDecoder } = require("web/encoding");
    try {
        return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
        throw problem(`Invalid ${encoding === "utf-8" ? "UTF-8" : "UTF-16"}`);
    }
}

// A Latin-1 byte is its code point; the Encoding Standard would read windows-1252.
function latin1(bytes) {
    const parts = [];
    for (let i = 0; i < bytes.length; i += 8192) parts.push(String.fromCharCode(...bytes.subarray(i, i + 8192)));
    return parts.join("");
}

function decodeWide(bytes, encoding, marked) {
    const text = decode(encoding, bytes);
    const declared = declaredEncoding(text.slice(marked ? 1 : 0, 200));
    if (!marked && declared === undefined) {
        throw problem('UTF-16 input must start with a byte-order mark or declare encoding="UTF-16"');
    }
    if (declared !== undefined && families[declared.toLowerCase()] !== "UTF-16") {
        throw problem(`Document is UTF-16 but declares encoding '${declared}'`);
    }
    return text;
}

function decodeNarrow(bytes) {
    const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    const declared = declaredEncoding(latin1(bytes.subarray(marked ? 3 : 0, 200)));
    const family = declared === undefined ? "UTF-8" : families[declared.toLowerCase()];
    if (family === undefined) throw problem(`Unsupported encoding '${declared}' (supported: UTF-8, UTF-16, ISO-8859-1)`);
    if (family === "UTF-16") throw problem(`Document is not UTF-16 but declares encoding '${declared}'`);
    if (family === "UTF-8") return decode("utf-8", bytes);
    if (marked) throw problem(`Document has a UTF-8 byte-order mark but declares encoding '${declared}'`);
    return latin1(bytes);
}

// XML 1.0, appendix F: a byte order mark or the declaration tells the encoding.
function decodeBytes(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeWide(bytes, "utf-16le", true);
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeWide(bytes, "utf-16be", true);
    if (bytes[0] === 0x3c && bytes[1] === 0) return decodeWide(bytes, "utf-16le", false);
    if (bytes[0] === 0 && bytes[1] === 0x3c) return decodeWide(bytes, "utf-16be", false);
    return decodeNarrow(bytes);
}

// --- parse ----------------------------------------------------------------------------------------

function isCompact(options) {
    if (options === undefined || options === null) return true;
    if (typeof options !== "object") throw invalidType("XML.parse options must be an object");
    const { compact } = options;
    if (compact === undefined || typeof compact === "boolean") return compact ?? true;
    throw invalidType(`The "compact" property must be of type boolean, got ${typeof compact}`);
}

function parseText(text, compact) {
    const lone = text.isWellFormed() ? -1 : text.search(/\p{Surrogate}/u);
    if (lone >= 0) {
        throw problem(`Invalid character in XML: U+${text.charCodeAt(lone).toString(16).toUpperCase()}`);
    }
    return jsonOf("XML", native.dataXml(text, compact));
}

// --- stringify: text --------------------------------------------------------------------------------

const start = ":A-Z_a-z\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f" +
    "\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}";
const xmlName = new RegExp(`^[${start}][${start}\\-.0-9\\xb7\\u0300-\\u036f\\u203f-\\u2040]*$`, "u");
const unprintable = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const escapes = {
    __proto__: null, "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;",
};

function refuse(message) {
    return new Error(`XML.stringify: ${message}`);
}

function checked(text) {
    const bad = unprintable.exec(text);
    if (bad === null) return text;
    const code = bad[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    throw refuse(`XML cannot represent the character U+${code}`);
}

function escapeText(text) {
    return checked(text).replace(/[&<>\r]/g, (c) => escapes[c]);
}

function escapeAttribute(text) {
    return checked(text).replace(/[&<>"\t\n\r]/g, (c) => escapes[c]);
}

function checkedName(name, what) {
    if (!xmlName.test(name)) throw refuse(`'${name}' is not a valid XML ${what} name`);
    return name;
}

/** The text of a scalar; undefined for other objects. */
function scalar(value) {
    if (value instanceof Date) {
        if (value.valueOf() !== value.valueOf()) throw new Error("XML.stringify cannot serialize an invalid Date");
        return value.toISOString();
    }
    return typeof value === "object" ? undefined : `${value}`;
}

function scalarOnly(value, what) {
    const text = scalar(value);
    if (text === undefined) throw refuse(`${what} must be a string, number, boolean, bigint, Date, or null`);
    return text;
}

// --- stringify: both shapes -------------------------------------------------------------------------

function attributeText(name, value) {
    value = unboxed(value);
    if (isSkipped(value)) return "";
    checkedName(name, "attribute");
    return value === null ? "" : ` ${name}="${escapeAttribute(scalarOnly(value, "an attribute value"))}"`;
}

class Writer {
    #gap;
    #open = new Set();

    constructor(gap) {
        this.#gap = gap;
    }

    #inTurn(value, write) {
        if (this.#open.has(value)) throw new Error("Converting circular structure to XML");
        this.#open.add(value);
        const text = write();
        this.#open.delete(value);
        return text;
    }

    // `parts`: the content; with text among it, it must not be spread over lines.
    #element(name, attributes, parts, hasText, indent) {
        if (parts.length === 0) return `<${name}${attributes}/>`;
        const inner = this.#gap === "" || hasText
            ? parts.join("")
            : `${parts.map((part) => `\n${indent}${this.#gap}${part}`).join("")}\n${indent}`;
        return `<${name}${attributes}>${inner}</${name}>`;
    }

    compact(name, value, indent) {
        checkedName(name, "element");
        const text = value === null ? "" : scalar(value);
        if (text !== undefined) return this.#element(name, "", text === "" ? [] : [escapeText(text)], true, indent);
        return this.#inTurn(value, () => this.#fields(name, value, indent));
    }

    #fields(name, value, indent) {
        const keys = Object.keys(value);
        const own = unboxed(value["#text"]);
        const hasText = keys.includes("#text") && !isSkipped(own) && own !== null &&
            scalarOnly(own, "#text") !== "";
        const inner = hasText ? indent : indent + this.#gap;
        let attributes = "";
        const parts = [];
        for (const key of keys) {
            const item = unboxed(value[key]);
            if (key === "#text") {
                if (hasText) parts.push(escapeText(scalarOnly(item, "#text")));
            } else if (key[0] === "@") attributes += attributeText(key.slice(1), item);
            else if (!isSkipped(item)) this.#children(parts, key, item, inner);
        }
        return this.#element(name, attributes, parts, hasText, indent);
    }

    #children(parts, name, value, indent) {
        if (!Array.isArray(value)) {
            parts.push(this.compact(name, value, indent));
            return;
        }
        this.#inTurn(value, () => {
            for (let item of value) {
                item = unboxed(item);
                if (Array.isArray(item)) throw refuse(`nested arrays cannot be represented (element '${name}')`);
                if (!isSkipped(item)) parts.push(this.compact(name, item, indent));
            }
        });
    }

    node(value, indent) {
        const { name, attributes, children } = value;
        checkedName(name, "element");
        return this.#inTurn(value, () => {
            const list = childList(children);
            const hasText = list.some((child) => child === null ? false : scalar(child) !== undefined);
            const inner = hasText ? indent : indent + this.#gap;
            const parts = [];
            for (const child of list) {
                if (child !== null) parts.push(this.#child(child, inner));
            }
            return this.#element(name, attributeList(attributes), parts, hasText, indent);
        });
    }

    #child(child, indent) {
        const text = scalar(child);
        if (text !== undefined) return escapeText(text);
        if (Array.isArray(child)) throw refuse("a node's children cannot contain arrays");
        if (typeof child.name === "string") return this.node(child, indent);
        if (child.comment !== undefined) return comment(child.comment);
        if (child.target !== undefined) return instruction(child.target, child.data);
        throw refuse("element children must be strings, { name, attributes, children } elements, { comment } or " +
            "{ target, data }");
    }
}

function childList(children) {
    if (children === undefined || children === null) return [];
    if (!Array.isArray(children)) throw refuse("a node's children must be an array");
    return children.map((child) => {
        child = unboxed(child);
        return isSkipped(child) ? null : child;
    });
}

function attributeList(attributes) {
    if (attributes === undefined || attributes === null) return "";
    if (typeof attributes !== "object" || Array.isArray(attributes)) {
        throw refuse("a node's attributes must be an object");
    }
    return Object.keys(attributes).map((name) => attributeText(name, attributes[name])).join("");
}

function comment(text) {
    if (typeof text !== "string") throw refuse("a comment node's 'comment' must be a string");
    if (text.includes("--") || text.endsWith("-")) throw refuse("a comment cannot contain '--' or end with '-'");
    return `<!--${checked(text)}-->`;
}

function instruction(target, data) {
    if (typeof target !== "string") throw refuse("a processing instruction's 'target' must be a string");
    checkedName(target, "processing instruction target");
    if (target.toLowerCase() === "xml") {
        throw refuse(`'${target}' is reserved and cannot be a processing instruction target`);
    }
    const text = data === undefined || data === null ? "" : `${data}`;
    if (text.includes("?>")) throw refuse("processing instruction data cannot contain '?>'");
    return text === "" ? `<?${target}?>` : `<?${target} ${checked(text)}?>`;
}

function isNode(value) {
    return typeof value.name === "string" && (value.children !== undefined || value.attributes !== undefined);
}

// The one key of a document in the compact shape.
function rootName(value) {
    const names = Object.keys(value).filter((key) => !isSkipped(unboxed(value[key])));
    if (names.length === 0) throw refuse("the top-level object must have one key naming the root element");
    const [name] = names;
    if (name[0] === "@" || name === "#text") {
        throw refuse(`the top-level object is the document, so it can only contain the root element (found '${name}')`);
    }
    if (names.length > 1) {
        throw refuse("an XML document has exactly one root element, but the top-level object has more than one key");
    }
    if (Array.isArray(value[name])) {
        throw refuse(`the root element '${name}' cannot be an array (an XML document has exactly one root element)`);
    }
    return name;
}

function stringifyRoot(value, gap) {
    const writer = new Writer(gap);
    if (isNode(value)) return writer.node(value, "");
    const name = rootName(value);
    return writer.compact(name, unboxed(value[name]), "");
}

const XML = {
    /** @param {string | ArrayBuffer | ArrayBufferView | Blob} input @param {{compact?: boolean}} [options] */
    parse(input, options) {
        const bytes = inputBytes(input);
        const text = bytes === undefined ? `${input}` : decodeBytes(bytes);
        return parseText(text, isCompact(options));
    },
    /** @param {object} value @param {null} [replacer] @param {string | number} [space] */
    stringify(value, replacer, space) {
        refuseReplacer("XML", replacer);
        value = unboxed(value);
        if (isSkipped(value)) return undefined;
        if (typeof value !== "object" || value === null || Array.isArray(value)) {
            throw new Error("XML.stringify expects an object: a { name, attributes, children } node or an object with " +
                "a single root element key");
        }
        return stringifyRoot(value, gapOf(space));
    },
};

module.exports = { XML };
