// fetch.js - fetch(): the network through src/net/curl.c, plus data: and file: URLs.
//
// The response resolves when its head is there; its body is pulled, and a reader that is slow stops the peer.
// Streams as request bodies are read whole before they are sent.
const { TypeError, Error, Object, Promise, Uint8Array, String, Number } = globalThis;
const { Headers, internals: headersOf } = require("web/headers");
const { Request, internals: requests } = require("web/request");
const { internals: responses, Response } = require("web/response");
const { Remote, concat } = require("web/body");

const EVENT_HEAD = 0, EVENT_DATA = 1;
const FOLLOW = 1, DECOMPRESS = 2, INSECURE = 4;
const NULL_BODY = [101, 103, 204, 205, 304];

const ERRORS = {
  5: ["ENOTFOUND", "Unable to resolve the proxy"],
  6: ["ENOTFOUND", "Unable to connect. Is the computer able to access the url?"],
  7: ["ECONNREFUSED", "ECONNREFUSED: Unable to connect. Is the computer able to access the url?"],
  28: ["ETIMEDOUT", "The operation timed out."],
  35: ["ERR_SSL_ERROR", "TLS handshake failed"],
  47: ["TooManyRedirects", "The response redirected too many times. For more information, pass `verbose: true` in the second argument to fetch()"],
  52: ["ECONNRESET", "The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()"],
  55: ["ECONNRESET", "The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()"],
  56: ["ECONNRESET", "The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()"],
  18: ["ECONNRESET", "The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()"],
  60: ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate"],
};

function networkError(code, text, url) {
  const known = ERRORS[code];
  const error = new Error(known?.[1] ?? text);
  error.code = known?.[0] ?? "ERR_FETCH_FAILED";
  error.path = url;
  error.errno = 0;
  return error;
}

// The body of a response: waits for data, counts on `read` to keep the transfer going.
class Incoming extends Remote {
  handle = undefined;
  #chunks = [];
  #total = 0;
  #ended = false;
  #fresh = false;
  #error;
  #wake;

  data() {
    const bytes = native.read(this.handle);
    if (bytes !== undefined && bytes.byteLength > 0) {
      this.#chunks.push(bytes);
      this.#total += bytes.byteLength;
    }
  }

  // Data waits in C until somebody reads: that is the backpressure.
  notify() {
    this.#fresh = true;
    this.#wake?.();
  }

  end(error) {
    if (this.handle !== undefined && !this.#ended) this.data();
    this.#ended = true;
    this.#error = error;
    if (this.handle !== undefined) native.stop(this.handle);
    this.handle = undefined;
    this.#wake?.();
  }

  fail(error) {
    if (this.#ended) return;
    this.#ended = true;
    this.#chunks = [];
    this.#total = 0;
    if (this.handle !== undefined) native.stop(this.handle);
    this.handle = undefined;
    this.#error = error;
    this.#wake?.();
  }

  /** @returns {Promise<Uint8Array | null>} null at the end */
  async next() {
    for (;;) {
      if (this.#fresh && this.handle !== undefined) {
        this.#fresh = false;
        this.data();
      }
      if (this.#total > 0) {
        const bytes = concat(this.#chunks, this.#total);
        this.#chunks = [];
        this.#total = 0;
        return bytes;
      }
      if (this.#error !== undefined) throw this.#error;
      if (this.#ended) return null;
      await new Promise((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
  }

  async all() {
    const chunks = [];
    let total = 0;
    for (;;) {
      const bytes = await this.next();
      if (bytes === null) return chunks.length === 0 ? new Uint8Array(0) : concat(chunks, total);
      chunks.push(bytes);
      total += bytes.byteLength;
    }
  }

  stream() {
    const { ReadableStream } = require("web/streams");
    return new ReadableStream({
      type: "bytes",
      pull: async (controller) => {
        const bytes = await this.next();
        if (bytes !== null) controller.enqueue(bytes);
        else {
          controller.close();
          controller.byobRequest?.respond(0);
        }
      },
      cancel: () => this.fail(new TypeError("The body was cancelled")),
    }, { highWaterMark: 0 });
  }
}

function receivedHeaders(lines, decoded) {
  const headers = new Headers();
  for (const line of lines.split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim();
    try {
      headers.append(name, line.slice(colon + 1));
    } catch {
      continue; // a field that no Headers object can hold is the server's mistake
    }
  }
  // The body is handed out decoded: length and encoding of what travelled would mislead.
  if (decoded && headers.has("content-encoding")) {
    headers.delete("content-encoding");
    headers.delete("content-length");
  }
  return headers;
}

function sentHeaders(headers, decompress) {
  const out = { hasLength: undefined, hasType: false, hasDate: false, connection: undefined };
  const lines = headersOf.serialize(headers, out).split("\r\n");
  lines.pop();
  const has = (name) => headers.has(name);
  if (out.connection !== undefined) lines.push(`Connection: ${out.connection}`);
  if (!has("accept")) lines.push("Accept: */*");
  if (!has("user-agent")) lines.push("User-Agent: Bun/1.4.5");
  if (decompress && !has("accept-encoding")) lines.push("Accept-Encoding: gzip, deflate, br, zstd");
  lines.push("Expect:"); // libcurl would wait for a 100
  if (!has("content-type")) lines.push("Content-Type:"); // and would invent a form
  // An empty value needs a semicolon in libcurl's notation.
  return lines.map((line) => (/^[^:]+: $/.test(line) ? `${line.slice(0, -2)};` : line)).join("\n");
}

function decodeDataUrl(url) {
  const comma = url.indexOf(",");
  if (comma === -1) throw new TypeError("fetch failed: invalid data: URL");
  let type = url.slice(5, comma);
  const base64 = /;\s*base64\s*$/i.test(type);
  if (base64) type = type.replace(/;\s*base64\s*$/i, "");
  const text = url.slice(comma + 1).replace(/#.*$/s, "");
  const raw = text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number(`0x${hex}`)));
  const binary = base64 ? globalThis.atob(raw.replace(/[\t\n\f\r ]/g, "")) : raw;
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return new Response(bytes, { headers: { "content-type": type.startsWith(";") ? `text/plain${type}` : type || "text/plain;charset=US-ASCII" } });
}

const abortReason = (signal) => signal.reason ?? new globalThis.DOMException("The operation was aborted.", "AbortError");

/** @param {RequestInfo | URL} input @param {RequestInit} [init] @returns {Promise<Response>} */
async function fetch(input, init) {
  if (arguments.length === 0) throw new TypeError("fetch() expects a string, but received undefined");
  const request = init === undefined && requests.isRequest(input) ? input : new Request(input, init);
  const options = { ...(requests.options(request) ?? {}), ...(init ?? {}) };
  const { url } = request;
  const signal = requests.signal(request);
  if (signal?.aborted) throw abortReason(signal);
  if (url.startsWith("blob:")) {
    const blob = require("web/blob").objectOf(url.replace(/#.*$/s, ""));
    if (request.method !== "GET") throw new TypeError("fetch of a blob: URL needs the method GET");
    if (blob === undefined) throw Object.assign(new TypeError("Failed to resolve blob URL"), { code: "ERR_BLOB_NOT_FOUND" });
    return new Response(blob, { headers: { "content-length": `${blob.size}` } });
  }
  if (url.startsWith("data:")) return decodeDataUrl(url);
  if (url.startsWith("file:")) return new Response(require("bun/file").file(url));
  if (!/^https?:/.test(url)) throw Object.assign(new TypeError("protocol must be http:, https: or s3:"), { code: "ERR_INVALID_ARG_VALUE" });
  const body = requests.body(request);
  let bytes = null;
  if (body !== null) {
    if ((request.method === "GET" || request.method === "HEAD") && body.source !== null)
      throw new TypeError("fetch() request with GET/HEAD/OPTIONS method cannot have body.");
    body.take();
    bytes = await body.bytes();
    if (signal?.aborted) throw abortReason(signal);
  }
  return send(request, options, url, bytes, signal);
}

function send(request, options, url, bytes, signal) {
  const decompress = options.decompress !== false;
  const redirect = options.redirect ?? "follow";
  const flags = (redirect === "follow" ? FOLLOW : 0) | (decompress ? DECOMPRESS : 0) |
    (options.tls?.rejectUnauthorized === false || globalThis.process?.env?.NODE_TLS_REJECT_UNAUTHORIZED === "0" ? INSECURE : 0);
  const proxy = typeof options.proxy === "object" && options.proxy !== null ? options.proxy.url : options.proxy;
  const incoming = new Incoming();
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      const reason = abortReason(signal);
      incoming.fail(reason);
      reject(reason);
    };
    const finish = () => signal?.removeEventListener("abort", onAbort);
    const event = (kind, a, b, c, d, e) => {
      if (kind === EVENT_DATA) {
        incoming.notify();
      } else if (kind === EVENT_HEAD) {
        if (redirect === "error" && a >= 300 && a < 400 && a !== 304) {
          finish();
          const error = Object.assign(new TypeError("UnexpectedRedirect fetching \"" + url + "\""), { code: "UnexpectedRedirect" });
          incoming.fail(error);
          reject(error);
          return;
        }
        const empty = NULL_BODY.includes(a) || request.method === "HEAD";
        resolve(responses.received(empty ? null : incoming, a, b, receivedHeaders(c, decompress), d, e));
      } else {
        finish();
        const error = a === 0 ? undefined : networkError(a, b, url);
        incoming.end(error);
        if (error !== undefined) reject(error);
      }
    };
    try {
      incoming.handle = native.start(url.replace(/#.*$/s, ""), request.method, sentHeaders(request.headers, decompress), bytes, flags,
        options.unix, proxy === undefined || proxy === null ? undefined : `${proxy}`, event);
    } catch (error) {
      reject(error);
      return;
    }
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** Bun's hint; the connection is made by the first request. */
fetch.preconnect = function preconnect() {};

exports.fetch = fetch;
