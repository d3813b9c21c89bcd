// headers.js - the Headers class (WHATWG fetch, section 5.1) with Bun's additions (toJSON, count, getAll).
//
// A request's headers arrive as one block, "name\0value\n" repeated with names in lower case. get() and has()
// search the block; only iteration or a change makes a Map of it. Serialising reads the Map in order.
const { Map, Symbol, TypeError, Array, Object, Reflect } = globalThis;
const { iterator, toStringTag } = Symbol;
const { isArray } = Array;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BAD_VALUE = /[\0\r\n]|[^\0-\xff]/;
const SIMPLE_VALUE = /^[!-~](?:[ -~]*[!-~])?$/;
const LOWER = /^[a-z0-9\-]+$/;

function normalName(name) {
  name = `${name}`;
  if (LOWER.test(name)) return name;
  if (!TOKEN.test(name)) throw new TypeError(`Invalid header name: '${name}'`);
  return name.toLowerCase();
}

const isSpace = (code) => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;

// By hand: a regular expression looks at each run of spaces inside once from each of its places.
function trimSpace(value) {
  let start = 0;
  let end = value.length;
  while (start < end && isSpace(value.charCodeAt(start))) start++;
  while (start < end && isSpace(value.charCodeAt(end - 1))) end--;
  return value.slice(start, end);
}

function normalValue(name, value) {
  value = `${value}`;
  if (SIMPLE_VALUE.test(value)) return value;
  value = trimSpace(value);
  if (BAD_VALUE.test(value)) throw new TypeError(`Header '${name}' has invalid value`);
  return value;
}

function needArguments(count, needed) {
  if (count >= needed) return;
  const error = new TypeError("Not enough arguments");
  error.code = "ERR_MISSING_ARGS";
  throw error;
}

const separator = (name) => (name === "cookie" ? "; " : ", ");

function compareNames(a, b) {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

let internals, block; // set by the static block below

class Headers {
  #map; // lower-case name -> value, or an array for set-cookie; undefined while #block is in use
  #block; // "name\0value\n" ...
  #immutable = false;
  #version = 0; // of the Map, for iterators
  #spelling; // lower-case name -> the name as it was first written, where that differs

  /** @param {HeadersInit} [init] */
  constructor(init = undefined) {
    if (init === BLOCK) {
      this.#block = block;
      return;
    }
    if (init === undefined) {
      this.#map = new Map();
      return;
    }
    if (init === null || (typeof init !== "object" && typeof init !== "function")) throw new TypeError("Type error");
    if (init instanceof Headers && #map in init && init[iterator] === Headers.prototype[iterator]) {
      this.#map = new Map();
      for (const [name, value] of init.#entries()) this.#map.set(name, isArray(value) ? value.slice() : value);
      if (init.#spelling !== undefined) this.#spelling = new Map(init.#spelling);
      return;
    }
    this.#map = new Map();
    this.#fill(init);
  }

  #fill(init) {
    const method = init[iterator];
    if (method !== undefined && method !== null) {
      if (typeof method !== "function") throw new TypeError("Type error");
      // The property is read once (Web IDL).
      for (const pair of { [iterator]: () => Reflect.apply(method, init, []) }) {
        if (pair === null || typeof pair !== "object") throw new TypeError("Header sub-sequence must contain exactly two items");
        const items = isArray(pair) ? pair : [...pair];
        if (items.length !== 2) throw new TypeError("Header sub-sequence must contain exactly two items");
        this.#add(items[0], items[1]);
      }
      return;
    }
    for (const key of Reflect.ownKeys(init)) {
      if (!Object.getOwnPropertyDescriptor(init, key)?.enumerable) continue;
      if (typeof key === "symbol") throw new TypeError("Cannot convert a symbol to a string");
      this.#add(key, init[key]);
    }
  }

  #add(name, value) {
    const key = normalName(name);
    value = normalValue(name, value);
    if (key !== name) this.#spell(key, name);
    const map = this.#map;
    const old = map.get(key);
    if (key === "set-cookie") {
      if (old === undefined) map.set(key, [value]);
      else old.push(value);
    } else {
      map.set(key, old === undefined ? value : old + separator(key) + value);
    }
  }

  #spell(key, name) {
    const spelling = (this.#spelling ??= new Map());
    if (!spelling.has(key)) spelling.set(key, `${name}`);
  }

  #open() {
    if (this.#map !== undefined) return this.#map;
    const map = (this.#map = new Map());
    const text = this.#block;
    for (let at = 0; at < text.length; ) {
      const zero = text.indexOf("\0", at);
      const end = text.indexOf("\n", zero);
      const name = text.slice(at, zero);
      const value = text.slice(zero + 1, end);
      const old = map.get(name);
      if (name === "set-cookie") {
        if (old === undefined) map.set(name, [value]);
        else old.push(value);
      } else {
        map.set(name, old === undefined ? value : old + separator(name) + value);
      }
      at = end + 1;
    }
    this.#block = undefined;
    return map;
  }

  #entries() {
    return this.#open().entries();
  }

  #mutable() {
    if (this.#immutable) throw new TypeError("Headers are immutable");
    this.#version++;
    return this.#open();
  }

  #lookup(key) {
    if (this.#map !== undefined) return this.#map.get(key);
    const text = this.#block;
    const mark = key + "\0";
    let at = text.startsWith(mark) ? 0 : text.indexOf("\n" + mark) + 1;
    if (at === 0 && !text.startsWith(mark)) return undefined;
    at += mark.length;
    const end = text.indexOf("\n", at);
    // A second field of that name means combining: let the Map do it.
    if (text.indexOf("\n" + mark, at) !== -1) return this.#open().get(key);
    const value = text.slice(at, end);
    return key === "set-cookie" ? [value] : value;
  }

  append(name, value) {
    needArguments(arguments.length, 2);
    this.#mutable();
    this.#add(name, value);
  }

  delete(name) {
    needArguments(arguments.length, 1);
    const key = normalName(name);
    this.#mutable().delete(key);
  }

  get(name) {
    needArguments(arguments.length, 1);
    const value = this.#lookup(normalName(name));
    if (value === undefined) return null;
    return typeof value === "string" ? value : value.join(", ");
  }

  getAll(name) {
    needArguments(arguments.length, 1);
    if (normalName(name) !== "set-cookie") throw new TypeError('Only "set-cookie" is supported.');
    return this.getSetCookie();
  }

  has(name) {
    needArguments(arguments.length, 1);
    return this.#lookup(normalName(name)) !== undefined;
  }

  set(name, value) {
    needArguments(arguments.length, 2);
    const key = normalName(name);
    value = normalValue(name, value);
    if (key !== name) this.#spell(key, name);
    this.#mutable().set(key, key === "set-cookie" ? [value] : value);
  }

  // Sorted by name, one entry for each set-cookie. A step looks at the live list, as the standard says.
  #sorted() {
    const list = [];
    for (const [name, value] of this.#entries()) {
      if (typeof value === "string") list.push([name, value]);
      else for (const item of value) list.push([name, item]);
    }
    return list.sort(compareNames);
  }

  *#walk(kind) {
    let version = this.#version;
    let list = this.#sorted();
    for (let i = 0; ; i++) {
      if (version !== this.#version) {
        version = this.#version;
        list = this.#sorted();
      }
      if (i >= list.length) return;
      yield kind === 2 ? list[i] : list[i][kind];
    }
  }

  entries() {
    return makeIterator(this.#walk(2));
  }

  keys() {
    return makeIterator(this.#walk(0));
  }

  values() {
    return makeIterator(this.#walk(1));
  }

  forEach(callback, thisArg = undefined) {
    if (typeof callback !== "function") throw new TypeError("Cannot call callback on a non-function");
    for (const [name, value] of this.#walk(2)) callback.call(thisArg, value, name, this);
  }

  /** A plain object of all headers; set-cookie is an array. */
  toJSON() {
    const result = {};
    for (const [name, value] of this.#entries()) result[name] = typeof value === "string" ? value : value.slice();
    return result;
  }

  get count() {
    let n = 0;
    for (const [, value] of this.#entries()) n += typeof value === "string" ? 1 : value.length;
    return n;
  }

  getSetCookie() {
    return this.#lookup("set-cookie")?.slice() ?? [];
  }

  [Symbol.for("nodejs.util.inspect.custom")](depth, options, inspect) {
    if (depth < 0) return "[Headers]";
    return `Headers ${inspect(this.toJSON(), { ...options, depth: depth === null ? null : depth })}`;
  }

  static {
    const { prototype } = Headers;
    Object.defineProperty(prototype, iterator, { value: prototype.entries, writable: true, configurable: true });
    Object.defineProperty(prototype, toStringTag, { value: "Headers", configurable: true });
    for (const name of ["append", "delete", "get", "getAll", "has", "set", "entries", "keys", "values", "forEach",
      "toJSON", "count", "getSetCookie"])
      Object.defineProperty(prototype, name, { enumerable: true });
    internals = {
      /** The lines of a response head, and which of the framing headers they hold. */
      serialize(headers, out) {
        let lines = "";
        for (const [name, value] of headers.#entries()) {
          switch (name) {
            case "content-length": out.hasLength = value; continue;
            case "transfer-encoding": out.encoding = value; continue;
            case "connection": out.connection = value; continue;
            case "content-type": out.hasType = true; break;
            case "date": out.hasDate = true; break;
            case "set-cookie":
              for (const item of value) lines += `Set-Cookie: ${item}\r\n`;
              continue;
          }
          lines += `${headers.#spelling?.get(name) ?? name}: ${value}\r\n`;
        }
        return lines;
      },
      isEmpty: (headers) => headers.#open().size === 0,
      lookup: (headers, name) => headers.#lookup(name),
      freeze(headers) {
        headers.#immutable = true;
        return headers;
      },
      isHeaders: (value) => typeof value === "object" && value !== null && #map in value,
    };
  }
}

const iteratorPrototype = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][iterator]())), {
  next: {
    value: function next() {
      return this[STEP].next();
    },
    writable: true,
    enumerable: true,
    configurable: true,
  },
  [toStringTag]: { value: "Headers Iterator", configurable: true },
});
const STEP = Symbol("step");
function makeIterator(generator) {
  return Object.create(iteratorPrototype, { [STEP]: { value: generator } });
}

const BLOCK = Symbol("block");

/** Headers over a request's "name\0value\n" block. @param {string} text */
function headersFromBlock(text) {
  block = text;
  return new Headers(BLOCK);
}

exports.Headers = Headers;
exports.headersFromBlock = headersFromBlock;
exports.internals = internals;
exports.normalName = normalName;
exports.normalValue = normalValue;
