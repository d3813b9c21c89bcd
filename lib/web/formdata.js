// formdata.js - FormData, and multipart/form-data and urlencoded bodies in both directions.
//
// Limits: FORM_MAX_PARTS parts of a body; a part's headers end within FORM_MAX_HEAD bytes.
const { Symbol, TypeError, Object, Array, Math, decodeURIComponent } = globalThis;
const { native: convert, concat, viewBytes } = require("web/body");
const { Blob, File, isBlob, partsOf } = require("web/blob");
const { utf8Encode, utf8Decode, indexOf } = convert;
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

const FORM_MAX_PARTS = 100000;
const FORM_MAX_HEAD = 16384;

// A file of the disk stays one, and is read when the form is sent, unless it gets a name here: what has one is a File.
function toValue(value, filename, given) {
  if (!isBlob(value)) {
    if (given) throw new TypeError("Failed to execute 'append' on 'FormData': parameter 2 is not of type 'Blob'.");
    return `${value}`;
  }
  const isFile = value instanceof File;
  if (filename === undefined && (isFile || value.readNow !== undefined)) return value;
  const options = { type: value.type, lastModified: isFile ? value.lastModified : undefined };
  return new File([value], filename ?? value.name ?? "blob", options);
}

let entriesOf; // set by the static block below

class FormData {
  #list = []; // [name, value]

  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError("Failed to construct 'FormData': parameter 1 is not of type 'HTMLFormElement'.");
  }

  append(name, value, filename = undefined) {
    if (arguments.length < 2) throw new TypeError("Not enough arguments");
    this.#list.push([`${name}`, toValue(value, filename, arguments.length > 2)]);
  }

  set(name, value, filename = undefined) {
    if (arguments.length < 2) throw new TypeError("Not enough arguments");
    name = `${name}`;
    const entry = [name, toValue(value, filename, arguments.length > 2)];
    const at = this.#list.findIndex((item) => item[0] === name);
    if (at === -1) {
      this.#list.push(entry);
      return;
    }
    this.#list[at] = entry;
    this.#list = this.#list.filter((item, index) => index <= at || item[0] !== name);
  }

  delete(name) {
    if (arguments.length < 1) throw new TypeError("Not enough arguments");
    name = `${name}`;
    this.#list = this.#list.filter((item) => item[0] !== name);
  }

  get(name) {
    if (arguments.length < 1) throw new TypeError("Not enough arguments");
    name = `${name}`;
    for (const item of this.#list) if (item[0] === name) return item[1];
    return null;
  }

  getAll(name) {
    if (arguments.length < 1) throw new TypeError("Not enough arguments");
    name = `${name}`;
    return this.#list.filter((item) => item[0] === name).map((item) => item[1]);
  }

  has(name) {
    if (arguments.length < 1) throw new TypeError("Not enough arguments");
    name = `${name}`;
    return this.#list.some((item) => item[0] === name);
  }

  get length() {
    return this.#list.length;
  }

  *entries() {
    for (let i = 0; i < this.#list.length; i++) yield [this.#list[i][0], this.#list[i][1]];
  }
  *keys() {
    for (let i = 0; i < this.#list.length; i++) yield this.#list[i][0];
  }
  *values() {
    for (let i = 0; i < this.#list.length; i++) yield this.#list[i][1];
  }

  forEach(callback, thisArg = undefined) {
    if (typeof callback !== "function") throw new TypeError("Cannot call callback on a non-function");
    for (const [name, value] of this.entries()) callback.call(thisArg, value, name, this);
  }

  toJSON() {
    const result = {};
    for (const [name, value] of this.#list) {
      if (!Object.hasOwn(result, name)) result[name] = value;
      else if (Array.isArray(result[name])) result[name].push(value);
      else result[name] = [result[name], value];
    }
    return result;
  }

  /** Bun's: parses a multipart body, or an urlencoded one when there is no boundary. */
  static from(data, boundary) {
    let bytes;
    if (typeof data === "string") bytes = utf8Encode(data);
    else if (isBlob(data)) bytes = require("internal/blob_bytes").bytesOfBlob(data);
    else bytes = viewBytes(data);
    return boundary === undefined ? parseUrlEncoded(bytes) : parseMultipart(bytes, `${boundary}`);
  }

  [inspectCustom](depth, options, inspect) {
    if (depth < 0) return "[FormData]";
    return `FormData ${inspect(this.toJSON(), options)}`;
  }

  static {
    const { prototype } = FormData;
    Object.defineProperty(prototype, Symbol.iterator, { value: prototype.entries, writable: true, configurable: true });
    Object.defineProperty(prototype, Symbol.toStringTag, { value: "FormData", configurable: true });
    for (const name of ["append", "set", "delete", "get", "getAll", "has", "entries", "keys", "values", "forEach"])
      Object.defineProperty(prototype, name, { enumerable: true });
    entriesOf = (form) => form.#list;
  }
}

// --- writing -----------------------------------------------------------------------------------------

const escapeName = (text) => text.replace(/\r\n?|\n/g, "\r\n").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22");

let counter = 0;
function newBoundary() {
  let text = "";
  for (let i = 0; i < 4; i++) text += Math.floor(Math.random() * 0x100000000).toString(16).padStart(8, "0");
  return `----CobFormBoundary${text}${(counter++).toString(16)}`;
}

/** Synchronous: files are read here. @param {FormData} form @returns {{bytes: Uint8Array, type: string}} */
function encode(form) {
  const boundary = newBoundary();
  const chunks = [];
  let total = 0;
  const put = (bytes) => {
    chunks.push(bytes);
    total += bytes.byteLength;
  };
  for (const [name, value] of entriesOf(form)) {
    let head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`;
    if (typeof value === "string") {
      put(utf8Encode(`${head}\r\n\r\n${value.replace(/\r\n?|\n/g, "\r\n")}\r\n`));
      continue;
    }
    head += `; filename="${escapeName(value.name ?? "blob")}"\r\nContent-Type: ${value.type || "application/octet-stream"}\r\n\r\n`;
    put(utf8Encode(head));
    if (value.readNow !== undefined) put(value.readNow());
    else for (const { source, from, to } of partsOf(value)) put(source.subarray(from, to));
    put(utf8Encode("\r\n"));
  }
  put(utf8Encode(`--${boundary}--\r\n`));
  return { bytes: concat(chunks, total), type: `multipart/form-data; boundary=${boundary}` };
}

// --- reading -----------------------------------------------------------------------------------------

function parseError() {
  const error = new TypeError("Can't decode form data from body because of incorrect MIME type/boundary");
  error.code = "ERR_FORMDATA_PARSE_ERROR";
  return error;
}

/** Value of a parameter of a header: quoted or not. */
function parameter(header, name) {
  const match = new RegExp(`(?:^|;)\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;]*))`, "i").exec(header);
  if (match === null) return undefined;
  return match[1] !== undefined ? match[1] : match[2].trim();
}

const unescapeName = (text) => text.replace(/%0A/gi, "\n").replace(/%0D/gi, "\r").replace(/%22/g, '"').replace(/\\"/g, '"');

function extendedName(value) {
  const match = /^utf-8'[^']*'(.*)$/i.exec(value ?? "");
  if (match === null) return undefined;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    return undefined;
  }
}

function partHead(text) {
  const head = { name: undefined, filename: undefined, type: "" };
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    const key = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (key === "content-type") head.type = value;
    if (key !== "content-disposition" || !/^form-data\b/i.test(value)) continue;
    const name = parameter(value, "name");
    head.name = name === undefined ? undefined : unescapeName(name);
    const filename = parameter(value, "filename");
    head.filename = extendedName(parameter(value, "filename\\*")) ?? (filename === undefined ? undefined : unescapeName(filename));
  }
  return head;
}

function parseMultipart(bytes, boundary) {
  const form = new FormData();
  const mark = utf8Encode(`--${boundary}`);
  const separator = utf8Encode(`\r\n--${boundary}`);
  const blank = utf8Encode("\r\n\r\n");
  let at = indexOf(bytes, mark, 0);
  if (at === -1) throw parseError();
  at += mark.byteLength;
  for (let n = 0; ; n++) {
    if (bytes[at] === 0x2d && bytes[at + 1] === 0x2d) return form;
    while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
    if (n >= FORM_MAX_PARTS || bytes[at] !== 0x0d || bytes[at + 1] !== 0x0a) throw parseError();
    const headEnd = indexOf(bytes, blank, at);
    if (headEnd === -1 || headEnd - at > FORM_MAX_HEAD) throw parseError();
    const from = headEnd + 4;
    const to = indexOf(bytes, separator, from - 2);
    if (to === -1) throw parseError();
    const head = partHead(utf8Decode(bytes, at + 2, headEnd));
    if (head.name === undefined) throw parseError();
    const end = Math.max(to, from);
    if (head.filename !== undefined)
      form.append(head.name, new File([bytes.subarray(from, end)], head.filename, { type: head.type || "application/octet-stream" }));
    else form.append(head.name, utf8Decode(bytes, from, end));
    at = to + separator.byteLength;
  }
}

function parseUrlEncoded(bytes) {
  const form = new FormData();
  const { TextDecoder } = require("web/encoding");
  const list = require("web/url").formParse(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  for (let i = 0; i < list.length; i += 2) form.append(list[i], list[i + 1]);
  return form;
}

/** The parser for a content type; throws when there is none. @param {string | null} type */
function parserFor(type) {
  type ??= "";
  if (/^multipart\/form-data\s*(?:;|$)/i.test(type)) {
    const boundary = parameter(type, "boundary");
    if (!boundary) throw parseError();
    return (bytes) => parseMultipart(bytes, boundary);
  }
  if (/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type)) return parseUrlEncoded;
  throw parseError();
}

exports.FormData = FormData;
exports.encode = encode;
exports.parserFor = parserFor;
