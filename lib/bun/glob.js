// glob.js - Bun.Glob: match() by one function for the whole pattern, without backtracking over what failed; scan() by a
// walk that reads only the folders that a part of the pattern can reach.
//
// Patterns: * ? [a-z] [!a-z] {a,b} ** \x and ! at the start. Hidden names are found by match(); scan() leaves them out
// unless `dot` is set or the part begins with a dot. A part of letters only is looked up, not searched, so a link
// that is named is followed; links that are found are followed with `followSymlinks` only.
// Cost: scan() holds all results; a folder is read once. Limits: MAX_ALTERNATIVES patterns of braces around slashes.
const { Object, RangeError, Set, Symbol, TypeError } = globalThis;

const MAX_ALTERNATIVES = 4096;

function invalid(message) {
  const error = new TypeError(message);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

// --- patterns --------------------------------------------------------------------------------------------

const escapes = { __proto__: null, b: "\b", n: "\n", r: "\r", t: "\t" };
// What stands before the place in a pattern, where it is the start of a part: truthy.
const GLOBSTAR = 2;

/** The set that opens before `from`: [a test of one character, the place after it]; undefined if it does not close. */
function setAt(chars, from) {
  let at = from;
  const negated = chars[at] === "!" || chars[at] === "^";
  if (negated) at++;
  const ranges = [];
  for (let first = true; first || chars[at] !== "]"; first = false) {
    let [low, next] = setChar(chars, at);
    if (low === undefined) return undefined;
    let high = low;
    if (chars[next] === "-" && next + 1 < chars.length && chars[next + 1] !== "]") [high, next] = setChar(chars, next + 1);
    if (high === undefined) return undefined;
    ranges.push([low.codePointAt(0), high.codePointAt(0)]);
    at = next;
  }
  return [(code) => ranges.some(([low, high]) => low <= code && code <= high) !== negated, at + 1];
}

function setChar(chars, at) {
  if (chars[at] !== "\\") return [chars[at], at + 1];
  return [escapes[chars[at + 1]] ?? chars[at + 1], at + 2];
}

/** The places of braces that close. */
function closedBraces(chars) {
  const closed = new Set();
  const open = [];
  for (let at = 0; at < chars.length; at++) {
    if (chars[at] === "\\") at++;
    else if (chars[at] === "[") at = (setAt(chars, at + 1)?.[1] ?? at + 1) - 1;
    else if (chars[at] === "{") open.push(at);
    else if (chars[at] === "}" && open.length > 0) closed.add(open.pop());
  }
  return closed;
}

/** A pattern without the "!" at its start, read: a list of {kind} with what the kind needs. */
class Reader {
  constructor(pattern) {
    this.chars = [...pattern];
    this.closed = closedBraces(this.chars);
    this.at = 0;
    this.depth = 0;
  }

  /** Up to the end of the pattern, or of a choice inside braces. @param {boolean | number} atStart */
  sequence(atStart) {
    const items = [];
    for (let start = atStart; this.at < this.chars.length;) {
      const char = this.chars[this.at];
      if (this.depth > 0 && (char === "," || char === "}")) break;
      this.at++;
      const item = char === "*" ? this.stars(start) : this.one(char, start);
      items.push(item);
      start = item.kind === "folders" ? GLOBSTAR : char === "/";
    }
    return items;
  }

  one(char, start) {
    if (char === "?") return { kind: "any" };
    if (char === "[") return this.set();
    if (char === "{" && this.closed.has(this.at - 1)) return this.braces(start);
    if (char !== "\\" || this.at === this.chars.length) return { kind: "char", char };
    const escaped = this.chars[this.at++];
    return { kind: "char", char: escapes[escaped] ?? escaped };
  }

  stars(start) {
    const from = this.at - 1;
    while (this.chars[this.at] === "*") this.at++;
    const next = this.chars[this.at];
    const ends = next === undefined || (this.depth > 0 && (next === "," || next === "}"));
    // "**/*" finds names only: "" and "a/" have none at the end.
    if (this.at - from === 1 && next === undefined && start === GLOBSTAR) return { kind: "name" };
    if (this.at - from !== 2 || !start || !(ends || next === "/")) return { kind: "part" };
    if (ends) return { kind: "rest" };
    this.at++;
    return { kind: "folders" };
  }

  set() {
    const found = setAt(this.chars, this.at);
    if (found === undefined) return { kind: "char", char: "[" };
    this.at = found[1];
    return { kind: "set", test: found[0] };
  }

  braces(start) {
    this.depth++;
    const choices = [];
    do choices.push(this.sequence(start));
    while (this.chars[this.at++] === ",");
    this.depth--;
    return { kind: "choice", choices };
  }
}

// --- matching --------------------------------------------------------------------------------------------
// A pattern becomes one function, which gets a text and a place in it and knows what follows. What repeats notes the places
// from which the rest was tried, so a text costs its length times that of the pattern, whatever stars it has.

const widthAt = (text, at) => (text.codePointAt(at) > 0xffff ? 2 : 1);

/** Tries `next` at the places from `at` on that `after(text, place)` leads to, each once in a match. */
function repeat(next, after, tried) {
  const own = new Set();
  tried.push(own);
  return (text, at) => {
    for (; at >= 0 && at <= text.length && !own.has(at); at = after(text, at)) {
      own.add(at);
      if (next(text, at)) return true;
    }
    return false;
  };
}

const inPart = (text, at) => (at < text.length && text[at] !== "/" ? at + widthAt(text, at) : -1);
const anywhere = (text, at) => (at < text.length ? at + widthAt(text, at) : -1);
const nextFolder = (text, at) => text.indexOf("/", at) + 1 || -1;

function link(items, end, tried) {
  return items.reduceRight((next, item) => linkOne(item, next, tried), end);
}

function linkOne({ kind, char, test, choices }, next, tried) {
  switch (kind) {
    case "char": return (text, at) => text.startsWith(char, at) && next(text, at + char.length);
    case "any": return (text, at) => inPart(text, at) > 0 && next(text, inPart(text, at));
    case "set":
      return (text, at) => at < text.length && test(text.codePointAt(at)) && next(text, at + widthAt(text, at));
    case "part": return repeat(next, inPart, tried);
    case "name": return linkOne({ kind: "any" }, repeat(next, inPart, tried), tried);
    case "rest": return repeat(next, anywhere, tried);
    case "folders": return repeat(next, nextFolder, tried);
    default: {
      const rest = repeat(next, () => -1, tried);
      const ways = choices.map((choice) => link(choice, rest, tried));
      return (text, at) => ways.some((way) => way(text, at));
    }
  }
}

/** @param {string} pattern @returns {(text: string) => boolean} */
function compile(pattern) {
  const bangs = /^!*/.exec(pattern)[0].length;
  const tried = [];
  const run = link(new Reader(pattern.slice(bangs)).sequence(true), (text, at) => at === text.length, tried);
  return (text) => {
    const found = run(text, 0);
    for (const places of tried) places.clear();
    return found !== (bangs % 2 === 1);
  };
}

// --- patterns of a walk ----------------------------------------------------------------------------------

/** The text cut at `separator` where it stands outside sets and braces. */
function cutOutside(text, separator) {
  const parts = [""];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const end = char === "[" ? text.indexOf("]", at + 2) : -1;
    if (char === separator && depth === 0) {
      parts.push("");
      continue;
    }
    if (char === "{") depth++;
    if (char === "}") depth--;
    const last = char === "\\" ? at + 1 : end === -1 ? at : end;
    parts[parts.length - 1] += text.slice(at, last + 1);
    at = last;
  }
  return parts;
}

/** The braces that have a slash inside, as patterns without them: a walk goes from folder to folder. */
function expandSlashes(pattern) {
  for (let at = 0, open = -1, depth = 0; at < pattern.length; at++) {
    if (pattern[at] === "\\") at++;
    else if (pattern[at] === "{" && depth++ === 0) open = at;
    else if (pattern[at] === "}" && depth > 0 && --depth === 0 && pattern.slice(open, at).includes("/")) {
      const head = pattern.slice(0, open);
      const tails = expandSlashes(pattern.slice(at + 1));
      const out = [];
      for (const choice of cutOutside(pattern.slice(open + 1, at), ",")) {
        for (const middle of expandSlashes(choice)) for (const tail of tails) out.push(head + middle + tail);
        if (out.length > MAX_ALTERNATIVES) throw new RangeError(`Glob pattern has more than ${MAX_ALTERNATIVES} alternatives`);
      }
      return out;
    }
  }
  return [pattern];
}

/** The parts of a path: { globstar } | { name } | { test, hidden }. */
function partsOf(pattern) {
  const parts = cutOutside(pattern, "/").filter((part) => part !== "").map((text) => {
    if (text === "**") return { globstar: true, hidden: false };
    if (!/[*?[\]{}\\!]/.test(text)) return { name: text, hidden: true };
    return { test: compile(text), hidden: text[0] === "." };
  });
  return { parts, root: pattern[0] === "/" ? "/" : "", folders: /[^\\/]\/+$/.test(pattern) };
}

// --- the walk --------------------------------------------------------------------------------------------

const join = (folder, name) => (folder === "" || folder.endsWith("/") ? folder + name : `${folder}/${name}`);
const absent = (error) => error.code === "ENOENT" || error.code === "ENOTDIR";

/** A search for one pattern: a generator that asks for [operation, path], so that one walk serves scan() and scanSync(). */
class Walk {
  constructor(pattern, options) {
    Object.assign(this, partsOf(pattern));
    this.options = options;
    this.found = [];
  }

  *run() {
    if (this.parts.length === 0) return this.found;
    const queue = [{ path: this.root, states: this.reach([], 0) }];
    for (let at = 0; at < queue.length; at++) yield* this.step(queue[at], queue);
    return this.found;
  }

  /** State `index`, and the one after it where ** may stand for no folder. */
  reach(states, index) {
    if (states.includes(index)) return states;
    states.push(index);
    if (this.parts[index].globstar && index + 1 < this.parts.length) this.reach(states, index + 1);
    return states;
  }

  *step({ path, states }, queue) {
    const only = states.length === 1 ? this.parts[states[0]] : {};
    if (only.name !== undefined) return yield* this.lookUp(join(path, only.name), states[0], queue);
    let entries;
    try {
      entries = yield ["readdir", path];
    } catch (error) {
      // The folder that was asked for must be there; others may have gone, or never been.
      if (path === "" || !absent(error)) throw error;
      return undefined;
    }
    for (const entry of entries) yield* this.enter(path, entry, states, queue);
    return undefined;
  }

  /** A part without wildcards: no folder is read. */
  *lookUp(path, state, queue) {
    if (state + 1 < this.parts.length) {
      queue.push({ path, states: this.reach([], state + 1) });
      return;
    }
    try {
      this.add(path, yield ["stat", path]);
    } catch (error) {
      if (!absent(error)) throw error;
    }
  }

  *enter(path, entry, states, queue) {
    const { name } = entry;
    const next = [];
    let matched = false;
    for (const state of states) {
      const part = this.parts[state];
      if (name[0] === "." && !this.options.dot && !part.hidden) continue;
      if (!part.globstar && !(part.name === undefined ? part.test(name) : part.name === name)) continue;
      if (state + 1 === this.parts.length) matched = true;
      if (part.globstar) this.reach(next, state);
      else if (state + 1 < this.parts.length) this.reach(next, state + 1);
    }
    if (!matched && next.length === 0) return;
    const child = join(path, name);
    const kind = yield* this.kindOf(entry, child);
    if (matched) this.add(child, kind);
    if (next.length > 0 && kind.isDirectory()) queue.push({ path: child, states: next });
  }

  *kindOf(entry, path) {
    if (!this.options.followSymlinks || !entry.isSymbolicLink()) return entry;
    try {
      return yield ["stat", path];
    } catch (error) {
      if (!absent(error) || this.options.throwErrorOnBrokenSymlink) throw error;
      return entry;
    }
  }

  add(path, kind) {
    if (this.options.onlyFiles ? !kind.isFile() : this.folders && !kind.isDirectory()) return;
    if (!this.options.onlyFiles || !this.folders) this.found.push(path);
  }
}

function optionsOf(given) {
  const options = { __proto__: null, cwd: "", dot: false, absolute: false, followSymlinks: false, throwErrorOnBrokenSymlink: false,
    onlyFiles: true };
  if (typeof given === "string") options.cwd = given;
  else if (given !== undefined && given !== null) {
    if (typeof given !== "object") throw invalid("GlobScanOptions must be an object");
    for (const name of Object.keys(options)) {
      // What a program puts on Object.prototype is no option.
      const value = name in Object.prototype && !Object.hasOwn(given, name) ? undefined : given[name];
      if (name === "cwd" && value !== undefined && typeof value !== "string") throw invalid("GlobScanOptions.cwd must be a string");
      if (value !== undefined) options[name] = name === "cwd" ? value : Boolean(value);
    }
  }
  options.cwd = require("node:path").resolve(options.cwd);
  return options;
}

function* search(pattern, options) {
  const found = new Set();
  for (const one of expandSlashes(pattern)) for (const path of yield* new Walk(one, options).run()) found.add(path);
  if (!options.absolute) return [...found];
  const { resolve } = require("node:path");
  return [...found].map((path) => resolve(options.cwd, path));
}

const place = (options, path) => (path[0] === "/" ? path : path === "" ? options.cwd : `${options.cwd}/${path}`);
const withTypes = { withFileTypes: true };

function searchSync(pattern, options) {
  const { readdirSync: readdir, statSync: stat } = require("node:fs");
  const walk = search(pattern, options);
  let step = walk.next();
  while (!step.done) {
    const [operation, path] = step.value;
    let answer;
    try {
      answer = operation === "stat" ? stat(place(options, path)) : readdir(place(options, path), withTypes);
    } catch (error) {
      step = walk.throw(error);
      continue;
    }
    step = walk.next(answer);
  }
  return step.value;
}

async function searchAsync(pattern, options) {
  const fs = require("node:fs/promises");
  const walk = search(pattern, options);
  let step = walk.next();
  while (!step.done) {
    const [operation, path] = step.value;
    step = await fs[operation](place(options, path), withTypes).then((answer) => walk.next(answer), (error) => walk.throw(error));
  }
  return step.value;
}

// --- the class -------------------------------------------------------------------------------------------

function* each(found) {
  yield* found;
}

async function* eachLater(pattern, options) {
  yield* await searchAsync(pattern, options);
}

class Glob {
  #pattern;
  #test;

  /** @param {string} pattern */
  constructor(pattern) {
    if (typeof pattern !== "string") throw invalid("pattern must be a string");
    this.#pattern = pattern;
  }

  /** @param {string} str @returns {boolean} */
  match(str) {
    if (typeof str !== "string") throw invalid("str must be a string");
    this.#test ??= compile(this.#pattern);
    return this.#test(str);
  }

  /** @returns {AsyncIterableIterator<string>} */
  scan(options = undefined) {
    return eachLater(this.#pattern, optionsOf(options));
  }

  /** @returns {IterableIterator<string>} */
  scanSync(options = undefined) {
    return each(searchSync(this.#pattern, optionsOf(options)));
  }
}
Object.defineProperty(Glob.prototype, Symbol.toStringTag, { value: "Glob", configurable: true });
for (const name of ["match", "scan", "scanSync"]) Object.defineProperty(Glob.prototype, name, { enumerable: true });

exports.Glob = Glob;
