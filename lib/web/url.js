// url.js - URL and URLSearchParams (URL standard, section 6), shaped as Node.js shapes them.
//
// The parser is C (src/web/url_parse.c): one crossing gives the serialized URL and the offsets of its
// parts; getters slice. A URLSearchParams that belongs to a URL writes back through it.
const {
    Map, Object, Reflect, RegExp, String, Symbol, TypeError, Uint32Array, decodeURIComponent, encodeURIComponent,
} = globalThis;
const { iterator, toStringTag } = Symbol;
const { defineProperties, defineProperty, getPrototypeOf, setPrototypeOf } = Object;
const { ownKeys, getOwnPropertyDescriptor } = Reflect;
const { urlParse, urlSet, urlCanParse, urlDecode } = native;

const kInspect = Symbol.for("nodejs.util.inspect.custom");
const kEnumerable = { __proto__: null, enumerable: true };
const offsets = new Uint32Array(12);

// UrlPart of url_parse.h.
const PROTOCOL = 0, USERNAME = 1, PASSWORD = 2, HOST = 3, HOSTNAME = 4, PORT = 5, PATHNAME = 6, SEARCH = 7, HASH = 8;

function codes() {
    return require("internal/errors").codes;
}

function invalidUrl(input, base) {
    const error = new TypeError("Invalid URL");
    error.code = "ERR_INVALID_URL";
    error.input = input;
    if (base !== undefined) error.base = base;
    return error;
}

// V8's words for what only symbols do.
function text(value) {
    if (typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
    return `${value}`;
}

// The parts of a serialized URL by their offsets.
class Context {
    constructor(href, protocolEnd, usernameStart, usernameEnd, passwordStart, passwordEnd, hostnameStart, hostnameEnd,
                hostEnd, pathnameStart, pathnameEnd, searchEnd) {
        this.href = href;
        this.protocolEnd = protocolEnd;
        this.usernameStart = usernameStart;
        this.usernameEnd = usernameEnd;
        this.passwordStart = passwordStart;
        this.passwordEnd = passwordEnd;
        this.hostnameStart = hostnameStart;
        this.hostnameEnd = hostnameEnd;
        this.hostEnd = hostEnd;
        this.pathnameStart = pathnameStart;
        this.pathnameEnd = pathnameEnd;
        this.searchEnd = searchEnd;
    }
}

// What the native left in `offsets`, beside the text it describes.
function contextOf(href) {
    return new Context(href, offsets[0], offsets[1], offsets[2], offsets[3], offsets[4], offsets[5], offsets[6],
        offsets[7], offsets[8], offsets[9], offsets[10]);
}

// URLs that serialize to themselves are most URLs: they are recognised here, at a tenth of the cost of a
// crossing. Whatever is not obviously so goes to the parser: dots in paths, numbers as hosts, punycode.
const pathText = String.raw`(\/[\w!$%&'()*+,./:;=@[\]|~-]*)`;
const tailText = String.raw`(\?[\w!$%&()*+,./:;=?@[\\\]^\x60{|}~-]*)?(#[\w!#$%&'()*+,./:;=?@[\\\]^{|}~-]*)?$`;
const simpleUrl = new RegExp(String.raw`^(https?:|wss?:)\/\/([a-z\d.-]*[a-z])(:[1-9]\d{0,4})?${pathText}${tailText}`);
const simplePath = new RegExp(`^${pathText}${tailText}`);
const dotSegment = /\/\.|\/%2e/i;
const oddHost = /xn--|0x/;
const defaultPorts = { __proto__: null, "http:": ":80", "https:": ":443", "ws:": ":80", "wss:": ":443" };

function simpleContext(input) {
    const m = simpleUrl.exec(input);
    if (m === null) return undefined;
    const protocol = m[1], host = m[2], port = m[3], path = m[4];
    if (oddHost.test(host) || dotSegment.test(path)) return undefined;
    if (port !== undefined && (port === defaultPorts[protocol] || (port.length === 6 && port > ":65535"))) return undefined;
    const start = protocol.length + 2, hostnameEnd = start + host.length;
    const hostEnd = port === undefined ? hostnameEnd : hostnameEnd + port.length;
    const pathEnd = hostEnd + path.length;
    const searchEnd = m[5] === undefined ? pathEnd : pathEnd + m[5].length;
    return new Context(input, protocol.length, start, start, start, start, start, hostnameEnd, hostEnd, hostEnd, pathEnd,
        searchEnd);
}

// Servers resolve one path after another against the same base.
let lastBase, lastBaseContext;

function simpleRelative(input, base) {
    if (input.charCodeAt(0) !== 47 || input.charCodeAt(1) === 47) return undefined;
    const m = simplePath.exec(input);
    if (m === null || dotSegment.test(m[1])) return undefined;
    if (base !== lastBase) {
        const context = parse(base, undefined);
        lastBase = base;
        lastBaseContext = context !== undefined && /^(?:https?|wss?):/.test(context.href) ? context : undefined;
    }
    const c = lastBaseContext;
    if (c === undefined) return undefined;
    const pathEnd = c.pathnameStart + m[1].length;
    return new Context(c.href.slice(0, c.pathnameStart) + input, c.protocolEnd, c.usernameStart, c.usernameEnd,
        c.passwordStart, c.passwordEnd, c.hostnameStart, c.hostnameEnd, c.hostEnd, c.pathnameStart, pathEnd,
        m[2] === undefined ? pathEnd : pathEnd + m[2].length);
}

function parse(input, base) {
    const simple = base === undefined ? simpleContext(input) : simpleRelative(input, base);
    if (simple !== undefined) return simple;
    const href = urlParse(input, base, offsets);
    return href === undefined ? undefined : contextOf(href);
}

function searchOf(c) {
    return c.searchEnd - c.pathnameEnd > 1 ? c.href.slice(c.pathnameEnd, c.searchEnd) : "";
}

function originOf(c) {
    const protocol = c.href.slice(0, c.protocolEnd);
    switch (protocol) {
        case "http:":
        case "https:":
        case "ws:":
        case "wss:":
        case "ftp:":
            return `${protocol}//${c.href.slice(c.hostnameStart, c.hostEnd)}`;
        case "blob:": {
            const inner = parse(c.href.slice(c.pathnameStart, c.pathnameEnd), undefined);
            if (inner === undefined || !/^https?:/.test(inner.href)) return "null";
            return originOf(inner);
        }
        default:
            return "null";
    }
}

// Set by this file's classes for each other; user code has no way to them.
let newFromContext;
let attachParams;
let replaceList;

// The module that knows blobs registers here (it is loaded before the first Blob exists).
let objectUrls;
function registerObjectUrls(functions) {
    objectUrls = functions;
}

class URL {
    #context;
    #params;

    static {
        newFromContext = (context) => {
            const url = new URL("data:");
            url.#context = context;
            return url;
        };
    }

    /** @param {string} input @param {string} [base] */
    constructor(input, base = undefined) {
        if (arguments.length === 0) throw new (codes().ERR_MISSING_ARGS)("url");
        input = text(input);
        if (base !== undefined) base = text(base);
        this.#context = parse(input, base);
        if (this.#context === undefined) throw invalidUrl(input, base);
    }

    static parse(input, base = undefined) {
        if (arguments.length === 0) throw new (codes().ERR_MISSING_ARGS)("url");
        const context = parse(text(input), base === undefined ? undefined : text(base));
        return context === undefined ? null : newFromContext(context);
    }

    static canParse(url, base = undefined) {
        if (arguments.length === 0) throw new (codes().ERR_MISSING_ARGS)("url");
        url = text(url);
        if (base !== undefined) return urlCanParse(url, text(base));
        return simpleContext(url) !== undefined || urlCanParse(url, undefined);
    }

    static createObjectURL(obj) {
        const url = objectUrls?.create(obj);
        if (url === undefined) throw new (codes().ERR_INVALID_ARG_TYPE)("obj", "Blob", obj);
        return url;
    }

    static revokeObjectURL(url) {
        if (arguments.length === 0) throw new (codes().ERR_MISSING_ARGS)("url");
        objectUrls?.revoke(text(url));
    }

    #set(part, value) {
        const href = urlSet(this.#context.href, part, value, offsets);
        if (href !== this.#context.href) this.#context = contextOf(href);
    }

    #renewParams() {
        if (this.#params !== undefined) replaceList(this.#params, searchOf(this.#context));
    }

    toString() {
        return this.#context.href;
    }

    get href() {
        return this.#context.href;
    }
    set href(value) {
        value = text(value);
        const context = (this.#context, parse(value, undefined));
        if (context === undefined) throw invalidUrl(value);
        this.#context = context;
        this.#renewParams();
    }

    get origin() {
        return originOf(this.#context);
    }

    get protocol() {
        const c = this.#context;
        return c.href.slice(0, c.protocolEnd);
    }
    set protocol(value) {
        this.#set(PROTOCOL, text(value));
    }

    get username() {
        const c = this.#context;
        return c.href.slice(c.usernameStart, c.usernameEnd);
    }
    set username(value) {
        this.#set(USERNAME, text(value));
    }

    get password() {
        const c = this.#context;
        return c.href.slice(c.passwordStart, c.passwordEnd);
    }
    set password(value) {
        this.#set(PASSWORD, text(value));
    }

    get host() {
        const c = this.#context;
        return c.href.slice(c.hostnameStart, c.hostEnd);
    }
    set host(value) {
        this.#set(HOST, text(value));
    }

    get hostname() {
        const c = this.#context;
        return c.href.slice(c.hostnameStart, c.hostnameEnd);
    }
    set hostname(value) {
        this.#set(HOSTNAME, text(value));
    }

    get port() {
        const c = this.#context;
        return c.hostEnd > c.hostnameEnd ? c.href.slice(c.hostnameEnd + 1, c.hostEnd) : "";
    }
    set port(value) {
        this.#set(PORT, text(value));
    }

    get pathname() {
        const c = this.#context;
        return c.href.slice(c.pathnameStart, c.pathnameEnd);
    }
    set pathname(value) {
        this.#set(PATHNAME, text(value));
    }

    get search() {
        return searchOf(this.#context);
    }
    set search(value) {
        this.#set(SEARCH, text(value));
        this.#renewParams();
    }

    get searchParams() {
        if (this.#params === undefined) {
            const search = searchOf(this.#context);
            this.#params = new URLSearchParams(search);
            attachParams(this.#params, (query) => this.#set(SEARCH, query));
        }
        return this.#params;
    }

    get hash() {
        const c = this.#context;
        return c.href.length - c.searchEnd > 1 ? c.href.slice(c.searchEnd) : "";
    }
    set hash(value) {
        this.#set(HASH, text(value));
    }

    toJSON() {
        return this.#context.href;
    }

    [kInspect](depth, options, inspect) {
        this.#context;
        if (typeof depth === "number" && depth < 0) return this;
        const constructor = classOf(this) ?? URL;
        const shown = { __proto__: { constructor } };
        for (const key of shownKeys) shown[key] = this[key];
        return `${constructor.name} ${inspect(shown, options)}`;
    }
}

const shownKeys = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname",
    "search", "searchParams", "hash"];

function classOf(object) {
    for (let o = object; o; o = getPrototypeOf(o)) {
        const own = getOwnPropertyDescriptor(o, "constructor");
        if (own !== undefined && typeof own.value === "function" && own.value.name !== "") return own.value;
    }
    return undefined;
}

function enumerate(Class, names, tag) {
    const { prototype } = Class;
    for (const name of names) defineProperty(prototype, name, kEnumerable);
    defineProperty(prototype, toStringTag, { __proto__: null, configurable: true, value: tag });
}

enumerate(URL, ["toString", ...shownKeys, "toJSON"], "URL");
defineProperties(URL, {
    parse: kEnumerable, canParse: kEnumerable, createObjectURL: kEnumerable, revokeObjectURL: kEnumerable,
});
defineProperty(URL.prototype, kInspect, { __proto__: null, enumerable: false });

// --- application/x-www-form-urlencoded ------------------------------------------------------------

const plainForm = /^[\w*.-]*$/;
const extraForm = /%20|[!'()~]/g;
const formEscapes = { __proto__: null, "%20": "+", "!": "%21", "'": "%27", "(": "%28", ")": "%29", "~": "%7E" };

function formEncode(part) {
    if (plainForm.test(part)) return part;
    return encodeURIComponent(part).replace(extraForm, (match) => formEscapes[match]);
}

function formDecode(part) {
    if (part.includes("+")) part = part.replaceAll("+", " ");
    if (!part.includes("%")) return part;
    try {
        return decodeURIComponent(part);
    } catch {
        return urlDecode(part); // malformed: what can be decoded, and U+FFFD
    }
}

// A flat list: name, value, name, value ...
function formParse(query) {
    const list = [];
    query = query.toWellFormed();
    const plain = !query.includes("%") && !query.includes("+");
    const { length } = query;
    let equals = -1; // the first at or behind `from`, looked for once
    for (let from = 0, end; from < length; from = end + 1) {
        end = query.indexOf("&", from);
        if (end < 0) end = length;
        if (end === from) continue;
        if (equals < from) {
            equals = query.indexOf("=", from);
            if (equals < 0) equals = length;
        }
        const name = query.slice(from, equals < end ? equals : end);
        const value = equals < end ? query.slice(equals + 1, end) : "";
        if (plain) list.push(name, value);
        else list.push(formDecode(name), formDecode(value));
    }
    return list;
}

function formSerialize(list) {
    let out = "";
    for (let i = 0; i < list.length; i += 2) {
        if (i > 0) out += "&";
        out += `${formEncode(list[i])}=${formEncode(list[i + 1])}`;
    }
    return out;
}

function wellFormed(value) {
    return text(value).toWellFormed();
}

// --- URLSearchParams ------------------------------------------------------------------------------

function listFromPairs(init) {
    const list = [];
    for (const pair of init) {
        if (pair === null || (typeof pair !== "object" && typeof pair !== "function") ||
            typeof pair[iterator] !== "function") {
            throw new (codes().ERR_INVALID_TUPLE)("Each query pair", "[name, value]");
        }
        const both = [];
        for (const item of pair) both.push(wellFormed(item));
        if (both.length !== 2) throw new (codes().ERR_INVALID_TUPLE)("Each query pair", "[name, value]");
        list.push(both[0], both[1]);
    }
    return list;
}

// Names that become equal as well-formed text keep their first place and the last value.
function listFromRecord(init) {
    const list = [];
    const seen = new Map();
    for (const key of ownKeys(init)) {
        if (!getOwnPropertyDescriptor(init, key)?.enumerable) continue;
        const name = wellFormed(key), value = wellFormed(init[key]);
        const at = seen.get(name);
        if (at !== undefined) {
            list[at] = value;
            continue;
        }
        seen.set(name, list.length + 1);
        list.push(name, value);
    }
    return list;
}
function listFrom(init) {
    if (init === undefined || init === null) return [];
    if (typeof init === "object" || typeof init === "function") {
        const method = init[iterator];
        if (method === undefined || method === null) return listFromRecord(init);
        if (typeof method !== "function") throw new (codes().ERR_ARG_NOT_ITERABLE)("Query pairs");
        return listFromPairs(init);
    }
    const query = text(init);
    return formParse(query[0] === "?" ? query.slice(1) : query);
}

function need(count, argc, ...names) {
    if (argc < count) throw new (codes().ERR_MISSING_ARGS)(...names);
}

let listOf;

class URLSearchParams {
    #list;
    #write; // of the URL this belongs to: (query) => void

    static {
        attachParams = (params, write) => {
            params.#write = write;
        };
        replaceList = (params, search) => {
            params.#list = formParse(search.slice(1));
        };
        listOf = (params) => params.#list;
    }

    /** @param {string | Iterable<[string, string]> | Record<string, string> | URLSearchParams} [init] */
    constructor(init = undefined) {
        this.#list = listFrom(init);
    }

    static #of(object) {
        if (typeof object !== "object" || object === null || !(#list in object)) {
            throw new (codes().ERR_INVALID_THIS)("URLSearchParams");
        }
        return object;
    }

    #changed() {
        this.#write?.(formSerialize(this.#list));
    }

    get size() {
        return URLSearchParams.#of(this).#list.length / 2;
    }

    append(name, value) {
        const self = URLSearchParams.#of(this);
        need(2, arguments.length, "name", "value");
        name = wellFormed(name);
        self.#list.push(name, wellFormed(value));
        self.#changed();
    }

    delete(name, value = undefined) {
        const self = URLSearchParams.#of(this);
        need(1, arguments.length, "name");
        name = wellFormed(name);
        if (value !== undefined) value = wellFormed(value);
        const list = self.#list;
        let kept = 0;
        for (let i = 0; i < list.length; i += 2) {
            if (list[i] === name && (value === undefined || list[i + 1] === value)) continue;
            list[kept] = list[i];
            list[kept + 1] = list[i + 1];
            kept += 2;
        }
        list.length = kept;
        self.#changed();
    }

    get(name) {
        const self = URLSearchParams.#of(this);
        need(1, arguments.length, "name");
        name = wellFormed(name);
        const list = self.#list;
        for (let i = 0; i < list.length; i += 2) if (list[i] === name) return list[i + 1];
        return null;
    }

    getAll(name) {
        const self = URLSearchParams.#of(this);
        need(1, arguments.length, "name");
        name = wellFormed(name);
        const list = self.#list;
        const values = [];
        for (let i = 0; i < list.length; i += 2) if (list[i] === name) values.push(list[i + 1]);
        return values;
    }

    has(name, value = undefined) {
        const self = URLSearchParams.#of(this);
        need(1, arguments.length, "name");
        name = wellFormed(name);
        if (value !== undefined) value = wellFormed(value);
        const list = self.#list;
        for (let i = 0; i < list.length; i += 2) {
            if (list[i] === name && (value === undefined || list[i + 1] === value)) return true;
        }
        return false;
    }

    set(name, value) {
        const self = URLSearchParams.#of(this);
        need(2, arguments.length, "name", "value");
        name = wellFormed(name);
        value = wellFormed(value);
        const list = self.#list;
        let kept = 0, found = false;
        for (let i = 0; i < list.length; i += 2) {
            const same = list[i] === name;
            if (same && found) continue;
            list[kept] = list[i];
            list[kept + 1] = same ? value : list[i + 1];
            found ||= same;
            kept += 2;
        }
        list.length = kept;
        if (!found) list.push(name, value);
        self.#changed();
    }

    sort() {
        const self = URLSearchParams.#of(this);
        const list = self.#list;
        const pairs = [];
        for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
        pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
        for (let i = 0; i < pairs.length; i++) {
            list[2 * i] = pairs[i][0];
            list[2 * i + 1] = pairs[i][1];
        }
        self.#changed();
    }

    entries() {
        return makeIterator(URLSearchParams.#of(this), "entries");
    }

    forEach(callback, thisArg = undefined) {
        const self = URLSearchParams.#of(this);
        if (typeof callback !== "function") throw new (codes().ERR_INVALID_ARG_TYPE)("callback", "function", callback);
        for (let i = 0; i < self.#list.length; i += 2) {
            Reflect.apply(callback, thisArg, [self.#list[i + 1], self.#list[i], this]);
        }
    }

    keys() {
        return makeIterator(URLSearchParams.#of(this), "keys");
    }

    values() {
        return makeIterator(URLSearchParams.#of(this), "values");
    }

    toString() {
        return formSerialize(URLSearchParams.#of(this).#list);
    }

    /** Bun's: a name that came more than once has an array. */
    toJSON() {
        const list = URLSearchParams.#of(this).#list;
        const values = new Map();
        for (let i = 0; i < list.length; i += 2) {
            const known = values.get(list[i]);
            if (known === undefined) values.set(list[i], [list[i + 1]]);
            else known.push(list[i + 1]);
        }
        return Object.fromEntries([...values].map(({ 0: name, 1: all }) => [name, all.length === 1 ? all[0] : all]));
    }

    [kInspect](depth, options, inspect) {
        const list = URLSearchParams.#of(this).#list;
        if (typeof depth === "number" && depth < 0) return options.stylize("[Object]", "special");
        const inner = { ...options };
        if (depth !== null) inner.depth = depth - 1;
        const parts = [];
        for (let i = 0; i < list.length; i += 2) {
            parts.push(`${inspect(list[i], inner)} => ${inspect(list[i + 1], inner)}`);
        }
        const name = this.constructor.name;
        if (parts.length === 0) return `${name} {}`;
        const width = parts.reduce((sum, part) => sum + part.replace(colors, "").length + 2, -2);
        return width > options.breakLength ? `${name} {\n  ${parts.join(",\n  ")} }` : `${name} { ${parts.join(", ")} }`;
    }
}

const colors = new RegExp("\\u001b\\[\\d\\d?m", "g");

enumerate(URLSearchParams, ["size", "append", "delete", "get", "getAll", "has", "set", "sort", "entries", "forEach",
    "keys", "values", "toString", "toJSON"], "URLSearchParams");
defineProperties(URLSearchParams.prototype, {
    [iterator]: { __proto__: null, configurable: true, writable: true, value: URLSearchParams.prototype.entries },
    [kInspect]: { __proto__: null, enumerable: false },
});

// --- iterators: live, as the standard's "iterable" declarations are -----------------------------------

let makeIterator;

class URLSearchParamsIterator {
    #params;
    #kind;
    #index = 0;

    static {
        makeIterator = (params, kind) => {
            const it = new URLSearchParamsIterator();
            it.#params = params;
            it.#kind = kind;
            return it;
        };
        // The class cannot be reached from an iterator.
        delete URLSearchParamsIterator.prototype.constructor;
    }

    static #of(object) {
        if (typeof object !== "object" || object === null || !(#params in object) || object.#params === undefined) {
            throw new (codes().ERR_INVALID_THIS)("URLSearchParamsIterator");
        }
        return object;
    }

    #item(list, i) {
        if (this.#kind === "keys") return list[i];
        return this.#kind === "values" ? list[i + 1] : [list[i], list[i + 1]];
    }

    next() {
        const self = URLSearchParamsIterator.#of(this);
        const list = listOf(self.#params);
        if (self.#index >= list.length) return { value: undefined, done: true };
        const value = self.#item(list, self.#index);
        self.#index += 2;
        return { value, done: false };
    }

    [kInspect](depth, options, inspect) {
        const self = URLSearchParamsIterator.#of(this);
        if (typeof depth === "number" && depth < 0) return options.stylize("[Object]", "special");
        const inner = { ...options };
        if (depth !== null) inner.depth = depth - 1;
        const list = listOf(self.#params);
        const items = [];
        for (let i = self.#index; i < list.length; i += 2) items.push(self.#item(list, i));
        const parts = items.map((item) => inspect(item, inner));
        const broken = inspect(items, inner).includes("\n");
        return `URLSearchParams Iterator {${broken ? "\n  " : " "}${parts.join(broken ? ",\n  " : ", ")} }`;
    }
}

setPrototypeOf(URLSearchParamsIterator.prototype, getPrototypeOf(getPrototypeOf([][iterator]())));
defineProperties(URLSearchParamsIterator.prototype, {
    next: kEnumerable,
    [kInspect]: { __proto__: null, enumerable: false },
    [toStringTag]: { __proto__: null, configurable: true, value: "URLSearchParams Iterator" },
});

module.exports = {
    URL,
    URLSearchParams,
    registerObjectUrls,
    parse,
    formParse,
    wellFormed,
    domainToASCII: (domain) => native.urlDomainToASCII(text(domain)),
    domainToUnicode: (domain) => native.urlDomainToUnicode(text(domain)),
};
