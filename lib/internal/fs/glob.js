// fs/glob.js - fs.glob: a pattern is split into path segments; the search walks only directories that a
// segment can match.
//
// Supported: * ? [set] [!set] {a,b} {1..3} ** and @(a|b) !(a) +(a) *(a) ?(a). Names that begin with a dot
// match like all others, as in Node.js.
const { Array, Math, RegExp, Set, String } = globalThis;
const { codes } = require("internal/errors");
const { validateObject, validateString, validateStringArray } = require("internal/validators");

const MAX_ALTERNATIVES = 10000;

// --- patterns ---------------------------------------------------------------------------------------------

// The place of the brace that closes the one at `from`, or -1.
function closingBrace(text, from) {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i;
  }
  return -1;
}

function splitAlternatives(text) {
  const parts = [];
  let depth = 0;
  let part = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") part += c + (text[++i] ?? "");
    else if (c === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else {
      if (c === "{") depth++;
      if (c === "}") depth--;
      part += c;
    }
  }
  parts.push(part);
  return parts;
}

function range(text) {
  const match = /^(-?\d+|[a-zA-Z])\.\.(-?\d+|[a-zA-Z])(?:\.\.(-?\d+))?$/.exec(text);
  if (match === null) return undefined;
  const { 1: a, 2: b, 3: by } = match;
  const numeric = /\d/.test(a);
  const from = numeric ? +a : a.charCodeAt(0);
  const to = numeric ? +b : b.charCodeAt(0);
  const step = Math.abs(+(by ?? 1)) || 1;
  const width = numeric && (/^-?0\d/.test(a) || /^-?0\d/.test(b)) ? Math.max(a.length, b.length) : 0;
  const list = [];
  for (let n = from; from <= to ? n <= to : n >= to; n += from <= to ? step : -step) {
    if (list.length >= MAX_ALTERNATIVES) break;
    list.push(numeric ? String(n).padStart(width, "0") : String.fromCharCode(n));
  }
  return list;
}

/** "a{b,c}" -> ["ab", "ac"] */
function expandBraces(pattern) {
  let open = -1;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === "\\") i++;
    else if (pattern[i] === "{") {
      open = i;
      break;
    }
  }
  if (open === -1) return [pattern];
  const close = closingBrace(pattern, open);
  if (close === -1) return [pattern];
  const inner = pattern.slice(open + 1, close);
  const parts = splitAlternatives(inner);
  const alternatives = parts.length > 1 ? parts.flatMap(expandBraces) : range(inner);
  const tails = expandBraces(pattern.slice(close + 1));
  const head = pattern.slice(0, open);
  if (alternatives === undefined) return tails.map((tail) => `${head}{${inner}}${tail}`);
  const all = alternatives.flatMap((part) => tails.map((tail) => head + part + tail));
  return all.length > MAX_ALTERNATIVES ? all.slice(0, MAX_ALTERNATIVES) : all;
}

const quote = (c) => (/[\\^$.*+?()[\]{}|/]/.test(c) ? `\\${c}` : c);

function setSource(segment, from) {
  const end = segment.indexOf("]", from + (/^\[[!^]?\]/.test(segment.slice(from)) ? 3 : 1));
  if (end === -1) return undefined;
  let body = segment.slice(from + 1, end);
  const negated = body[0] === "!" || body[0] === "^";
  if (negated) body = body.slice(1);
  body = body.replace(/\[:(\w+):\]/g, "").replace(/[\\\]^[]/g, "\\$&");
  return { source: `[${negated ? "^/" : ""}${body}]`, end };
}

const EXTENDED = { "@": ["(?:", ")"], "+": ["(?:", ")+"], "*": ["(?:", ")*"], "?": ["(?:", ")?"], "!": ["(?!(?:", ")$)[^/]*"] };

function segmentSource(segment) {
  let source = "";
  const closers = [];
  for (let i = 0; i < segment.length; i++) {
    const c = segment[i];
    if (EXTENDED[c] && segment[i + 1] === "(") {
      source += EXTENDED[c][0];
      closers.push(EXTENDED[c][1]);
      i++;
    } else if (c === ")" && closers.length > 0) {
      source += closers.pop();
    } else if (c === "|" && closers.length > 0) {
      source += "|";
    } else if (c === "*") {
      while (segment[i + 1] === "*") i++;
      source += "[^/]*";
    } else if (c === "?") {
      source += "[^/]";
    } else if (c === "[") {
      const set = setSource(segment, i);
      source += set === undefined ? "\\[" : set.source;
      if (set !== undefined) i = set.end;
    } else if (c === "\\" && i + 1 < segment.length) {
      source += quote(segment[++i]);
    } else {
      source += quote(c);
    }
  }
  return source + closers.join("");
}

const isMagic = (segment) => /[*?[]|[@!+](?=\()/.test(segment.replace(/\\./g, ""));

// One matcher a segment: a string to compare, a RegExp, or null for "**".
function compileSegments(pattern) {
  return pattern.split("/").map((segment) => {
    if (segment === "**") return null;
    if (!isMagic(segment)) return segment.replace(/\\(.)/g, "$1");
    const source = segmentSource(segment);
    // A lone "*" is at least one character: it must not match the empty name.
    return new RegExp(`^(?!$)(?:${source})$`, "su");
  });
}

const fits = (matcher, name) => (typeof matcher === "string" ? matcher === name : matcher.test(name));

function matchSegments(segments, at, names, from) {
  for (; at < segments.length; at++, from++) {
    if (segments[at] === null) {
      for (let i = from; i <= names.length; i++) if (matchSegments(segments, at + 1, names, i)) return true;
      return false;
    }
    if (from >= names.length || !fits(segments[at], names[from])) return false;
  }
  return from === names.length;
}

/** @param {string} pattern @returns {(path: string) => boolean} for whole relative paths */
function compile(pattern) {
  const all = expandBraces(pattern).map(compileSegments);
  return (path) => {
    const names = path.split("/");
    return all.some((segments) => matchSegments(segments, 0, names, 0));
  };
}

// --- search -------------------------------------------------------------------------------------------------

class Glob {
  constructor(pattern, options = {}) {
    validateObject(options, "options");
    const { cwd, exclude, withFileTypes } = options;
    this.patterns = Array.isArray(pattern) ? pattern : [pattern];
    if (Array.isArray(pattern)) validateStringArray(pattern, "patterns");
    else validateString(pattern, "patterns");
    this.cwd = cwd === undefined ? globalThis.process.cwd()
      : typeof cwd === "string" ? cwd : require("node:url").fileURLToPath(cwd);
    this.withFileTypes = !!withFileTypes;
    this.seen = new Set();
    this.exclude = Glob.excluder(exclude, this.withFileTypes);
  }

  static excluder(exclude, typed) {
    if (exclude === undefined || exclude === null) return () => false;
    if (typeof exclude === "function") return (path, entry) => exclude(typed ? entry : path);
    if (!Array.isArray(exclude)) throw new codes.ERR_INVALID_ARG_TYPE("options.exclude", ["function", "Array"], exclude);
    validateStringArray(exclude, "options.exclude");
    const tests = exclude.map((pattern) => compile(pattern.replace(/\/$/, "")));
    return (path) => tests.some((test) => test(path));
  }

  /** Paths (or Dirents) that match, each once. */
  *entries() {
    for (const pattern of this.patterns) {
      for (const simple of expandBraces(pattern.replace(/^(\.\/)+/, ""))) {
        const absolute = simple.startsWith("/");
        const segments = compileSegments(absolute ? simple.slice(1) : simple);
        yield* this.walk(absolute ? "/" : "", segments, 0);
      }
    }
  }

  full(path) {
    const { resolve } = require("node:path");
    return resolve(this.cwd, path);
  }

  *emit(path, entry) {
    if (path === "") path = ".";
    if (this.seen.has(path)) return;
    this.seen.add(path);
    yield this.withFileTypes ? entry : path;
  }

  list(path) {
    const { readdirSync } = require("node:fs");
    try {
      return readdirSync(this.full(path), { withFileTypes: true });
    } catch {
      return [];
    }
  }

  // The entry of one name, or undefined.
  look(path, name) {
    const { lstatSync } = require("node:fs");
    const { Dirent, typeFromMode } = require("internal/fs/utils");
    const target = this.full(child(path, name));
    let stats;
    try {
      stats = lstatSync(target, { throwIfNoEntry: false });
    } catch {
      return undefined;
    }
    return stats && new Dirent(name, typeFromMode(stats.mode), this.full(path));
  }

  isDirectory(path, entry) {
    if (entry === undefined) return true;
    if (!entry.isSymbolicLink()) return entry.isDirectory();
    const { statSync } = require("node:fs");
    return statSync(this.full(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  *walk(path, segments, at, entry) {
    const segment = segments[at];
    if (segment === undefined) return yield* this.emit(path, entry);
    if (!this.isDirectory(path, entry)) return;
    if (segment === "" && at === segments.length - 1) return yield* this.emit(`${path}/`.replace(/\/\/$/, "/"), entry);
    if (segment === "." || segment === "") return yield* this.walk(path, segments, at + 1, entry);
    if (segment === "..") return yield* this.walk(child(path, ".."), segments, at + 1, undefined);
    if (segment === null) return yield* this.walkAny(path, segments, at, entry);
    const found = typeof segment === "string" ? [this.look(path, segment)].filter(Boolean) : this.list(path);
    for (const next of found) {
      if (!fits(segment, next.name)) continue;
      const below = child(path, next.name);
      if (!this.exclude(below, next)) yield* this.walk(below, segments, at + 1, next);
    }
  }

  // "**": this directory, and every one below; symbolic links are not followed.
  *walkAny(path, segments, at, entry) {
    if (at === segments.length - 1) yield* this.emit(path, entry ?? this.look(path, "."));
    else yield* this.walk(path, segments, at + 1, entry);
    if (entry?.isSymbolicLink()) return;
    for (const next of this.list(path)) {
      const below = child(path, next.name);
      if (this.exclude(below, next)) continue;
      if (next.isDirectory()) yield* this.walkAny(below, segments, at, next);
      else if (at === segments.length - 1) yield* this.emit(below, next);
    }
  }
}

const child = (path, name) => (path === "" ? name : path.endsWith("/") ? path + name : `${path}/${name}`);

module.exports = { Glob, compile, expandBraces };
