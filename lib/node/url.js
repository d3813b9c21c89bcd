// node:url - the WHATWG classes again, conversions between file: URLs and paths, and the legacy API
// (parse, format, resolve), which is in internal/url_legacy because few programs still load it.
const { Error, Number, Object, decodeURIComponent } = globalThis;
const web = require("web/url");
const { codes } = require("internal/errors");
const { URL } = web;

function lazy(specifier) {
    let loaded;
    return () => (loaded ??= require(specifier));
}
const legacy = lazy("internal/url_legacy");
const path = lazy("node:path");

let warned = false;

// Node.js's DEP0169: once, and not for calls from packages (their users can do nothing about it).
function deprecated() {
    if (warned) return legacy();
    const caller = /\n\s+at (?:.*\()?(?:file:\/\/)?(\/[^\n]*)/.exec(new Error().stack);
    if (caller && caller[1].includes("/node_modules/")) return legacy();
    warned = true;
    require("internal/process").process.emitWarning(
        "`url.parse()` behavior is not standardized and prone to errors that have security implications. Use the " +
        "WHATWG URL API instead. CVEs are not issued for `url.parse()` vulnerabilities.", "DeprecationWarning", "DEP0169");
    return legacy();
}

// URLs of other realms count too; legacy Url objects have `auth` and `path`.
function isURL(value) {
    return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function fileUrl(value) {
    if (typeof value === "string") value = new URL(value);
    else if (!isURL(value)) throw new codes.ERR_INVALID_ARG_TYPE("path", ["string", "URL"], value);
    if (value.protocol !== "file:") throw new codes.ERR_INVALID_URL_SCHEME("file");
    return value;
}

function posixPath(url, strict) {
    if (url.hostname !== "") throw new codes.ERR_INVALID_FILE_URL_HOST("linux");
    if (strict && /%2f/i.test(url.pathname)) {
        throw new codes.ERR_INVALID_FILE_URL_PATH("must not include encoded / characters", url.href);
    }
    return url.pathname;
}

function windowsPath(url, strict, decode) {
    if (strict && /%2f|%5c/i.test(url.pathname)) {
        throw new codes.ERR_INVALID_FILE_URL_PATH("must not include encoded \\ or / characters", url.href);
    }
    const pathname = decode(url.pathname.replaceAll("/", "\\"));
    if (url.hostname !== "") return `\\\\${web.domainToUnicode(url.hostname)}${pathname}`;
    if (!/^.[a-z]:/i.test(pathname)) throw new codes.ERR_INVALID_FILE_URL_PATH("must be absolute", url.href);
    return pathname.slice(1);
}

/** @param {string | URL} value @param {{windows?: boolean}} [options] */
function fileURLToPath(value, options = {}) {
    const url = fileUrl(value);
    if (options?.windows ?? false) return windowsPath(url, true, decodeURIComponent);
    return decodeURIComponent(posixPath(url, true));
}

/** As fileURLToPath, but the bytes: names on disk need not be UTF-8. */
function fileURLToPathBuffer(value, options = {}) {
    const url = fileUrl(value);
    const { unescapeBuffer } = require("node:querystring");
    if (!(options?.windows ?? false)) return unescapeBuffer(posixPath(url, false));
    return require("node:buffer").Buffer.from(windowsPath(url, false, (text) => unescapeBuffer(text).toString()));
}

function encodePath(text, windows) {
    let out = text.replaceAll("%", "%25");
    if (!windows) out = out.replaceAll("\\", "%5C");
    return out.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll("\t", "%09")
        .replaceAll("?", "%3F").replaceAll("#", "%23");
}

function uncUrl(filepath) {
    // \\server\share\rest
    const end = filepath.indexOf("\\", 2);
    if (end === -1) throw new codes.ERR_INVALID_ARG_VALUE("path", filepath, "Missing UNC resource path");
    if (end === 2) throw new codes.ERR_INVALID_ARG_VALUE("path", filepath, "Empty UNC servername");
    const url = new URL("file://");
    url.hostname = web.domainToASCII(filepath.slice(2, end));
    url.pathname = encodePath(filepath.slice(end).replaceAll("\\", "/"), true);
    return url;
}

/** @param {string} filepath @param {{windows?: boolean}} [options] @returns {URL} */
function pathToFileURL(filepath, options = undefined) {
    if (typeof filepath !== "string") throw new codes.ERR_INVALID_ARG_TYPE("path", "string", filepath);
    const windows = options?.windows ?? false;
    if (windows && filepath.startsWith("\\\\")) return uncUrl(filepath);
    let resolved = windows ? path().win32.resolve(filepath) : path().posix.resolve(filepath);
    const last = filepath[filepath.length - 1];
    const trailing = last === "/" || (windows && last === "\\");
    if (trailing && !resolved.endsWith(windows ? "\\" : "/")) resolved += "/";
    if (windows) resolved = resolved.replaceAll("\\", "/").replace(/^\/?/, "/");
    return new URL(`file://${encodePath(resolved, windows)}`);
}

/** The options http.request() wants. @param {URL} url */
function urlToHttpOptions(url) {
    const { hostname, pathname, port, username, password, search } = url;
    const options = {
        __proto__: null,
        ...url,
        protocol: url.protocol,
        hostname: hostname && hostname[0] === "[" ? hostname.slice(1, -1) : hostname,
        hash: url.hash,
        search,
        pathname,
        path: `${pathname || ""}${search || ""}`,
        href: url.href,
    };
    if (port !== "") options.port = Number(port);
    if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return options;
}

function domainToASCII(domain) {
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("domain");
    return web.domainToASCII(domain);
}

function domainToUnicode(domain) {
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS("domain");
    return web.domainToUnicode(domain);
}

function flag(options, name) {
    return options?.[name] === undefined || options[name] === null ? true : Boolean(options[name]);
}

function formatURL(url, options) {
    const fragment = flag(options, "fragment"), unicode = Boolean(options?.unicode);
    const search = flag(options, "search"), auth = flag(options, "auth");
    const copy = new URL(url.href);
    if (!fragment) copy.hash = "";
    if (!search) copy.search = "";
    if (!auth) {
        copy.username = "";
        copy.password = "";
    }
    if (!unicode || copy.hostname === "") return copy.href;
    const start = copy.href.indexOf(copy.hostname, copy.protocol.length + (copy.username + copy.password).length);
    return copy.href.slice(0, start) + web.domainToUnicode(copy.hostname) + copy.href.slice(start + copy.hostname.length);
}

/** @param {string | object | URL} value */
function format(value, options) {
    if (typeof value === "string") return deprecated().parse(value).format();
    if (typeof value !== "object" || value === null) {
        throw new codes.ERR_INVALID_ARG_TYPE("urlObject", ["Object", "string"], value);
    }
    if (!isURL(value)) return legacy().Url.prototype.format.call(value);
    if (options) require("internal/validators").validateObject(options, "options");
    return formatURL(value, options);
}

module.exports = {
    parse: (url, parseQueryString, slashesDenoteHost) => deprecated().parse(url, parseQueryString, slashesDenoteHost),
    resolve: (source, relative) => deprecated().resolve(source, relative),
    resolveObject: (source, relative) => deprecated().resolveObject(source, relative),
    format,
    URL,
    URLSearchParams: web.URLSearchParams,
    domainToASCII,
    domainToUnicode,
    pathToFileURL,
    fileURLToPath,
    fileURLToPathBuffer,
    urlToHttpOptions,
};

Object.defineProperty(module.exports, "Url", {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: () => legacy().Url,
});
Object.defineProperty(module.exports, "URLPattern", {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: () => globalThis.URLPattern,
});
