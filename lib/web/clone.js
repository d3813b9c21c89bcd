// clone.js - structuredClone (HTML standard, section 2.7) within one realm.
//
// One pass builds the copy. What stands on a transferred buffer cannot exist before the transfer, and the
// transfer must not happen if cloning fails: such values are Pending and put in place at the end.
// Platform objects take part through two methods: [Symbol.for("cob.clone")]() returns a copy (null instead of
// a method: refused), [Symbol.for("cob.transfer")](check) returns the object that takes over, or with `check`
// only throws if that is impossible.
const {
  Array, ArrayBuffer, BigInt, Boolean, DataView, Date, Error, EvalError, FinalizationRegistry,
  Function, Map, Number, Object, Promise, RangeError, ReferenceError, RegExp, Set, SharedArrayBuffer, String,
  Symbol, SyntaxError, TypeError, URIError, Uint8Array, WeakMap, WeakRef, WeakSet,
} = globalThis;
const { getOwnPropertyDescriptor, getPrototypeOf, keys: ownKeys, hasOwn, defineProperty } = Object;
const { sharedPools } = require("internal/buffer_codec");

const cloneHook = Symbol.for("cob.clone");
const transferHook = Symbol.for("cob.transfer");
const getter = (Class, key) => getOwnPropertyDescriptor(Class.prototype, key).get;
const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype);
const tagGetter = getOwnPropertyDescriptor(typedArrayPrototype, Symbol.toStringTag).get;
const mapSize = getter(Map, "size"), setSize = getter(Set, "size");
const bufferLength = getter(ArrayBuffer, "byteLength");
const sharedLength = SharedArrayBuffer && getter(SharedArrayBuffer, "byteLength");
const regexpSource = getter(RegExp, "source");
const { isView } = ArrayBuffer;
const { isError } = Error;
const objectToString = Object.prototype.toString;
const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function dataCloneError(message) {
  const { DOMException } = require("web/domexception");
  return new DOMException(message, "DataCloneError");
}

function describe(value) {
  if (typeof value === "symbol") return String(value);
  if (typeof value === "function") return Function.prototype.toString.call(value);
  const tag = objectToString.call(value);
  if (tag === "[object Generator]" || tag === "[object Symbol]" || tag.endsWith("Iterator]")) return tag;
  const name = value.constructor?.name;
  return `#<${typeof name === "string" && name !== "" ? name : "Object"}>`;
}
const refused = (value) => dataCloneError(`${describe(value)} could not be cloned.`);

// --- what an object is ------------------------------------------------------------------------------------

// [prototype, how to make sure, how to copy]; no `copy`: refused.
const KINDS = new Map();
function kind(Class, verify, copy) {
  if (Class !== undefined) KINDS.set(Class.prototype, { verify, copy, tag: `[object ${Class.name}]` });
}
const succeeds = (method) => (value) => {
  try {
    method.call(value);
    return true;
  } catch {
    return false;
  }
};

// A chain that ends elsewhere than in our Object.prototype comes from another realm: the tag tells.
function kindOf(value) {
  let last = null;
  for (let proto = getPrototypeOf(value); proto !== null; proto = getPrototypeOf(proto)) {
    const row = KINDS.get(proto);
    if (row !== undefined) return row.verify(value) ? row : undefined;
    last = proto;
  }
  if (last === Object.prototype || last === null) return undefined;
  const tag = objectToString.call(value);
  for (const row of KINDS.values()) if (row.tag === tag && row.verify(value)) return row;
  return undefined;
}

class Pending {
  #build;
  #value;
  constructor(build) { this.#build = build; }
  get() {
    if (this.#build !== undefined) {
      this.#value = this.#build();
      this.#build = undefined;
    }
    return this.#value;
  }
}

class Cloner {
  memo = new Map();
  transfers = undefined; // Map of object in the transfer list to what takes over, filled by finish()
  fixups = [];           // [Pending, setter]

  clone(value) {
    switch (typeof value) {
      case "object":
        if (value === null) return null;
        break;
      case "function":
      case "symbol":
        throw refused(value);
      default:
        return value;
    }
    const known = this.memo.get(value);
    if (known !== undefined) return known;
    return this.#object(value);
  }

  // Puts the clone of `value` where `set` says, now or when the transfers are done.
  place(value, set) {
    const copy = this.clone(value);
    if (copy instanceof Pending) {
      set(undefined);
      this.fixups.push([copy, set]);
    } else {
      set(copy);
    }
  }

  remember(value, copy) {
    this.memo.set(value, copy);
    return copy;
  }

  #object(value) {
    if (this.transfers?.has(value)) return this.remember(value, new Pending(() => this.transfers.get(value)));
    if (Array.isArray(value)) return this.#array(value);
    const proto = getPrototypeOf(value);
    if (typeof value[transferHook] === "function") {
      throw dataCloneError("Object that needs transfer was found in message but not listed in transferList");
    }
    const hook = value[cloneHook];
    if (hook !== undefined && !hasOwn(value, cloneHook)) return this.#platform(value, hook);
    if (proto === Object.prototype && !isView(value) && !isError(value)) return this.#plain(value);
    if (isError(value)) return cloneError(this, value);
    if (isView(value)) return cloneView(this, value);
    const row = kindOf(value);
    if (row === undefined) return this.#other(value);
    if (row.copy === undefined) throw refused(value);
    return row.copy(this, value);
  }

  #platform(value, hook) {
    if (typeof hook !== "function") throw dataCloneError("Cannot clone object of unsupported type.");
    return this.remember(value, hook.call(value, (inner) => this.clone(inner)));
  }

  // By its tag, so that no class is loaded to find out.
  #other(value) {
    const name = objectToString.call(value).slice("[object ".length, -1);
    if (isBlob(value, name)) return cloneBlob(this, value);
    if (name === "WebAssembly.Module" && madeBy(value, name)) return this.remember(value, value); // it never changes
    if (madeBy(value, name)) throw refused(value);
    return this.#plain(value);
  }

  #plain(value) {
    const copy = this.remember(value, {});
    this.#properties(value, copy);
    return copy;
  }

  #array(value) {
    const copy = this.remember(value, new Array(value.length));
    this.#properties(value, copy);
    return copy;
  }

  #properties(value, copy) {
    const keys = ownKeys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (!hasOwn(value, key)) continue; // a getter removed it
      const inner = value[key];
      const result = typeof inner === "object" || typeof inner === "function" || typeof inner === "symbol"
        ? this.clone(inner) : inner;
      if (result instanceof Pending) {
        this.fixups.push([result, (made) => put(copy, key, made)]);
        put(copy, key, undefined);
      } else {
        put(copy, key, result);
      }
    }
  }

  // Everything could be cloned: now buffers change hands and the waiting places are filled.
  finish(result) {
    for (const object of this.transfers?.keys() ?? []) this.transfers.set(object, takeOver(object));
    for (const [pending, set] of this.fixups) set(pending.get());
    return result instanceof Pending ? result.get() : result;
  }
}

function put(object, key, value) {
  if (key === "__proto__") {
    defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

const takeOver = (object) =>
  typeof object[transferHook] === "function" ? object[transferHook](false) : object.transfer();

// --- copies by kind ---------------------------------------------------------------------------------------

function cloneMap(cloner, value) {
  const copy = cloner.remember(value, new Map());
  const cells = []; // key, value, key, value: filled completely before the map is
  for (const entry of [...Map.prototype.entries.call(value)]) {
    for (const part of entry) {
      const at = cells.push(undefined) - 1;
      cloner.place(part, (made) => { cells[at] = made; });
    }
  }
  const fill = () => {
    for (let i = 0; i < cells.length; i += 2) copy.set(cells[i], cells[i + 1]);
  };
  if (cloner.transfers === undefined) fill();
  else cloner.fixups.push([new Pending(fill), () => {}]);
  return copy;
}

function cloneSet(cloner, value) {
  const copy = cloner.remember(value, new Set());
  const cells = [];
  for (const item of [...Set.prototype.values.call(value)]) {
    const at = cells.push(undefined) - 1;
    cloner.place(item, (made) => { cells[at] = made; });
  }
  const fill = () => {
    for (const item of cells) copy.add(item);
  };
  if (cloner.transfers === undefined) fill();
  else cloner.fixups.push([new Pending(fill), () => {}]);
  return copy;
}

function cloneError(cloner, value) {
  const { isDOMException, DOMException } = require("web/domexception");
  const hidden = (object, key, data) =>
    defineProperty(object, key, { value: data, writable: true, enumerable: false, configurable: true });
  const isDOM = isDOMException(value);
  const name = isDOM ? value.name : String(value.name);
  const message = isDOM ? value.message : getOwnPropertyDescriptor(value, "message")?.value;
  const Class = hasOwn(ERRORS, name) ? ERRORS[name] : Error;
  const copy = isDOM ? new DOMException(message, name) : message === undefined ? new Class() : new Class(String(message));
  cloner.remember(value, copy);
  hidden(copy, "stack", String(value.stack));
  if (hasOwn(value, "cause")) cloner.place(value.cause, (made) => hidden(copy, "cause", made));
  return copy;
}

function cloneBuffer(cloner, value) {
  if (value.detached) throw dataCloneError("An ArrayBuffer is detached and could not be cloned.");
  const size = bufferLength.call(value);
  const copy = value.resizable ? new ArrayBuffer(size, { maxByteLength: value.maxByteLength }) : new ArrayBuffer(size);
  new Uint8Array(copy).set(new Uint8Array(value));
  return cloner.remember(value, copy);
}

// Whether a view on a resizable buffer follows its length: grow the buffer by one element and look.
function tracksLength(view) {
  const { buffer } = view, before = view.byteLength, size = buffer.byteLength;
  if (!buffer.resizable || view.byteOffset + before + (view.BYTES_PER_ELEMENT ?? 1) <= size) return false;
  const step = view.BYTES_PER_ELEMENT ?? 1;
  if (size + step > buffer.maxByteLength) return true;
  buffer.resize(size + step);
  const tracks = view.byteLength !== before;
  buffer.resize(size);
  return tracks;
}

function cloneView(cloner, value) {
  const { buffer } = value;
  const Class = globalThis[tagGetter.call(value)] ?? DataView;
  const shared = !(buffer instanceof ArrayBuffer);
  const tracks = !shared && tracksLength(value);
  const { byteOffset } = value;
  const count = tagGetter.call(value) === undefined ? value.byteLength : value.length;
  const target = shared ? buffer : cloner.clone(buffer);
  const make = (on) => (tracks ? new Class(on, byteOffset) : new Class(on, byteOffset, count));
  const copy = target instanceof Pending ? new Pending(() => make(target.get())) : make(target);
  return cloner.remember(value, copy);
}

// Blobs are immutable: the copy shares the bytes.
function isBlob(value, name) {
  return (name === "Blob" || name === "File") && value instanceof globalThis.Blob;
}

function cloneBlob(cloner, value) {
  const { File } = globalThis;
  const { type } = value;
  return cloner.remember(value, value instanceof File
    ? new File([value], value.name, { type, lastModified: value.lastModified })
    : value.slice(0, value.size, type));
}

// Platform objects that have no copy. What is not here has a hook.
const UNCLONABLE = new Set([
  "AbortController", "CompressionStream", "Crypto", "DecompressionStream", "FormData", "Headers", "PerformanceEntry", "PerformanceMark",
  "PerformanceMeasure", "PerformanceObserver", "PerformanceObserverEntryList", "PerformanceResourceTiming", "Request", "Response",
  "SubtleCrypto", "TextDecoder", "TextDecoderStream", "TextEncoder", "TextEncoderStream", "URL", "URLPattern", "URLSearchParams",
]);
const WASM = "WebAssembly.";

function madeBy(value, name) {
  const isWasm = name.startsWith(WASM);
  if (!isWasm && !UNCLONABLE.has(name)) return false;
  const Class = isWasm ? globalThis.WebAssembly?.[name.slice(WASM.length)] : globalThis[name];
  return typeof Class === "function" && value instanceof Class;
}

const boxed = (Class) => (cloner, value) => cloner.remember(value, Object(Class.prototype.valueOf.call(value)));

kind(Map, succeeds(mapSize), cloneMap);
kind(Set, succeeds(setSize), cloneSet);
kind(Date, succeeds(Date.prototype.getTime), (cloner, value) =>
  cloner.remember(value, new Date(Date.prototype.getTime.call(value))));
kind(RegExp, succeeds(regexpSource), (cloner, value) =>
  cloner.remember(value, new RegExp(regexpSource.call(value), value.flags)));
kind(ArrayBuffer, succeeds(bufferLength), cloneBuffer);
kind(SharedArrayBuffer, sharedLength && succeeds(sharedLength), (cloner, value) => cloner.remember(value, value));
for (const Class of [Number, String, Boolean, BigInt]) {
  kind(Class, succeeds(Class.prototype.valueOf), boxed(Class));
}
const always = () => true;
for (const Class of [Symbol, Promise, WeakMap, WeakSet, WeakRef, FinalizationRegistry]) kind(Class, always);
// Iterators and generators share one prototype; Intl's classes have one each.
KINDS.set(getPrototypeOf(getPrototypeOf([][Symbol.iterator]())), { verify: always, tag: "" });
KINDS.set(getPrototypeOf(getPrototypeOf(async function* () {}.prototype)), { verify: always, tag: "" });

// --- the function -----------------------------------------------------------------------------------------

function argumentError(text) {
  const error = new TypeError(`Failed to execute 'structuredClone': ${text}`);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

function readTransferList(options) {
  if (options === undefined || options === null) return undefined;
  if (typeof options !== "object" && typeof options !== "function") {
    throw argumentError("Options cannot be converted to a dictionary");
  }
  const { transfer } = options;
  if (transfer === undefined) return undefined;
  if (transfer === null || typeof transfer !== "object" || typeof transfer[Symbol.iterator] !== "function") {
    throw argumentError("transfer in Options cannot be converted to sequence.");
  }
  const list = new Map();
  for (const item of transfer) {
    if (typeof item !== "object" || item === null) throw argumentError("transfer in Options[0] is not an object.");
    if (list.has(item)) {
      const what = typeof item[transferHook] === "function" ? item.constructor.name : "ArrayBuffer";
      throw dataCloneError(`Transfer list contains duplicate ${what}`);
    }
    if (typeof item[transferHook] === "function") item[transferHook](true);
    else checkTransferable(item);
    list.set(item, undefined);
  }
  return list.size > 0 ? list : undefined;
}

function checkTransferable(item) {
  if (!(item instanceof ArrayBuffer)) throw dataCloneError("Found invalid value in transferList.");
  if (item.detached || sharedPools.has(item)) {
    throw dataCloneError("Cannot transfer object of unsupported type.");
  }
}

/** For postMessage: the copy, and what took over the items of the transfer list, in their order. */
function cloneForTransfer(value, list) {
  const cloner = new Cloner();
  cloner.transfers = readTransferList(list === undefined ? undefined : { transfer: list });
  const copy = cloner.finish(cloner.clone(value));
  return { value: copy, transferred: [...(cloner.transfers?.values() ?? [])] };
}

/** @template T @param {T} value @param {{ transfer?: Iterable<object> }} [options] @returns {T} */
function structuredClone(value, options) {
  if (arguments.length === 0) {
    const { codes: { ERR_MISSING_ARGS } } = require("internal/errors");
    throw new ERR_MISSING_ARGS("The value argument must be specified");
  }
  const cloner = new Cloner();
  cloner.transfers = readTransferList(options);
  return cloner.finish(cloner.clone(value));
}

module.exports = { structuredClone, cloneForTransfer, cloneHook, transferHook };
