// url_legacy.js - url.parse, url.resolve and the Url class: not a standard, but what Node.js has always
// done. Each step below is behaviour that programs and Node's own tests rely on.
const { Object, decodeURIComponent, encodeURIComponent } = globalThis;
const { codes } = require("internal/errors");

let querystringModule;
function querystring() {
    return (querystringModule ??= require("node:querystring"));
}

const noHost = new globalThis.Set(["javascript", "javascript:"]);
const slashed = new globalThis.Set(["http", "http:", "https", "https:", "ftp", "ftp:", "gopher", "gopher:",
    "file", "file:", "ws", "ws:", "wss", "wss:"]);

const MAX_HOSTNAME = 255;
const edges = /^[\t\n\f\r \u00a0\ufeff]+|[\t\n\f\r \u00a0\ufeff]+$/g;
const simplePath = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const protocolStart = /^[a-z0-9.+-]+:/i;
const userAtHost = /^\/\/[^@/]+@[^@/]+/;
const forbiddenHost = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const forbiddenIpv6Host = /[\0\t\n\r #%/<>?@\\^|]/;
const pathEscapes = /[\t\n\r "'<>\\^`{|}]/g;

function escapeUnit(c) {
    return `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

function invalid(url) {
    return new codes.ERR_INVALID_URL(url);
}

function isIpv6(hostname) {
    return hostname[0] === "[" && hostname.endsWith("]");
}

// Backslashes before the query or fragment are slashes, as in browsers.
function normalizeSlashes(text) {
    const end = text.search(/[?#]/);
    const head = end < 0 ? text : text.slice(0, end);
    return head.includes("\\") ? head.replaceAll("\\", "/") + (end < 0 ? "" : text.slice(end)) : text;
}

class Places {
    constructor(text) {
        this.text = text; // without tabs and line ends inside the host
        this.at = -1;
        this.end = -1; // of the host
    }
}

// Finds the last "@" before the path, and where the host ends.
function scanHost(text) {
    const places = new Places(text);
    for (let i = 0; i < places.text.length; i++) {
        const c = places.text[i];
        if (c === "\t" || c === "\n" || c === "\r") {
            places.text = places.text.slice(0, i) + places.text.slice(i + 1);
            i--;
        } else if (c === "@") {
            places.at = i;
            places.end = -1;
        } else if (c === "/" || c === "?" || c === "#") {
            if (places.end < 0) places.end = i;
            break;
        } else if (places.end < 0 && " \"%';<>\\^`{|}".includes(c)) {
            places.end = i;
        }
    }
    return places;
}

class Url {
    constructor() {
        this.protocol = null;
        this.slashes = null;
        this.auth = null;
        this.host = null;
        this.port = null;
        this.hostname = null;
        this.hash = null;
        this.search = null;
        this.query = null;
        this.pathname = null;
        this.path = null;
        this.href = null;
    }
}

function setQuery(url, search, parseQueryString) {
    if (search !== null) {
        url.search = search;
        url.query = parseQueryString ? querystring().parse(search.slice(1)) : search.slice(1);
    } else if (parseQueryString) {
        url.search = null;
        url.query = { __proto__: null };
    }
}

function setHostname(url, rest, whole) {
    let hostname = url.hostname ?? "";
    const ipv6 = isIpv6(hostname);
    if (!ipv6) {
        const bad = hostname.search(/[/\\#?:]/);
        if (hostname[bad] === ":") throw new codes.ERR_INVALID_ARG_VALUE("url", "Invalid port in url", whole);
        if (bad >= 0) {
            rest = `/${hostname.slice(bad)}${rest}`;
            hostname = hostname.slice(0, bad);
        }
    }
    hostname = hostname.length > MAX_HOSTNAME ? "" : hostname.toLowerCase();
    if (hostname !== "") {
        if ((ipv6 ? forbiddenIpv6Host : forbiddenHost).test(hostname)) throw invalid(whole);
        if (!ipv6) {
            hostname = toASCII(hostname);
            if (hostname === "" || forbiddenHost.test(hostname)) throw invalid(whole);
        }
    }
    url.host = hostname + (url.port ? `:${url.port}` : "");
    if (ipv6) {
        hostname = hostname.slice(1, -1);
        if (rest[0] !== "/") rest = `/${rest}`;
    }
    url.hostname = hostname;
    return rest;
}

function toASCII(hostname) {
    for (let i = 0; i < hostname.length; i++) {
        if (hostname.charCodeAt(i) > 127) return require("web/url").domainToASCII(hostname);
    }
    return hostname;
}

function takeHost(url, text, whole) {
    const places = scanHost(text);
    let start = 0;
    if (places.at >= 0) {
        url.auth = decodeURIComponent(places.text.slice(0, places.at));
        start = places.at + 1;
    }
    const end = places.end < 0 ? places.text.length : places.end;
    url.host = places.text.slice(start, end);
    parseHost.call(url);
    return setHostname(url, places.text.slice(end), whole);
}

function parseHost() {
    let host = this.host;
    const port = /:[0-9]*$/.exec(host);
    if (port) {
        if (port[0] !== ":") this.port = port[0].slice(1);
        host = host.slice(0, host.length - port[0].length);
    }
    if (host) this.hostname = host;
}

// The part behind the authority.
function takePath(url, rest, parseQueryString, lowerProtocol) {
    const hash = rest.indexOf("#");
    if (hash >= 0) url.hash = rest.slice(hash);
    const head = hash < 0 ? rest : rest.slice(0, hash);
    const question = head.indexOf("?");
    setQuery(url, question < 0 ? null : head.slice(question), parseQueryString);
    const pathname = question < 0 ? head : head.slice(0, question);
    if (pathname !== "") url.pathname = pathname;
    if (slashed.has(lowerProtocol) && url.hostname && !url.pathname) url.pathname = "/";
    if (url.pathname || url.search) url.path = (url.pathname || "") + (url.search || "");
}

function parseInto(self, url, parseQueryString, slashesDenoteHost) {
    require("internal/validators").validateString(url, "url");
    let rest = normalizeSlashes(url.replace(edges, ""));
    if (!slashesDenoteHost && !/#|^[^?]*@/.test(rest)) {
        const simple = simplePath.exec(rest);
        if (simple) {
            self.path = self.href = rest;
            self.pathname = simple[1];
            setQuery(self, simple[2] ?? null, parseQueryString);
            return self;
        }
    }
    const match = protocolStart.exec(rest);
    const protocol = match ? match[0] : undefined, lower = protocol?.toLowerCase();
    if (protocol) {
        self.protocol = lower;
        rest = rest.slice(protocol.length);
    }
    let slashes = false;
    if (slashesDenoteHost || protocol || userAtHost.test(rest)) {
        slashes = rest.startsWith("//");
        if (slashes && !(lower && noHost.has(lower))) {
            rest = rest.slice(2);
            self.slashes = true;
        }
    }
    if (!noHost.has(lower) && (slashes || (protocol && !slashed.has(lower)))) rest = takeHost(self, rest, url);
    if (!noHost.has(lower)) rest = rest.replace(pathEscapes, escapeUnit);
    takePath(self, rest, parseQueryString, lower);
    self.href = self.format();
    return self;
}

// --- format ---------------------------------------------------------------------------------------

function formatHost(url) {
    let auth = "";
    if (url.auth) auth = `${encodeURIComponent(url.auth).replaceAll("%3A", ":")}@`;
    if (url.host) return auth + url.host;
    if (!url.hostname) return "";
    const { hostname } = url;
    const bare = hostname.includes(":") && !isIpv6(hostname) ? `[${hostname}]` : hostname;
    return auth + bare + (url.port ? `:${url.port}` : "");
}

function formatSearch(url) {
    let query = "";
    if (url.query !== null && typeof url.query === "object") query = querystring().stringify(url.query);
    let search = url.search || (query && `?${query}`) || "";
    search = search.replaceAll("#", "%23");
    return search && search[0] !== "?" ? `?${search}` : search;
}

function format() {
    let protocol = this.protocol || "", pathname = this.pathname || "", hash = this.hash || "";
    let host = formatHost(this);
    if (protocol && !protocol.endsWith(":")) protocol += ":";
    pathname = pathname.replaceAll("#", "%23").replaceAll("?", "%3F");
    if (this.slashes || slashed.has(protocol)) {
        if (this.slashes || host) {
            if (pathname && pathname[0] !== "/") pathname = `/${pathname}`;
            host = `//${host}`;
        } else if (protocol.startsWith("file")) {
            host = "//";
        }
    }
    if (hash && hash[0] !== "#") hash = `#${hash}`;
    return protocol + host + pathname + formatSearch(this) + hash;
}

// --- resolve --------------------------------------------------------------------------------------

function finish(url) {
    url.href = url.format();
    return url;
}

function joinPath(url) {
    if (url.pathname || url.search) url.path = (url.pathname || "") + (url.search || "");
}

function copyAll(from, to, skipProtocol) {
    for (const key of Object.keys(from)) if (!skipProtocol || key !== "protocol") to[key] = from[key];
}

// Another protocol: nothing of the source's path survives.
function changeProtocol(result, relative) {
    if (!slashed.has(relative.protocol)) {
        copyAll(relative, result, false);
        return finish(result);
    }
    result.protocol = relative.protocol;
    if (!relative.host && !/^file:?$/.test(relative.protocol) && !noHost.has(relative.protocol)) {
        const parts = (relative.pathname || "").split("/");
        while (parts.length && !relative.host) relative.host = parts.shift();
        relative.host ||= "";
        relative.hostname ||= "";
        if (parts[0] !== "") parts.unshift("");
        if (parts.length < 2) parts.unshift("");
        result.pathname = parts.join("/");
    } else {
        result.pathname = relative.pathname;
    }
    result.search = relative.search;
    result.query = relative.query;
    result.host = relative.host || "";
    result.auth = relative.auth;
    result.hostname = relative.hostname || relative.host;
    result.port = relative.port;
    joinPath(result);
    result.slashes ||= relative.slashes;
    return finish(result);
}

// "user@host" that was kept as a first path element.
function splitAuth(result) {
    if (!(result.host && result.host.indexOf("@") > 0)) return;
    const [auth, host] = result.host.split("@");
    result.auth = auth;
    result.host = result.hostname = host;
}

function prependHost(parts, host) {
    if (!host) return;
    if (parts[0] === "") parts[0] = host;
    else parts.unshift(host);
}

// Removes "." and ".."; returns how many ".." went above the start.
function removeDots(parts) {
    let up = 0;
    for (let i = parts.length - 1; i >= 0; i--) {
        if (parts[i] === ".") {
            parts.splice(i, 1);
        } else if (parts[i] === "..") {
            parts.splice(i, 1);
            up++;
        } else if (up > 0) {
            parts.splice(i, 1);
            up--;
        }
    }
    return up;
}

function takeAuthority(result, relative) {
    if (relative.host || relative.host === "") {
        if (result.host !== relative.host) result.auth = null;
        result.host = relative.host;
        result.port = relative.port;
    }
    if (relative.hostname || relative.hostname === "") {
        if (result.hostname !== relative.hostname) result.auth = null;
        result.hostname = relative.hostname;
    }
}

// mailto: and the like have no "//": the host takes part as the first path element.
function hostIntoPath(result, relative, parts, relParts) {
    result.hostname = "";
    result.port = null;
    prependHost(parts, result.host);
    result.host = "";
    if (!relative.protocol) return;
    relative.hostname = null;
    relative.port = null;
    result.auth = null;
    prependHost(relParts, relative.host);
    relative.host = null;
}

function resolveSearch(result, relative, parts, flat) {
    if (flat) {
        result.hostname = result.host = parts.shift();
        splitAuth(result);
    }
    result.search = relative.search;
    result.query = relative.query;
    if (result.pathname !== null || result.search !== null) result.path = (result.pathname || "") + (result.search || "");
    return finish(result);
}

function finishPath(result, relative, parts, flat, mustEndAbs) {
    const absolute = parts[0] === "" || Boolean(parts[0] && parts[0][0] === "/");
    if (flat) {
        result.hostname = result.host = absolute ? "" : parts.length ? parts.shift() : "";
        splitAuth(result);
    }
    mustEndAbs ||= result.host && parts.length;
    if (mustEndAbs && !absolute) parts.unshift("");
    if (parts.length) {
        result.pathname = parts.join("/");
    } else {
        result.pathname = null;
        result.path = null;
    }
    if (result.pathname !== null || result.search !== null) result.path = (result.pathname || "") + (result.search || "");
    result.auth = relative.auth || result.auth;
    result.slashes ||= relative.slashes;
    return finish(result);
}

function resolvePath(result, relative) {
    const sourceAbs = Boolean(result.pathname && result.pathname[0] === "/");
    const relAbs = Boolean(relative.host || (relative.pathname && relative.pathname[0] === "/"));
    let mustEndAbs = relAbs || sourceAbs || Boolean(result.host && relative.pathname);
    const removeAll = mustEndAbs;
    let parts = (result.pathname && result.pathname.split("/")) || [];
    const relParts = (relative.pathname && relative.pathname.split("/")) || [];
    const flat = Boolean(result.protocol && !slashed.has(result.protocol));
    if (flat) {
        hostIntoPath(result, relative, parts, relParts);
        mustEndAbs = mustEndAbs && (relParts[0] === "" || parts[0] === "");
    }
    if (relAbs) {
        takeAuthority(result, relative);
        parts = relParts;
    } else if (relParts.length) {
        parts.pop();
        parts = parts.concat(relParts);
    } else if (relative.search !== null && relative.search !== undefined) {
        return resolveSearch(result, relative, parts, flat);
    }
    if (relAbs || relParts.length) {
        result.search = relative.search;
        result.query = relative.query;
    }
    if (!parts.length) {
        result.pathname = null;
        result.path = result.search ? `/${result.search}` : null;
        return finish(result);
    }
    const last = parts[parts.length - 1];
    const dots = last === "." || last === "..";
    const trailing = last === "" || (dots && Boolean(result.host || relative.host || parts.length > 1));
    let up = removeDots(parts);
    if (!mustEndAbs && !removeAll) for (; up > 0; up--) parts.unshift("..");
    if (mustEndAbs && parts[0] !== "" && (!parts[0] || parts[0][0] !== "/")) parts.unshift("");
    if (trailing && !parts.join("/").endsWith("/")) parts.push("");
    return finishPath(result, relative, parts, flat, mustEndAbs);
}

function resolveFrom(source, relative) {
    if (typeof relative === "string") relative = parseInto(new Url(), relative, false, true);
    const result = new Url();
    copyAll(source, result, false);
    result.hash = relative.hash;
    if (relative.href === "") return finish(result);
    if (relative.slashes && !relative.protocol) {
        copyAll(relative, result, true);
        if (slashed.has(result.protocol) && result.hostname && !result.pathname) result.path = result.pathname = "/";
        return finish(result);
    }
    if (relative.protocol && relative.protocol !== result.protocol) return changeProtocol(result, relative);
    return resolvePath(result, relative);
}

// Url's methods are enumerable and Url can be called without `new`, as the constructor function it was.
function LegacyUrl() {
    const url = new.target ? this : undefined;
    const made = new Url();
    if (url === undefined) return undefined;
    Object.assign(url, made);
}
LegacyUrl.prototype = Url.prototype;
Object.defineProperty(Url.prototype, "constructor", {
    __proto__: null, value: LegacyUrl, writable: true, enumerable: false, configurable: true,
});
Object.defineProperty(LegacyUrl, "name", { __proto__: null, value: "Url", configurable: true });

Object.assign(Url.prototype, {
    parse(url, parseQueryString, slashesDenoteHost) {
        return parseInto(this, url, parseQueryString, slashesDenoteHost);
    },
    format,
    resolve(relative) {
        return this.resolveObject(parse(relative, false, true)).format();
    },
    resolveObject(relative) {
        return resolveFrom(this, relative);
    },
    parseHost,
});

/** @param {string | Url} url */
function parse(url, parseQueryString, slashesDenoteHost) {
    if (url instanceof Url) return url;
    return parseInto(new Url(), url, parseQueryString, slashesDenoteHost);
}

module.exports = {
    Url: LegacyUrl,
    parse,
    resolve: (source, relative) => parse(source, false, true).resolve(relative),
    resolveObject: (source, relative) => (source ? parse(source, false, true).resolveObject(relative) : relative),
};
