// urlpattern.js - URLPattern (URL Pattern standard, https://urlpattern.spec.whatwg.org/).
//
// urlpattern_syntax.js knows the syntax; what a pattern says literally is encoded by the URL parser (C), so that it
// compares equal to parts of parsed URLs. A component that is "*" or plain text is compared as such; the others have
// a regular expression each, made with the pattern: what a program wrote in parentheses may be wrong.
const { Boolean, Object, Reflect, RegExp, Symbol, TypeError } = globalThis;
const { defineProperty } = Object;
const { parse: parseUrl, wellFormed } = require("web/url");
const {
    invalid, plainOptions, hostnameOptions, pathnameOptions, FIXED, CUSTOM, FULL, parsePattern, regExpText, patternText,
    escapePattern, parseUrlPattern,
} = require("web/urlpattern_syntax");
const { urlEncodePart } = native;

// In the order of exec()'s results; dictionaries are read in that of the alphabet.
const names = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];
const initNames = [...names, "baseURL"].sort();
const defaultPorts = { __proto__: null, http: "80", https: "443", ws: "80", wss: "443", ftp: "21", file: "" };
// UrlPart of url_parse.h.
const urlPart = {
    __proto__: null, protocol: 0, username: 1, password: 2, hostname: 4, port: 5, pathname: 6, search: 7, hash: 8,
};

// --- components -----------------------------------------------------------------------------------

// What the parser would give back as it is, which is most text, does not cross over to it. Dots may be segments of a
// path, numbers addresses.
const plainText = {
    __proto__: null,
    protocol: /^(?:http|https)?$/,
    hostname: /^(?:(?!xn--|0x)[a-z\d.-])*[a-z]$/,
    pathname: /^[\w/-]*$/,
    search: /^[\w/-]*$/,
    hash: /^[\w/-]*$/,
};

function encode(name, text, scheme = "https") {
    if (text === "" || plainText[name]?.test(text)) return text;
    const encoded = urlEncodePart(urlPart[name], text, scheme);
    if (encoded === undefined) throw invalid(`"${text}" in a ${name}`);
    return encoded;
}

// A pattern may hold a part of an address only: it is not parsed.
function encodeIPv6(text) {
    if (!/^[\da-f[\]:]*$/i.test(text)) throw invalid(`"${text}" in a hostname`);
    return text.toLowerCase();
}

class Component {
    constructor(pattern, options, encodeText, ignoreCase = false) {
        const parts = parsePattern(pattern, options, encodeText);
        const groups = parts.filter((part) => part.type !== FIXED);
        const [first] = parts;
        this.pattern = patternText(parts, options);
        this.groupNames = groups.map((part) => part.name);
        this.hasRegExpGroups = groups.some((part) => part.type === CUSTOM);
        // No part of a URL has line breaks, which a dot would not match.
        this.any = parts.length === 1 && first.type === FULL && first.modifier === "" && first.prefix === "" && first.suffix === "";
        this.text = undefined;
        this.regExp = undefined;
        if (this.any) return;
        if (groups.length === 0 && !ignoreCase && parts.every((part) => part.modifier === "")) {
            this.text = parts.map((part) => part.value).join("");
        } else {
            this.regExp = compile(regExpText(parts, options), ignoreCase ? "vi" : "v", pattern);
        }
    }

    matches(input) {
        if (this.any) return true;
        return this.text === undefined ? this.regExp.test(input) : this.text === input;
    }

    /** The record of the groups, or undefined if it does not match. */
    groups(input) {
        const groups = {};
        if (this.any) {
            put(groups, this.groupNames[0], input);
            return groups;
        }
        if (this.text !== undefined) return this.text === input ? groups : undefined;
        const match = this.regExp.exec(input);
        if (match === null) return undefined;
        for (let i = 0; i < this.groupNames.length; i++) put(groups, this.groupNames[i], match[i + 1]);
        return groups;
    }
}

function compile(text, flags, pattern) {
    try {
        return new RegExp(text, flags);
    } catch (error) {
        throw invalid(`${error.message} in "${pattern}"`);
    }
}

function put(groups, name, value) {
    if (name !== "__proto__") groups[name] = value;
    else defineProperty(groups, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
}

function isSpecial(component) {
    for (const scheme in defaultPorts) if (component.matches(scheme)) return true;
    return false;
}

// Most components of most patterns.
const anything = new Component("*", plainOptions, (text) => text);

function component(pattern, options, encodeText, ignoreCase) {
    return pattern === "*" ? anything : new Component(pattern, options, encodeText, ignoreCase);
}

// The protocol of a URL is needed to read the rest of it, and once more in its place.
let lastProtocol = anything, lastProtocolPattern = "*";

function protocolComponent(pattern) {
    if (pattern !== lastProtocolPattern) {
        lastProtocol = new Component(pattern, plainOptions, (text) => encode("protocol", text));
        lastProtocolPattern = pattern;
    }
    return lastProtocol;
}

const ipv6Start = /^[{\\]?\[/;

/** @returns {Component[]} in the order of `names` */
function compileAll(init, ignoreCase) {
    const plain = (name, fold) => component(init[name], plainOptions, (text) => encode(name, text), fold);
    const protocol = protocolComponent(init.protocol);
    const { hostname, pathname } = init;
    const ipv6 = hostname.length > 1 && ipv6Start.test(hostname);
    return [
        protocol,
        plain("username"),
        plain("password"),
        component(hostname, hostnameOptions, ipv6 ? encodeIPv6 : (text) => encode("hostname", text)),
        component(init.port, plainOptions, (text) => encode("port", text, "")), // no port is the default one here
        isSpecial(protocol)
            ? component(pathname, pathnameOptions, (text) => encode("pathname", text), ignoreCase)
            : component(pathname, plainOptions, (text) => encode("pathname", text, ""), ignoreCase),
        plain("search", ignoreCase),
        plain("hash", ignoreCase),
    ];
}

// --- URLPatternInit -------------------------------------------------------------------------------

/** The values of a parsed URL in the order of `names`. */
function valuesOf(c) {
    const { href } = c;
    return [
        href.slice(0, c.protocolEnd - 1),
        href.slice(c.usernameStart, c.usernameEnd),
        href.slice(c.passwordStart, c.passwordEnd),
        href.slice(c.hostnameStart, c.hostnameEnd),
        href.slice(c.hostnameEnd + 1, c.hostEnd),
        href.slice(c.pathnameStart, c.pathnameEnd),
        href.slice(c.pathnameEnd + 1, c.searchEnd),
        href.slice(c.searchEnd + 1),
    ];
}

// A part of the base is inherited while nothing at or before its place is given.
function inherit(result, init, base, isPattern) {
    const [protocol, username, password, hostname, port, pathname, search, hash] = valuesOf(base);
    const quote = isPattern ? escapePattern : (text) => text;
    if (init.protocol !== undefined) return;
    result.protocol = quote(protocol);
    if (init.hostname !== undefined) return;
    result.hostname = quote(hostname);
    if (init.port !== undefined) return;
    result.port = port;
    if (!isPattern && init.username === undefined) {
        result.username = username;
        if (init.password === undefined) result.password = password;
    }
    if (init.pathname !== undefined) return;
    result.pathname = quote(pathname);
    if (init.search !== undefined) return;
    result.search = quote(search);
    if (init.hash === undefined) result.hash = quote(hash);
}

function isAbsolute(pathname, isPattern) {
    return pathname[0] === "/" || (isPattern && pathname[1] === "/" && (pathname[0] === "\\" || pathname[0] === "{"));
}

// A base whose path does not begin with a slash has an opaque path, or none.
function resolvePath(pathname, base, isPattern) {
    if (base === undefined || isAbsolute(pathname, isPattern)) return pathname;
    const basePath = base.href.slice(base.pathnameStart, base.pathnameEnd);
    if (basePath[0] !== "/") return pathname;
    const folder = basePath.slice(0, basePath.lastIndexOf("/") + 1);
    return (isPattern ? escapePattern(folder) : folder) + pathname;
}

/** "Process a URLPatternInit". @param {object} result what there is already */
function processInit(init, isPattern, result) {
    let base;
    if (init.baseURL !== undefined) {
        base = parseUrl(init.baseURL, undefined);
        if (base === undefined) throw invalid(`the base URL "${init.baseURL}" is not a URL`);
        inherit(result, init, base, isPattern);
    }
    const set = (name, text, scheme) => {
        result[name] = isPattern ? text : encode(name, text, scheme);
    };
    const { protocol, username, password, hostname, port, pathname, search, hash } = init;
    if (protocol !== undefined) set("protocol", protocol.endsWith(":") ? protocol.slice(0, -1) : protocol);
    if (username !== undefined) set("username", username);
    if (password !== undefined) set("password", password);
    if (hostname !== undefined) set("hostname", hostname);
    const scheme = result.protocol ?? "";
    if (port !== undefined) set("port", port, scheme);
    if (pathname !== undefined) set("pathname", resolvePath(pathname, base, isPattern), scheme === "" ? "https" : scheme);
    if (search !== undefined) set("search", search.startsWith("?") ? search.slice(1) : search);
    if (hash !== undefined) set("hash", hash.startsWith("#") ? hash.slice(1) : hash);
    return result;
}

/** "Create". @param {string | object} input of toInput() @returns {Component[]} */
function create(input, baseURL, ignoreCase) {
    let init = input;
    if (typeof input === "string") {
        init = parseUrlPattern(input, (protocol) => isSpecial(protocolComponent(protocol)));
        if (baseURL === undefined && init.protocol === undefined) throw invalid(`"${input}" is relative, and there is no base URL`);
        init.baseURL = baseURL;
    } else if (baseURL !== undefined) {
        throw invalid("the base URL of an object has to be its member baseURL");
    }
    const result = processInit(init, true, { __proto__: null });
    for (const name of names) result[name] ??= "*";
    if (result.port !== "" && defaultPorts[result.protocol] === result.port) result.port = "";
    return compileAll(result, ignoreCase);
}

// --- arguments ------------------------------------------------------------------------------------

const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

/** A string, or an object without a prototype. */
function toInput(value) {
    if (value !== undefined && value !== null && !isObject(value)) return wellFormed(value);
    const init = { __proto__: null };
    if (!isObject(value)) return init;
    for (const name of initNames) {
        const member = value[name];
        if (member !== undefined) init[name] = wellFormed(member);
    }
    return init;
}

function toIgnoreCase(options) {
    if (options === undefined || options === null) return false;
    if (!isObject(options)) throw new (require("internal/errors").codes.ERR_INVALID_ARG_TYPE)("options", "object", options);
    return Boolean(options.ignoreCase);
}

/** The values to match, or undefined if there is no such URL. */
function valuesOfInput(input, baseURL, method) {
    if (typeof input === "string") {
        const url = parseUrl(input, baseURL);
        return url === undefined ? undefined : valuesOf(url);
    }
    if (baseURL !== undefined) {
        const error = new TypeError(`Failed to ${method} URLPattern: the base URL of an object has to be its member baseURL`);
        error.code = "ERR_OPERATION_FAILED";
        throw error;
    }
    const result = { __proto__: null };
    for (const name of names) result[name] = "";
    try {
        processInit(input, false, result);
    } catch (error) {
        if (error.code === "ERR_INVALID_URL_PATTERN") return undefined;
        throw error;
    }
    return names.map((name) => result[name]);
}

// --- the class ------------------------------------------------------------------------------------

class Pattern {
    #components;

    constructor(components) {
        this.#components = components;
    }

    static #of(object) {
        if (isObject(object) && #components in object) return object.#components;
        const error = new TypeError("Illegal invocation"); // Node's words
        error.code = "ERR_INVALID_THIS";
        throw error;
    }

    get protocol() { return Pattern.#of(this)[0].pattern; }
    get username() { return Pattern.#of(this)[1].pattern; }
    get password() { return Pattern.#of(this)[2].pattern; }
    get hostname() { return Pattern.#of(this)[3].pattern; }
    get port() { return Pattern.#of(this)[4].pattern; }
    get pathname() { return Pattern.#of(this)[5].pattern; }
    get search() { return Pattern.#of(this)[6].pattern; }
    get hash() { return Pattern.#of(this)[7].pattern; }
    get hasRegExpGroups() { return Pattern.#of(this).some((component) => component.hasRegExpGroups); }

    /** @param {string | URLPatternInit} [input] @param {string} [baseURL] @returns {boolean} */
    test(input = undefined, baseURL = undefined) {
        const components = Pattern.#of(this);
        input = toInput(input);
        if (baseURL !== undefined) baseURL = wellFormed(baseURL);
        const values = valuesOfInput(input, baseURL, "test");
        if (values === undefined) return false;
        for (let i = 0; i < names.length; i++) if (!components[i].matches(values[i])) return false;
        return true;
    }

    /** @param {string | URLPatternInit} [input] @param {string} [baseURL] @returns {URLPatternResult | null} */
    exec(input = undefined, baseURL = undefined) {
        const components = Pattern.#of(this);
        input = toInput(input);
        if (baseURL !== undefined) baseURL = wellFormed(baseURL);
        const values = valuesOfInput(input, baseURL, "execute");
        if (values === undefined) return null;
        const result = { inputs: [typeof input === "string" ? input : { ...input }] };
        if (baseURL !== undefined) result.inputs.push(baseURL);
        for (let i = 0; i < names.length; i++) {
            const groups = components[i].groups(values[i]);
            if (groups === undefined) return null;
            result[names[i]] = { input: values[i], groups };
        }
        return result;
    }

    [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
        const components = Pattern.#of(this);
        if (typeof depth === "number" && depth < 0) return options.stylize("[URLPattern]", "special");
        const shown = {};
        for (let i = 0; i < names.length; i++) shown[names[i]] = components[i].pattern;
        shown.hasRegExpGroups = this.hasRegExpGroups;
        return `${this.constructor.name} ${inspect(shown, options)}`;
    }
}

/**
 * (input, baseURL, options) or (input, options), by the second argument if there are two.
 * A function, not a class: without `new` it throws Node's error.
 */
function URLPattern() {
    if (new.target === undefined) throw new (require("internal/errors").codes.ERR_CONSTRUCT_CALL_REQUIRED)("URLPattern");
    const { 0: given, 1: second, 2: third, length } = arguments;
    const hasBase = length > 2 || (length === 2 && second !== undefined && second !== null && !isObject(second));
    const input = toInput(given);
    const baseURL = hasBase ? wellFormed(second) : undefined;
    const ignoreCase = toIgnoreCase(hasBase ? third : second);
    return Reflect.construct(Pattern, [create(input, baseURL, ignoreCase)], new.target);
}

const { prototype } = Pattern;
defineProperty(URLPattern, "prototype", { __proto__: null, value: prototype, writable: false });
defineProperty(prototype, "constructor", { __proto__: null, configurable: true, writable: true, value: URLPattern });
for (const name of [...names, "hasRegExpGroups", "test", "exec"]) {
    defineProperty(prototype, name, { __proto__: null, enumerable: true });
}
defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), { __proto__: null, enumerable: false });
defineProperty(prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: "URLPattern" });

module.exports = { URLPattern };
