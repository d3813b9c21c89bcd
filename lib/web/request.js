// request.js - the Request class, for programs and for Bun.serve.
//
// A served request is a place in a shared chunk of bytes (see lib/bun/serve.js): URL and headers are decoded
// when somebody asks for them. The chunk lives as long as a request that points into it.
const { Symbol, TypeError, Object } = globalThis;
const { Body, extract, usedError, native: convert } = require("web/body");
const { Headers, headersFromBlock, internals: headersOf } = require("web/headers");
const { latin1, utf8Decode } = convert;
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

const SERVED = Symbol("served");
// What the next served request is made of: arguments would have to be boxed or counted.
const next = { method: "", url: undefined, slotUrl: 0, chunk: null, at: 0, urlLength: 0, blockLength: 0, plain: true,
  bodyLength: 0, remote: null, slot: 0, id: 0, server: null };

const NORMAL_METHOD = /^(?:get|post|put|delete|head|options|patch)$/i;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const found = { type: undefined };

function normalMethod(method) {
  method = `${method}`;
  if (NORMAL_METHOD.test(method)) return method.toUpperCase();
  if (!TOKEN.test(method) || /^(?:connect|track)$/i.test(method))
    throw new TypeError(`Failed to construct 'Request': '${method}' is not a valid HTTP method.`);
  return method;
}

function parseUrl(text) {
  const { URL } = globalThis;
  try {
    return new URL(text).href;
  } catch {
    const error = new TypeError(`Failed to construct 'Request': Invalid URL "${text}"`);
    error.code = "ERR_INVALID_URL";
    throw error;
  }
}

let internals, onUrl; // set by the static block below

class Request {
  #method = "GET";
  #url;
  #headers;
  #source = null; // a Body, null, or undefined while a served body is untouched
  #signal;
  #options; // cache, credentials ... as given
  #type;
  #chunk = null; // served: the bytes of URL, headers and small bodies
  #at = 0;
  #urlLength = 0;
  #blockLength = 0;
  #bodyLength = 0;
  #plain = true;
  #remote = null; // served: makes the Remote of a body that is still arriving
  #slot = 0;
  #id = 0;
  #server = null;
  #routed = false; // has cookies
  #cookies;

  /** @param {RequestInfo} input @param {RequestInit} [init] */
  constructor(input, init = undefined) {
    if (input === SERVED) {
      this.#method = next.method;
      this.#url = next.url;
      this.#chunk = next.chunk;
      this.#at = next.at;
      this.#urlLength = next.urlLength;
      this.#blockLength = next.blockLength;
      this.#bodyLength = next.bodyLength;
      this.#plain = next.plain;
      this.#remote = next.remote;
      this.#slot = next.slot;
      this.#id = next.id;
      this.#server = next.server;
      if (next.bodyLength > 0 || next.remote !== null) this.#source = undefined;
      return;
    }
    if (arguments.length === 0) throw new TypeError("Failed to construct 'Request': 1 argument required, but only 0 present.");
    if (typeof input === "object" && input !== null && #method in input) this.#copy(input, init);
    else if (typeof input === "object" && input !== null && "url" in input && !("href" in input)) {
      init = init === undefined || init === null ? input : { ...input, ...init };
      this.#url = parseUrl(`${input.url}`);
    } else this.#url = parseUrl(`${input}`);
    if (init !== undefined && init !== null) this.#setInit(init);
    else this.#headers ??= new Headers();
  }

  #copy(input, init) {
    this.#url = input.url;
    this.#method = input.#method;
    this.#headers = new Headers(init?.headers ?? input.headers);
    this.#options = input.#options;
    this.#signal = input.#signal;
    if (init?.body === undefined || init.body === null) {
      const body = input.#body();
      if (body === null) return;
      if (body.disturbed || body.locked) throw usedError("Cannot construct a Request with a Request object that has already been used.");
      const moved = new Body(body.opened ?? body.source);
      body.used = true;
      this.#source = moved;
    }
  }

  #setInit(init) {
    const { method, headers, body, signal } = init;
    if (method !== undefined) this.#method = normalMethod(method);
    this.#headers ??= new Headers(headers === null ? undefined : headers);
    if (body !== undefined && body !== null) {
      found.type = undefined;
      this.#source = new Body(extract(body, found));
      if (found.type !== undefined && !this.#headers.has("content-type")) this.#headers.append("content-type", found.type);
    }
    if (signal !== undefined && signal !== null) {
      if (typeof signal !== "object" || typeof signal.addEventListener !== "function")
        throw new TypeError("Failed to construct 'Request': signal is not of type AbortSignal.");
      this.#signal = signal;
    }
    this.#options = init;
  }

  #decodeUrl() {
    const text = this.#plain
      ? latin1(this.#chunk, this.#at, this.#at + this.#urlLength)
      : servedUrl(utf8Decode(this.#chunk, this.#at, this.#at + this.#urlLength));
    this.#url = text;
    onUrl?.(this.#server, this.#slot, this.#id, text);
    return text;
  }

  #open() {
    const from = this.#at + this.#urlLength;
    return (this.#headers = headersFromBlock(latin1(this.#chunk, from, from + this.#blockLength)));
  }

  #body() {
    if (this.#source !== undefined) return this.#source;
    const from = this.#at + this.#urlLength + this.#blockLength;
    const source = this.#bodyLength > 0 ? this.#chunk.slice(from, from + this.#bodyLength) : this.#remote(this);
    return (this.#source = new Body(source));
  }

  get method() {
    return this.#method;
  }
  get url() {
    return this.#url ?? this.#decodeUrl();
  }
  get headers() {
    return this.#headers ?? this.#open();
  }
  get body() {
    return this.#body()?.stream() ?? null;
  }
  get bodyUsed() {
    return this.#source?.disturbed ?? false;
  }
  get signal() {
    if (this.#signal !== undefined) return this.#signal;
    const controller = new globalThis.AbortController();
    this.#signal = controller.signal;
    this.#server?.watch(this.#slot, this.#id, controller);
    return this.#signal;
  }
  get cache() {
    return this.#options?.cache ?? "default";
  }
  get credentials() {
    return this.#options?.credentials ?? "include";
  }
  get destination() {
    return "";
  }
  get integrity() {
    return this.#options?.integrity ?? "";
  }
  get keepalive() {
    return this.#options?.keepalive ?? false;
  }
  get mode() {
    return this.#options?.mode ?? "cors";
  }
  get redirect() {
    return this.#options?.redirect ?? "follow";
  }
  get referrer() {
    return this.#options?.referrer ?? "";
  }
  get referrerPolicy() {
    return this.#options?.referrerPolicy ?? "";
  }
  /** Bun's: of requests that a route of Bun.serve handles. */
  get cookies() {
    if (!this.#routed) return undefined;
    return (this.#cookies ??= new (require("bun/cookie").CookieMap)(this.headers.get("cookie")));
  }
  get duplex() {
    return "half";
  }

  async text() {
    return (await this.#body()?.text()) ?? "";
  }
  textStream() {
    return this.body?.pipeThrough(new (require("web/streams").TextDecoderStream)()) ?? null;
  }
  async json() {
    return (this.#body() ?? new Body(null)).json();
  }
  async arrayBuffer() {
    return (this.#body() ?? new Body(null)).arrayBuffer();
  }
  async bytes() {
    return (this.#body() ?? new Body(null)).ownBytes();
  }
  async blob() {
    return (this.#body() ?? new Body(null)).blob(this.headers.get("content-type") ?? "");
  }
  async formData() {
    return (this.#body() ?? new Body(null)).formData(this.headers.get("content-type"));
  }

  clone() {
    const copy = new Request(this.url, this.#options === undefined ? undefined : { ...this.#options, body: null, method: "GET", headers: undefined });
    copy.#method = this.#method;
    copy.#headers = new Headers(this.headers);
    copy.#source = this.#body()?.clone() ?? null;
    copy.#signal = this.#signal ?? (this.#server === null ? undefined : this.signal);
    return copy;
  }

  [inspectCustom](depth, options, inspect) {
    if (depth < 0) return "[Request]";
    return `Request ${inspect({ method: this.method, url: this.url, headers: this.headers }, options)}`;
  }

  static {
    Object.defineProperty(Request.prototype, Symbol.toStringTag, { value: "Request", configurable: true });
    for (const name of ["method", "url", "headers", "body", "bodyUsed", "signal", "cache", "credentials", "destination",
      "integrity", "keepalive", "mode", "redirect", "referrer", "referrerPolicy", "duplex", "text", "json",
      "textStream", "arrayBuffer", "bytes", "blob", "formData", "clone"])
      Object.defineProperty(Request.prototype, name, { enumerable: true });
    internals = {
      isRequest: (value) => typeof value === "object" && value !== null && #method in value,
      slot: (request) => request.#slot,
      id: (request) => request.#id,
      server: (request) => request.#server,
      body: (request) => request.#body(),
      signal: (request) => request.#signal,
      options: (request) => request.#options,
      markRouted(request) {
        request.#routed = true;
      },
      cookies: (request) => request.#cookies,
      /** The chunk is shared by many requests: one that lives long takes its part out. */
      detach(request) {
        if (request.#chunk === null) return;
        const { buffer } = request.#chunk;
        if (buffer.byteLength < 65536) return;
        const length = request.#urlLength + request.#blockLength + request.#bodyLength;
        request.#chunk = request.#chunk.slice(request.#at, request.#at + length);
        request.#at = 0;
      },
    };
  }
}

// A target the URL parser would change, or a Host that is none: then only the target is left, as in Bun.
function servedUrl(text) {
  const { URL } = globalThis;
  const parsed = URL.parse?.(text) ?? null;
  if (parsed !== null) return parsed.href;
  const slash = text.indexOf("/", text.indexOf("//") + 2);
  return slash === -1 ? text : text.slice(slash);
}

exports.Request = Request;
exports.internals = internals;
exports.next = next;
/** The request described by `next`. */
exports.serve = () => new Request(SERVED);
exports.setUrlHook = (hook) => {
  onUrl = hook;
};
exports.headersOf = headersOf;
