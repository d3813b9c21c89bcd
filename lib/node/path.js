// node:path - posix and win32 path arithmetic. Pure string work in JavaScript: a crossing costs more than
// the work on short strings. No regular expressions on the hot paths (resolve, join, normalize).
"use strict";

const { Object, String } = globalThis;
const validators = () => require("internal/validators");

/** A path as text: a string or, as in Bun, a String object. */
function pathText(value, name) {
    if (typeof value === "string") return value;
    if (value instanceof String) return `${value}`;
    return validators().validateString(value, name);
}

const SLASH = 47;
const BACKSLASH = 92;
const DOT = 46;
const COLON = 58;

const isWin32Separator = (code) => code === SLASH || code === BACKSLASH;
const isDriveLetter = (code) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

// Drops "." and resolves ".." segments; without `allowAbove`, ".." at the root disappears.
function collapse(path, allowAbove, separator, isSeparator) {
    let out = "";
    let depth = 0;              // segments in `out` that ".." may remove
    let start = 0;
    const length = path.length;
    for (let i = 0; i <= length; i++) {
        if (i < length && !isSeparator(path.charCodeAt(i))) continue;
        const size = i - start;
        const dots = (size === 1 || size === 2) && path.charCodeAt(start) === DOT && path.charCodeAt(i - 1) === DOT;
        if (size === 0 || (dots && size === 1)) {
            // empty or "."
        } else if (dots) {
            if (depth > 0) {
                const cut = out.lastIndexOf(separator);
                out = cut === -1 ? "" : out.slice(0, cut);
                depth--;
            } else if (allowAbove) {
                out += out.length > 0 ? `${separator}..` : "..";
            }
        } else {
            const segment = path.slice(start, i);
            out = out.length > 0 ? out + separator + segment : segment;
            depth++;
        }
        start = i + 1;
    }
    return out;
}

const isPosixSeparator = (code) => code === SLASH;

function formatPath(separator, pathObject) {
    validators().validateObject(pathObject, "pathObject");
    const dir = pathObject.dir || pathObject.root;
    const ext = pathObject.ext;
    const base = pathObject.base || `${pathObject.name || ""}${ext ? `${ext[0] === "." ? "" : "."}${ext}` : ""}`;
    if (!dir) return base;
    return dir === pathObject.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

// Shared by both: the last segment of `path` from `start` on, without trailing separators.
function lastSegment(path, start, isSeparator) {
    let end = path.length;
    while (end > start && isSeparator(path.charCodeAt(end - 1))) end--;
    let begin = end;
    while (begin > start && !isSeparator(path.charCodeAt(begin - 1))) begin--;
    return [begin, end];
}

function baseName(path, suffix, start, isSeparator) {
    const [begin, end] = lastSegment(path, start, isSeparator);
    const base = path.slice(begin, end);
    if (suffix === undefined || suffix.length === 0 || suffix.length > path.length) return base;
    // A path that is nothing but the suffix has an empty base only when they are the same string.
    if (suffix === path) return "";
    // Node answers the separators themselves when there is no segment to cut from.
    if (base === "") return path.slice(start);
    return base.endsWith(suffix) && base !== suffix ? base.slice(0, base.length - suffix.length) : base;
}

// Offset of the extension's dot in a base name, or -1: not for ".profile", "..", "name".
function extensionDot(base) {
    const dot = base.lastIndexOf(".");
    if (dot <= 0 || base === "..") return -1;
    return dot;
}

function extName(path, start, isSeparator) {
    const [begin, end] = lastSegment(path, start, isSeparator);
    const base = path.slice(begin, end);
    const dot = extensionDot(base);
    return dot === -1 ? "" : base.slice(dot);
}

function checkSuffix(suffix) {
    if (suffix !== undefined) suffix = pathText(suffix, "suffix");
}

function glob(path, pattern, windows) {
    path = pathText(path, "path");
    pattern = pathText(pattern, "pattern");
    return require("internal/glob_match").matchGlobPattern(path, pattern, windows);
}

// --- posix ---------------------------------------------------------------------------------------------

const cwd = () => process.cwd();

const posix = {
    resolve(...args) {
        if (args.length === 0 || (args.length === 1 && (args[0] === "" || args[0] === "."))) {
            const path = cwd();
            if (path.charCodeAt(0) === SLASH) return path;
        }
        let resolved = "";
        let absolute = false;
        for (let i = args.length - 1; i >= 0 && !absolute; i--) {
            const path = pathText(args[i], `paths[${i}]`);
            if (path.length === 0) continue;
            resolved = `${path}/${resolved}`;
            absolute = path.charCodeAt(0) === SLASH;
        }
        if (!absolute) {
            const path = cwd();
            resolved = `${path}/${resolved}`;
            absolute = path.charCodeAt(0) === SLASH;
        }
        resolved = collapse(resolved, !absolute, "/", isPosixSeparator);
        if (absolute) return `/${resolved}`;
        return resolved.length > 0 ? resolved : ".";
    },

    normalize(path) {
        path = pathText(path, "path");
        if (path.length === 0) return ".";
        const absolute = path.charCodeAt(0) === SLASH;
        const trailing = path.charCodeAt(path.length - 1) === SLASH;
        path = collapse(path, !absolute, "/", isPosixSeparator);
        if (path.length === 0) {
            if (absolute) return "/";
            return trailing ? "./" : ".";
        }
        if (trailing) path += "/";
        return absolute ? `/${path}` : path;
    },

    isAbsolute(path) {
        path = pathText(path, "path");
        return path.length > 0 && path.charCodeAt(0) === SLASH;
    },

    join(...args) {
        let joined = "";
        for (let i = 0; i < args.length; i++) {
            const part = pathText(args[i], "path");
            if (part.length > 0) joined = joined.length > 0 ? `${joined}/${part}` : part;
        }
        return joined.length === 0 ? "." : posix.normalize(joined);
    },

    relative(from, to) {
        from = pathText(from, "from");
        to = pathText(to, "to");
        if (from === to) return "";
        from = posix.resolve(from);
        to = posix.resolve(to);
        if (from === to) return "";
        const a = from === "/" ? [] : from.slice(1).split("/");
        const b = to === "/" ? [] : to.slice(1).split("/");
        let same = 0;
        while (same < a.length && same < b.length && a[same] === b[same]) same++;
        return [...a.slice(same).fill(".."), ...b.slice(same)].join("/");
    },

    toNamespacedPath(path) {
        return path;
    },

    dirname(path) {
        path = pathText(path, "path");
        if (path.length === 0) return ".";
        const absolute = path.charCodeAt(0) === SLASH;
        let [begin] = lastSegment(path, absolute ? 1 : 0, isPosixSeparator);
        // One separator goes with the segment; more of them stay, as in POSIX dirname("//a") = "//".
        if (begin === (absolute ? 1 : 0)) return absolute ? "/" : ".";
        begin--;
        if (absolute && begin === 1) return "//";
        return begin === 0 ? "/" : path.slice(0, begin);
    },

    basename(path, suffix) {
        checkSuffix(suffix);
        path = pathText(path, "path");
        return baseName(path, suffix, 0, isPosixSeparator);
    },

    extname(path) {
        path = pathText(path, "path");
        return extName(path, 0, isPosixSeparator);
    },

    format: (pathObject) => formatPath("/", pathObject),

    parse(path) {
        path = pathText(path, "path");
        const result = { root: "", dir: "", base: "", ext: "", name: "" };
        if (path.length === 0) return result;
        const absolute = path.charCodeAt(0) === SLASH;
        const start = absolute ? 1 : 0;
        if (absolute) result.root = "/";
        const [begin, end] = lastSegment(path, start, isPosixSeparator);
        result.base = path.slice(begin, end);
        const dot = extensionDot(result.base);
        result.name = dot === -1 ? result.base : result.base.slice(0, dot);
        result.ext = dot === -1 ? "" : result.base.slice(dot);
        if (begin > start) result.dir = path.slice(0, begin - 1);
        else if (absolute) result.dir = "/";
        if (absolute && begin === 1 && result.base === "..") {
            result.name = result.ext = ".";     // Node's answer for "/.."
        }
        return result;
    },

    matchesGlob: (path, pattern) => glob(path, pattern, false),

    sep: "/",
    delimiter: ":",
    win32: null,
    posix: null,
};

// --- win32 ---------------------------------------------------------------------------------------------

// The part before the segments: { device: "C:" or "\\\\host\\share", length, absolute }.
function rootOf(path) {
    const first = path.charCodeAt(0);
    if (isWin32Separator(first)) {
        if (path.length > 1 && isWin32Separator(path.charCodeAt(1))) {
            const unc = uncRoot(path);
            if (unc !== undefined) return unc;
        }
        return { device: "", length: 1, absolute: true };
    }
    if (path.length >= 2 && isDriveLetter(first) && path.charCodeAt(1) === COLON) {
        const absolute = path.length > 2 && isWin32Separator(path.charCodeAt(2));
        return { device: path.slice(0, 2), length: absolute ? 3 : 2, absolute };
    }
    return { device: "", length: 0, absolute: false };
}

// \\host\share, with any number of separators between; undefined if a part is missing.
function uncRoot(path) {
    let i = 2;
    const skip = (wanted) => {
        const from = i;
        while (i < path.length && isWin32Separator(path.charCodeAt(i)) === wanted) i++;
        return i > from ? path.slice(from, i) : undefined;
    };
    const host = skip(false);
    if (host === undefined || i === path.length) return undefined;
    skip(true);
    const share = skip(false);
    if (share === undefined) return undefined;
    // \\.\ and \\?\ name devices: what follows is no share, except for dirname and parse.
    const isDevice = host === "." || host === "?";
    const device = isDevice ? `\\\\${host}` : `\\\\${host}\\${share}`;
    return { device, length: isDevice ? 4 : i, absolute: true, isUnc: true, isDevice, end: i };
}

const reservedNames = ["CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8",
    "COM9", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "COM\xb9", "COM\xb2", "COM\xb3",
    "LPT\xb9", "LPT\xb2", "LPT\xb3"];
const isReserved = (path, colon) => reservedNames.includes(path.slice(0, colon).toUpperCase());

// The working directory of a drive: Windows keeps one each in hidden variables.
function driveCwd(device) {
    const path = process.platform === "win32" ? process.env[`=${device}`] || cwd() : cwd();
    const foreign = path === undefined ||
        (path.slice(0, 2).toLowerCase() !== device.toLowerCase() && path.charCodeAt(2) === BACKSLASH);
    return foreign ? `${device}\\` : path;
}

const win32 = {
    resolve(...args) {
        let device = "";
        let tail = "";
        let absolute = false;
        for (let i = args.length - 1; i >= -1; i--) {
            let path;
            if (i >= 0) {
                path = pathText(args[i], `paths[${i}]`);
                if (path.length === 0) continue;
            } else {
                path = device.length === 0 ? cwd() : driveCwd(device);
            }
            const root = rootOf(path);
            if (root.device.length > 0) {
                if (device.length > 0) {
                    if (root.device.toLowerCase() !== device.toLowerCase()) continue;
                } else {
                    device = root.device;
                }
            }
            if (absolute) {
                if (device.length > 0) break;
            } else {
                tail = `${path.slice(root.length)}\\${tail}`;
                absolute = root.absolute;
                if (absolute && device.length > 0) break;
            }
        }
        tail = collapse(tail, !absolute, "\\", isWin32Separator);
        if (absolute) return `${device}\\${tail}`;
        return `${device}${tail}` || ".";
    },

    normalize(path) {
        path = pathText(path, "path");
        const { length } = path;
        if (length === 0) return ".";
        if (length === 1) return path.charCodeAt(0) === SLASH ? "\\" : path;
        const colon = path.indexOf(":");
        let root = rootOf(path);
        if (root.isUnc && !root.isDevice && root.end === length) return `${root.device}\\`;
        const reserved = colon > 1 && isReserved(path, colon);
        if (reserved) root = { device: path.slice(0, colon + 1), length: colon + 1, absolute: false };
        let tail = root.length < length ? collapse(path.slice(root.length), !root.absolute, "\\", isWin32Separator) : "";
        const trailing = isWin32Separator(path.charCodeAt(length - 1));
        if (tail.length === 0 && !root.absolute) tail = ".";
        if (tail.length > 0 && trailing) tail += "\\";
        if (!root.absolute && root.device === "" && path.includes(":")) {
            // Do not let "./c:" or "a/../c:" become a drive.
            if (tail.length >= 2 && isDriveLetter(tail.charCodeAt(0)) && tail.charCodeAt(1) === COLON) return `.\\${tail}`;
            let index = path.indexOf(":");
            do {
                if (index === length - 1 || isWin32Separator(path.charCodeAt(index + 1))) return `.\\${tail}`;
            } while ((index = path.indexOf(":", index + 1)) !== -1);
        }
        // Without a colon Node looks at all but the last character.
        if (reserved || (colon === -1 && isReserved(path, -1))) return `.\\${root.device}${tail}`;
        if (root.device === "") return root.absolute ? `\\${tail}` : tail;
        return root.absolute ? `${root.device}\\${tail}` : `${root.device}${tail}`;
    },

    isAbsolute(path) {
        path = pathText(path, "path");
        if (path.length === 0) return false;
        const code = path.charCodeAt(0);
        return isWin32Separator(code) || (path.length > 2 && isDriveLetter(code) && path.charCodeAt(1) === COLON &&
            isWin32Separator(path.charCodeAt(2)));
    },

    join(...args) {
        const parts = [];
        for (const arg of args) {
            const part = pathText(arg, "path");
            if (part.length > 0) parts.push(part);
        }
        if (parts.length === 0) return ".";
        let joined = parts.join("\\");
        const first = parts[0];
        // Two leading separators mean a UNC path only if the first part says so.
        let leading = 0;
        while (leading < joined.length && isWin32Separator(joined.charCodeAt(leading))) leading++;
        const unc = isWin32Separator(first.charCodeAt(0)) && isWin32Separator(first.charCodeAt(1)) &&
            (first.length === 2 ? false : !isWin32Separator(first.charCodeAt(2)));
        if (leading >= 2 && !unc) joined = `\\${joined.slice(leading)}`;
        const segments = joined.split("\\");
        if (segments.some((part) => /^(?:CON|PRN|AUX|NUL|COM[1-9\xb9\xb2\xb3]|LPT[1-9\xb9\xb2\xb3]):/i.test(part))) {
            return joined.replaceAll("/", "\\");
        }
        return win32.normalize(joined);
    },

    relative(from, to) {
        from = pathText(from, "from");
        to = pathText(to, "to");
        if (from === to) return "";
        const fromOriginal = win32.resolve(from);
        const toOriginal = win32.resolve(to);
        if (fromOriginal === toOriginal) return "";
        if (fromOriginal.toLowerCase() === toOriginal.toLowerCase()) return "";
        const split = (path) => path.replace(/^\\+/, "").replace(/\\+$/, "").split("\\");
        const a = split(fromOriginal);
        const b = split(toOriginal);
        let same = 0;
        while (same < a.length && same < b.length && a[same].toLowerCase() === b[same].toLowerCase()) same++;
        // Nothing in common, unless one of them is the root itself.
        if (same === 0 && a[0] !== "" && b[0] !== "") return toOriginal;
        return [...a.slice(same).filter(Boolean).fill(".."), ...b.slice(same).filter(Boolean)].join("\\");
    },

    toNamespacedPath(path) {
        if (typeof path !== "string" || path.length === 0) return path;
        const resolved = win32.resolve(path);
        if (resolved.length <= 2) return path;
        if (resolved.startsWith("\\\\")) {
            const third = resolved[2];
            if (third !== "?" && third !== ".") return `\\\\?\\UNC\\${resolved.slice(2)}`;
        } else if (isDriveLetter(resolved.charCodeAt(0)) && resolved.charCodeAt(1) === COLON &&
            resolved.charCodeAt(2) === BACKSLASH) {
            return `\\\\?\\${resolved}`;
        }
        return resolved;
    },

    dirname(path) {
        path = pathText(path, "path");
        const { length } = path;
        if (length === 0) return ".";
        if (length === 1) return isWin32Separator(path.charCodeAt(0)) ? path : ".";
        const root = rootOf(path);
        let start = root.length;
        if (root.isUnc) {
            if (root.end === length) return path;
            start = root.end + 1;
        }
        const [begin] = lastSegment(path, start, isWin32Separator);
        if (begin > start) return path.slice(0, begin - 1);
        return start === 0 ? "." : path.slice(0, start);
    },

    basename(path, suffix) {
        checkSuffix(suffix);
        path = pathText(path, "path");
        const drive = path.length >= 2 && isDriveLetter(path.charCodeAt(0)) && path.charCodeAt(1) === COLON;
        return baseName(path, suffix, drive ? 2 : 0, isWin32Separator);
    },

    extname(path) {
        path = pathText(path, "path");
        const drive = path.length >= 2 && path.charCodeAt(1) === COLON && isDriveLetter(path.charCodeAt(0));
        return extName(path, drive ? 2 : 0, isWin32Separator);
    },

    format: (pathObject) => formatPath("\\", pathObject),

    parse(path) {
        path = pathText(path, "path");
        const result = { root: "", dir: "", base: "", ext: "", name: "" };
        if (path.length === 0) return result;
        const root = rootOf(path);
        let start = root.length;
        if (root.isUnc) start = root.end === path.length ? root.end : root.end + 1;
        result.root = path.slice(0, start);
        if (start === path.length) {
            result.dir = path;
            return result;
        }
        const [begin, end] = lastSegment(path, start, isWin32Separator);
        result.base = path.slice(begin, end);
        const dot = extensionDot(result.base);
        result.name = dot === -1 ? result.base : result.base.slice(0, dot);
        result.ext = dot === -1 ? "" : result.base.slice(dot);
        result.dir = begin > start ? path.slice(0, begin - 1) : result.root;
        return result;
    },

    matchesGlob: (path, pattern) => glob(path, pattern, true),

    sep: "\\",
    delimiter: ";",
    win32: null,
    posix: null,
};

posix.win32 = win32.win32 = win32;
posix.posix = win32.posix = posix;
posix._makeLong = posix.toNamespacedPath;
win32._makeLong = win32.toNamespacedPath;
for (const flavour of [posix, win32]) {
    for (const key of ["format", "matchesGlob"]) Object.defineProperty(flavour[key], "name", { value: key });
}
module.exports = posix;
