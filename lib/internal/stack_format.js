// stack_format.js - parses the engine's stacks and prints them as V8 does; loaded when a stack is first read.
const { Array, Map, Number, Set, String } = globalThis;

let overridden = false; // inside Error.prepareStackTrace
let loader;

// --- frames ------------------------------------------------------------------------------------------

/**
 * @typedef {{name: string, file: string, line: number, column: number, isNative: boolean, isAsync: boolean,
 *   isConstructor: boolean, many?: number}} Frame many: "async Promise.all (index many)"
 */

const LOCATION = /^(.*?)(?::(\d+))?(?::(\d+))?$/s;

/** @returns {Frame | undefined} undefined for frames that users should not see */
function parseFrame(text) {
  const at = frameSeparator(text);
  const rawName = at < 0 ? "" : text.slice(0, at);
  const place = text.slice(at + 1);
  if (place === "[native code]") return SHOWN_NATIVE.test(rawName) ? frame(`Array.${rawName}`, "<anonymous>", 0, 0, true) : undefined;
  const { 1: file, 2: line, 3: column } = LOCATION.exec(place);
  if (file === "") return frame(rawName, "<anonymous>", 0, 0, true); // of eval and new Function: the engine has no place
  if (file.startsWith("cob:") || EARLY_READ.test(rawName)) return undefined;
  return frame(rawName, file, Number(line ?? 0), Number(column ?? 0), false);
}

/** Names may contain "@" and so may paths: the separator is the last one before a slash. */
function frameSeparator(text) {
  const slash = text.indexOf("@/");
  if (slash >= 0) return slash;
  return text.indexOf("@");
}

/** What the transformer puts around a read of an import that may have no value yet. */
const EARLY_READ = /^\$m\d*_i$/;

/** Native frames that V8 shows too; the rest are the engine's own machinery. */
const SHOWN_NATIVE = /^(?:forEach|map|filter|reduce|reduceRight|some|every|find|findIndex|findLast|flatMap|sort|from)$/;

function frame(name, file, line, column, isNative) {
  let isAsync = false;
  if (name.startsWith("async ")) {
    isAsync = true;
    name = name.slice(6);
  }
  if (/^(?:global|module|eval|async function|anonymous) ?code$|^anonymous$/.test(name)) name = "";
  return { name, file, line, column, isNative, isAsync, isConstructor: false };
}

// --- places ------------------------------------------------------------------------------------------

/** @returns {{line: number, column: number}} in the source */
function placeInSource(file, line, column) {
  loader ??= require("internal/modules/loader");
  const shift = loader.wrapperColumns.get(file);
  if (shift === undefined) return { line, column };
  if (loader.edited.has(file)) return editedPlace(file, line, column, shift);
  return { line, column: line !== 1 || column <= shift ? column : column - shift };
}

/**
 * file -> {isModule, lines: Map from line to groups of four: where copied text begins and ends in the line, its line
 * and column in the source; columns are 0-based}
 */
const columnMaps = new Map();

function columnMap(file) {
  let map = columnMaps.get(file);
  if (map !== undefined) return map;
  const list = loader.native.anchors(loader.stripQuery(file), loader.early.get(file));
  map = { known: list !== undefined, isModule: list?.[0] === 1, lines: new Map() };
  for (let i = 1; list !== undefined && i < list.length; i += 5) {
    const copied = map.lines.get(list[i]);
    const place = list.slice(i + 1, i + 5);
    if (copied === undefined) map.lines.set(list[i], place);
    else copied.push(...place);
  }
  columnMaps.set(file, map);
  return map;
}

// Edits move what follows on the same line, and some code to another one (the key of a JSX element). Inside inserted
// text: what stands behind it.
function editedPlace(file, line, column, shift) {
  const { known, isModule, lines } = columnMap(file);
  if (line === 1 && (!isModule || !known)) column = column <= shift ? column : column - shift;
  const copied = lines.get(line);
  if (copied === undefined) return { line, column };
  const at = column - 1;
  let i = copied.length - 4;
  while (i >= 0 && copied[i] > at) i -= 4;
  const nextLine = copied[i + 6];
  const next = copied[i + 7];
  const start = i < 0 ? (line === 1 ? 0 : at) : copied[i + 3] + at - copied[i];
  const isInserted = i < 0 ? next < start : copied[i + 1] !== 0 && at > copied[i + 1];
  if (isInserted && next !== undefined) return { line: nextLine, column: next + 1 };
  return { line: i < 0 ? line : copied[i + 2], column: start + 1 };
}

const MAX_SITES = 4096;
/** raw place -> its line and column in the source, as V8 counts, whether the call there makes an object, and whether it may be no call */
const sites = new Map();

function siteOf({ file, line, column }, isTop) {
  const key = `${file}:${line}:${column}:${isTop}`;
  let site = sites.get(key);
  if (site !== undefined) return site;
  const source = require("internal/source_text");
  const place = placeInSource(file, line, column);
  const text = source.lineOf(loader.stripQuery(file), place.line);
  site = text === undefined ? { column: place.column, constructs: false, mayBeEntry: false } : source.callSite(text, place.column);
  if (isTop && text !== undefined && site.column === place.column) site.column = source.missingName(text, place.column);
  site.line = place.line;
  if (sites.size >= MAX_SITES) sites.clear();
  sites.set(key, site);
  return site;
}

// The engine has two frames for an async function that has not waited yet: its body, and the entry around it.
const isEntryOf = (f, callee, site) =>
  site.mayBeEntry && f.file === callee.file && f.line <= callee.line && (callee.name === f.name || callee.name === "");

/** @param {Frame[]} parsed @param {Set<Frame>} gaps frames that something hidden was called from @param {number} most */
function placeFrames(parsed, gaps, most) {
  const frames = [];
  for (const f of parsed) {
    const callee = gaps.has(f) ? undefined : frames[frames.length - 1];
    const site = f.isNative ? undefined : siteOf(f, frames.length === 0);
    if (site !== undefined) ({ line: f.line, column: f.column } = site);
    if (site !== undefined && callee !== undefined && !callee.isNative) {
      if (isEntryOf(f, callee, site)) {
        callee.name = f.name;
        continue;
      }
      callee.isConstructor = site.constructs && callee.name !== "";
    }
    if (frames.length === most) break;
    frames.push(f);
  }
  return frames;
}

function mapped(frames) {
  const { loadedModule, options } = require("internal/boot");
  const maps = options?.enableSourceMaps ? require("internal/source_map") : loadedModule("internal/source_map");
  return maps === undefined ? frames : maps.mapFrames(frames);
}

/** @param {{raw: string, skip?: Set<string>, tasks?: object[]}} entry @param {number} limit @returns {Frame[]} */
function readFrames({ raw, skip, tasks, place: first }, limit) {
  if (first !== undefined && limit > 0) return [frame("", first.file, first.line, first.column, false), ...readFrames({ raw, skip, tasks }, limit - 1)];
  const parsed = [];
  if (typeof raw !== "string" || raw === "" || !(limit > 0)) return parsed;
  const gaps = new Set();
  let isBehindHidden = true;
  for (const text of raw.split("\n")) {
    if (text === "") continue;
    const f = parseFrame(text);
    if (f === undefined || (skip !== undefined && parsed.length === 0 && skip.has(f.name))) {
      isBehindHidden = true;
      continue;
    }
    if (isBehindHidden) gaps.add(f);
    parsed.push(f);
    isBehindHidden = false;
  }
  const frames = placeFrames(parsed, gaps, limit);
  if (tasks === undefined || isBehindHidden || frames.length === limit) return frames;
  return require("internal/stack_async").addAwaiters(frames, tasks, limit);
}

/** As readFrames, at the places that source maps give. */
const parseStack = (entry, limit) => mapped(readFrames(entry, limit));

const place = ({ file, line, column, isNative }) => (isNative ? file : `${file}:${line}:${column}`);

function frameText(f) {
  const prefix = f.isAsync ? "async " : f.isConstructor ? "new " : "";
  if (f.many !== undefined) return `async ${f.name} (index ${f.many})`;
  return f.name === "" ? `${prefix}${place(f)}` : `${prefix}${f.name} (${place(f)})`;
}

// --- call sites ----------------------------------------------------------------------------------------

class CallSite {
  #frame;
  constructor(f) {
    this.#frame = f;
  }
  getThis() { return undefined; }
  getTypeName() { return this.#frame.name === "" ? "Object" : null; }
  getFunction() { return undefined; }
  getFunctionName() { return this.#frame.name === "" ? null : this.#frame.name; }
  getMethodName() { return null; }
  getFileName() { return this.#frame.isNative ? null : this.#frame.file; }
  getLineNumber() { return this.#frame.isNative ? null : this.#frame.line; }
  getColumnNumber() { return this.#frame.isNative ? null : this.#frame.column; }
  getEvalOrigin() { return undefined; }
  getScriptNameOrSourceURL() { return this.getFileName(); }
  getScriptHash() { return ""; }
  getEnclosingLineNumber() { return this.getLineNumber(); }
  getEnclosingColumnNumber() { return this.getColumnNumber(); }
  getPosition() { return 0; }
  getPromiseIndex() { return this.#frame.many ?? null; }
  isToplevel() { return true; }
  isEval() { return false; }
  isNative() { return this.#frame.isNative; }
  isConstructor() { return this.#frame.isConstructor; }
  isAsync() { return this.#frame.isAsync; }
  isPromiseAll() { return this.#frame.name === "Promise.all" && this.#frame.many !== undefined; }
  toString() { return frameText(this.#frame); }
}

// --- formatting -----------------------------------------------------------------------------------------

/** First line of a stack, as V8's ErrorUtils::ToString makes it. */
function headerOf(error) {
  let name, message;
  try {
    ({ name, message } = error);
    name = name === undefined ? "Error" : String(name);
    message = message === undefined ? "" : String(message);
    // Node's coded errors say so in the first line: "TypeError [ERR_X]: ...".
    const { kIsNodeError } = require("internal/boot").loadedModule("internal/errors") ?? {};
    if (kIsNodeError !== undefined && error[kIsNodeError] === true) name = `${name} [${error.code}]`;
  } catch {
    return "<error>";
  }
  return name === "" ? message : message === "" ? name : `${name}: ${message}`;
}

function format(error, entry, settings) {
  const frames = readFrames(entry, settings.limit);
  if (typeof settings.prepare === "function" && !overridden) {
    overridden = true; // errors made inside are formatted plainly
    try {
      return settings.prepare.call(settings.Error, error, frames.map((f) => new CallSite(f)));
    } finally {
      overridden = false;
    }
  }
  let text = headerOf(error);
  for (const f of mapped(frames)) text += `\n    at ${frameText(f)}`;
  return text;
}

/** What Error.prepareStackTrace is as long as no program replaces it. */
const { ErrorPrepareStackTrace: prepareStackTrace } = {
  ErrorPrepareStackTrace(error, trace) {
    const lines = Array.isArray(trace) ? trace.map((site) => `\n    at ${site}`) : [];
    return headerOf(error) + lines.join("");
  },
};

module.exports = { format, parseStack, prepareStackTrace, CallSite };
