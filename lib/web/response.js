// response.js - the Response class. A response to be served keeps its parts raw: Bun.serve reads them through
// `parts` without making Headers or a Body that nobody asked for.
const { Symbol, TypeError, RangeError, Object, JSON, Number } = globalThis;
const { Body, extract } = require("web/body");
const { Headers, internals: headersOf } = require("web/headers");
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");

const REDIRECTS = [301, 302, 303, 307, 308];
const found = { type: undefined };

let internals; // set by the static block below

class Response {
  #source = null; // string or null while untouched, then a Body
  #headers;
  #type; // content type that the body brings along
  #status = 200;
  #statusText = "";
  #kind = "default";
  #url = "";
  #redirected = false;
  #served = false; // a server sent the body

  /** @param {BodyInit | null} [body] @param {ResponseInit} [init] */
  constructor(body = undefined, init = undefined) {
    if (init !== undefined && init !== null) this.#setInit(init);
    if (typeof body === "string") {
      this.#source = body;
      this.#type = TEXT;
    } else if (body !== undefined && body !== null) {
      found.type = undefined;
      this.#source = new Body(extract(body, found));
      this.#type = found.type;
    }
  }

  #setInit(init) {
    if (typeof init === "number") {
      this.#setStatus(init);
      return;
    }
    if (typeof init !== "object") throw new TypeError("Failed to construct 'Response': The provided body value is not of type 'ResponseInit'");
    const { status, statusText, headers } = init;
    if (status !== undefined) this.#setStatus(status);
    if (statusText !== undefined) this.#statusText = `${statusText}`;
    // A copy, because the caller may change what it passed: plain objects are read now, and once.
    if (headers !== undefined && headers !== null) this.#headers = new Headers(headers);
  }

  #setStatus(status) {
    const number = Number(status) & 0xffff;
    if (number !== 101 && (number < 200 || number > 599))
      throw new RangeError(`The status provided (${status}) must be 101 or in the range of [200, 599]`);
    this.#status = number;
  }

  #body() {
    const source = this.#source;
    const body = typeof source === "object" && source !== null ? source : (this.#source = new Body(source));
    if (this.#served) body.used = true;
    return body;
  }

  #open() {
    const headers = (this.#headers ??= new Headers());
    if (this.#type !== undefined) {
      if (!headers.has("content-type")) headers.append("content-type", this.#type);
      this.#type = undefined;
    }
    return headers;
  }

  get headers() {
    return this.#open();
  }
  get status() {
    return this.#status;
  }
  get statusText() {
    return this.#statusText;
  }
  get ok() {
    return this.#status >= 200 && this.#status < 300;
  }
  get type() {
    return this.#kind;
  }
  get url() {
    return this.#url;
  }
  get redirected() {
    return this.#redirected;
  }
  get body() {
    return this.#source === null ? null : this.#body().stream();
  }
  get bodyUsed() {
    const source = this.#source;
    return this.#served || (typeof source === "object" && source !== null && source.disturbed);
  }

  text() {
    return this.#body().text();
  }
  textStream() {
    return this.#body().stream()?.pipeThrough(new (require("web/streams").TextDecoderStream)()) ?? null;
  }
  json() {
    return this.#body().json();
  }
  arrayBuffer() {
    return this.#body().arrayBuffer();
  }
  bytes() {
    return this.#body().ownBytes();
  }
  blob() {
    return this.#body().blob(this.#open().get("content-type") ?? "");
  }
  formData() {
    return this.#body().formData(this.#open().get("content-type"));
  }

  clone() {
    const copy = new Response();
    copy.#source = this.#source === null ? null : this.#body().clone();
    copy.#headers = new Headers(this.#open());
    copy.#status = this.#status;
    copy.#statusText = this.#statusText;
    copy.#kind = this.#kind;
    copy.#url = this.#url;
    copy.#redirected = this.#redirected;
    return copy;
  }

  static error() {
    const response = new Response();
    response.#status = 0;
    response.#kind = "error";
    headersOf.freeze(response.#open());
    return response;
  }

  static json(data, init = undefined) {
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError("Value is not JSON serializable");
    const response = new Response(text, init);
    response.#type = "application/json;charset=utf-8";
    return response;
  }

  static redirect(url, init = undefined) {
    if (arguments.length === 0) throw new TypeError("Not enough arguments");
    const status = typeof init === "object" && init !== null ? (init.status ?? 302) : (init ?? 302);
    if (!REDIRECTS.includes(Number(status)))
      throw new RangeError("Failed to execute 'redirect' on 'Response': Invalid status code");
    const response = new Response(null, typeof init === "object" ? init : undefined);
    response.#status = Number(status);
    response.#open().set("location", `${url}`);
    return response;
  }

  [inspectCustom](depth, options, inspect) {
    if (depth < 0) return "[Response]";
    const shown = { ok: this.ok, url: this.url, status: this.status, statusText: this.statusText, headers: this.headers,
      redirected: this.redirected, bodyUsed: this.bodyUsed };
    return `Response ${inspect(shown, options)}`;
  }

  static {
    Object.defineProperty(Response.prototype, Symbol.toStringTag, { value: "Response", configurable: true });
    for (const name of ["headers", "status", "statusText", "ok", "type", "url", "redirected", "body", "bodyUsed", "text",
      "textStream", "json", "arrayBuffer", "bytes", "blob", "formData", "clone"])
      Object.defineProperty(Response.prototype, name, { enumerable: true });
    for (const name of ["error", "json", "redirect"]) Object.defineProperty(Response, name, { enumerable: true });
    internals = {
      isResponse: (value) => typeof value === "object" && value !== null && #source in value,
      source: (response) => response.#source,
      status: (response) => response.#status,
      rawHeaders: (response) => response.#headers,
      rawType: (response) => response.#type,
      body: (response) => response.#body(),
      headers: (response) => response.#open(),
      setUrl(response, url) {
        if (response.#url === "") response.#url = url;
      },
      /** A response that came from the network. */
      received(source, status, statusText, headers, url, redirected) {
        const response = new Response();
        response.#source = source === null ? null : new Body(source);
        response.#status = status;
        response.#statusText = statusText;
        response.#headers = headers;
        response.#url = url;
        response.#redirected = redirected;
        response.#kind = "basic";
        return response;
      },
      /** Notes that a server sends the body; false if it was used before. */
      serve(response) {
        if (response.#source === null) return true;
        if (response.#served || response.bodyUsed) return false;
        return (response.#served = true);
      },
    };
  }
}

const TEXT = "text/plain;charset=UTF-8";
exports.Response = Response;
exports.internals = internals;
exports.TEXT = TEXT;
