// serve.js - Bun.serve. The native half (src/bun/serve.c) hands over requests in batches through shared memory
// and takes short answers back the same way: see there for the layout of `inbox` and `outbox`.
//
// Cost: a request whose handler returns a Response with a short ASCII string crosses into C not at all.
const { Uint8Array, Int32Array, Promise, Object, Symbol, TypeError, RangeError, Error, Number, Array, String, Math } = globalThis;
const boot = require("internal/boot");
const { cell } = require("internal/async_frame");
const { next, serve: makeRequest, internals: requests, Request } = require("web/request");
const { internals: responses, TEXT, Response } = require("web/response");
const { internals: headersOf } = require("web/headers");
const { Remote, native: convert, chunkBytes, concat } = require("web/body");
const { isBlob, partsOf } = require("web/blob");
const { compile, match } = require("bun/routes");

const { isResponse, source: sourceOf, status: statusOf, rawHeaders, rawType, serve: markServed } = responses;
const METHODS = ["DELETE", "GET", "HEAD", "POST", "PUT", "CONNECT", "OPTIONS", "TRACE", "COPY", "LOCK", "MKCOL", "MOVE",
  "PROPFIND", "PROPPATCH", "SEARCH", "UNLOCK", "BIND", "REBIND", "UNBIND", "ACL", "REPORT", "MKACTIVITY", "CHECKOUT",
  "MERGE", "M-SEARCH", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "PATCH", "PURGE", "MKCALENDAR", "LINK", "UNLINK", "SOURCE"];

const INBOX_INTS = 12;
const OUTBOX_SIZE = 131072;
const OUTBOX_START = 16;
const RECORD_HEAD = 24;
const SHORT_TEXT = 4096; // longer strings are encoded by C
const URL_SLOTS = 256;
const IN_PLAIN = 1, IN_BODY = 2, IN_KNOWN_URL = 4, IN_CONDITIONAL = 16;
const OUT_TEXT = 1 << 16, OUT_DATE = 2 << 16, OUT_CLOSE = 4 << 16;
const EVENT_BODY = 0, EVENT_DRAIN = 1, EVENT_ABORT = 2, EVENT_TIMEOUT = 3;
const BODY_ALL = 1, BODY_STREAM = 2, BODY_DROP = 3;
const DEFAULT_MAX_BODY = 128 * 1024 * 1024;
const DEFAULT_IDLE = 10;

const disconnected = () => {
  const { DOMException } = globalThis;
  return DOMException === undefined ? new Error("The connection was closed.") : new DOMException("The connection was closed.", "AbortError");
};

// What a request needs that does not end inside its batch: one at most a connection, found by slot.
class Exchange {
  id;
  controller = undefined; // of request.signal
  drained = undefined; // a writer waits
  body = undefined; // a reader of the request body waits
  reader = undefined; // of the response body
  constructor(id) {
    this.id = id;
  }
}

const parts = { hasLength: undefined, encoding: undefined, hasType: false, hasDate: false, connection: undefined };

// An entity tag: 64 bits of FNV-1a, good enough to tell versions apart.
function tagOf(bytes) {
  let a = 0x811c9dc5, b = 0x1b873593;
  for (let i = 0; i < bytes.length; i++) {
    a = Math.imul(a ^ bytes[i], 0x01000193);
    b = Math.imul(b ^ bytes[i], 0x85ebca6b) ^ (b >>> 13);
  }
  const hex = (number) => (number >>> 0).toString(16).padStart(8, "0");
  return `"${hex(a)}${hex(b)}"`;
}

function matchesTag(header, etag) {
  if (header === null) return false;
  if (header.trim() === "*") return true;
  const opaque = (tag) => tag.trim().replace(/^W\//, "");
  return header.split(",").some((tag) => opaque(tag) === opaque(etag));
}

// A Response of the routes table, taken apart once.
class Static {
  status;
  lines = "";
  text = "";
  bytes = undefined;
  etag;

  /** @param {Response} response */
  constructor(response) {
    this.status = statusOf(response);
    const source = sourceOf(response);
    const headers = rawHeaders(response);
    parts.hasType = parts.hasDate = false;
    if (headers !== undefined) this.lines = headersOf.serialize(headers, parts);
    if (parts.hasDate) this.status |= OUT_DATE;
    const type = rawType(response);
    if (!parts.hasType && type === TEXT) this.status |= OUT_TEXT;
    else if (!parts.hasType && type !== undefined) this.lines += `content-type: ${type}\r\n`;
    if (source === null || typeof source === "string") this.text = source ?? "";
    else this.#takeBody(responses.body(response));
    this.etag = headers?.get("etag") ?? null;
    if (this.etag !== null) return;
    this.etag = tagOf(this.bytes ?? convert.utf8Encode(this.text));
    if (this.status % 0x10000 === 200) this.lines += `etag: ${this.etag}\r\n`;
  }

  #takeBody({ source, opened }) {
    if (opened !== null) throw argumentError("A Response of a route needs a body that can be sent again: not a stream");
    if (typeof source === "string") this.text = source;
    else if (source instanceof Uint8Array) this.bytes = source;
    else if (isBlob(source) && source.sendTo === undefined) {
      const pieces = partsOf(source).map((part) => part.source.subarray(part.from, part.to));
      if (pieces.length > 0) this.bytes = concat(pieces, source.size);
    } else throw argumentError("A Response of a route cannot hold this kind of body");
  }
}

class FileRoute {
  file;
  status;
  lines = "";
  hasType = false;

  constructor(response, file) {
    this.file = file;
    this.status = statusOf(response);
    const headers = rawHeaders(response);
    if (headers === undefined) return;
    parts.hasType = parts.hasDate = false;
    this.lines = headersOf.serialize(headers, parts);
    this.hasType = parts.hasType;
    if (parts.hasDate) this.status |= OUT_DATE;
  }
}

/** What a route answers with: functions and false stay, a Response of a file becomes the file. */
function prepare(target) {
  if (isBlob(target) && target.sendTo !== undefined) return new FileRoute(new Response(), target);
  if (!isResponse(target)) return target;
  const source = sourceOf(target);
  if (source !== null && typeof source === "object" && source.opened === null && source.source?.sendTo !== undefined)
    return new FileRoute(target, source.source);
  return new Static(target);
}

class Engine {
  handle;
  server;
  fetch;
  onError;
  routes; // compiled, or undefined
  development = false;
  #inbox; // Int32Array
  #out32; // the outbox, as integers
  #out8; // and as bytes
  #urls = new Array(URL_SLOTS).fill(undefined);
  #exchanges = [];
  #open = 0; // entries of #exchanges in use
  remote = (request) => new RequestBody(this, requests.slot(request), requests.id(request));
  closed = false;
  settled = undefined; // resolves the promise of stop()
  #context = cell.current; // handlers run in the asynchronous context of Bun.serve()

  listen(host, port, unix, flags, maxBody, idle) {
    const made = native.listen(host, port, unix, flags, maxBody, idle, boot.options?.maxHttpHeaderSize ?? 0,
      (count, chunk) => this.dispatch(count, chunk), (kind, slot, id) => this.event(kind, slot, id));
    this.handle = made[0];
    this.#inbox = new Int32Array(made[1].buffer);
    this.#out8 = made[2];
    this.#out32 = new Int32Array(made[2].buffer);
  }

  // --- requests in -------------------------------------------------------------------------------------

  dispatch(count, chunk) {
    const inbox = this.#inbox;
    next.chunk = chunk;
    next.server = this;
    for (let i = 0, at = 0; i < count; i++, at += INBOX_INTS) {
      const slot = inbox[at];
      const id = inbox[at + 1];
      const flags = inbox[at + 3];
      next.method = METHODS[inbox[at + 2]] ?? "GET";
      next.at = inbox[at + 5];
      next.urlLength = inbox[at + 6];
      next.blockLength = inbox[at + 7];
      next.bodyLength = inbox[at + 8];
      next.plain = (flags & IN_PLAIN) !== 0;
      next.remote = (flags & IN_BODY) !== 0 ? this.remote : null;
      next.slot = slot;
      next.id = id;
      next.url = this.#url(inbox[at + 4], flags, chunk);
      cell.current = this.#context; // whatever the request before entered
      this.#handle(makeRequest(), slot, id, inbox[at + 9], flags);
    }
    next.chunk = null;
    next.server = null;
    cell.current = undefined;
  }

  // Asks the fetch handler, whatever the routes say.
  #answer(slot, id, request) {
    this.#forget(slot, id);
    let result;
    try {
      result = this.fetch.call(this.server, request, this.server);
    } catch (error) {
      this.fail(slot, id, request, error);
      return;
    }
    if (isResponse(result)) this.send(slot, id, request, result);
    else this.#later(slot, id, request, result);
  }

  // The string of a URL that came before: made on its second sight, so that unique URLs cost nothing.
  #url(urlSlot, flags, chunk) {
    if (urlSlot >= URL_SLOTS || (flags & IN_PLAIN) === 0) return undefined;
    const urls = this.#urls;
    if ((flags & IN_KNOWN_URL) === 0) return (urls[urlSlot] = undefined);
    return (urls[urlSlot] ??= convert.latin1(chunk, next.at, next.at + next.urlLength));
  }

  #handle(request, slot, id, hostLength, flags) {
    let result;
    try {
      result = this.routes === undefined ? this.fetch.call(this.server, request, this.server) : this.#route(request, hostLength);
    } catch (error) {
      this.fail(slot, id, request, error);
      return;
    }
    if (isResponse(result)) this.send(slot, id, request, result);
    else if (result instanceof Static) this.#sendStatic(slot, id, request, result, flags);
    else if (result instanceof FileRoute) this.#sendFile(slot, id, request, result.status, result.lines, result.file, result.hasType, true);
    else this.#later(slot, id, request, result);
  }

  #sendStatic(slot, id, request, { status, lines, text, bytes, etag }, flags) {
    if ((flags & IN_CONDITIONAL) !== 0 && (status & 0xffff) === 200 && (request.method === "GET" || request.method === "HEAD") &&
      matchesTag(request.headers.get("if-none-match"), etag)) {
      this.#put(slot, id, 304 | (status & OUT_DATE), lines, "");
      return;
    }
    if (bytes === undefined) this.#put(slot, id, status, lines, text);
    else native.respond(this.handle, slot, id, status, lines, bytes);
  }

  #route(request, hostLength) {
    const found = match(this.routes, request, hostLength);
    if (found === undefined) return this.fetch.call(this.server, request, this.server);
    if (typeof found === "function") return found.call(this.server, request, this.server);
    return found instanceof Static || found instanceof FileRoute ? found : new Response(found);
  }

  #later(slot, id, request, result) {
    if (result !== null && typeof result === "object" && typeof result.then === "function") {
      requests.detach(request);
      Promise.prototype.then.call(
        result instanceof Promise ? result : Promise.resolve(result),
        (value) => {
          if (isResponse(value)) this.send(slot, id, request, value);
          else this.#notResponse(slot, id, request, value);
        },
        (error) => this.fail(slot, id, request, error),
      );
      return;
    }
    this.#notResponse(slot, id, request, result);
  }

  #notResponse(slot, id, request, value) {
    if (value !== undefined && value !== null) {
      report(new TypeError(`Expected a Response object, but received '${describe(value)}'`));
    }
    if (this.development)
      this.send(slot, id, request, new Response("Welcome to Bun! To get started, return a Response object."));
    else this.send(slot, id, request, new Response(null, { status: 204 }));
  }

  // --- answers out -------------------------------------------------------------------------------------

  send(slot, id, request, response) {
    if (!markServed(response)) {
      this.fail(slot, id, request, new TypeError("Response body already used"));
      return;
    }
    const cookies = requests.cookies(request);
    if (cookies !== undefined) for (const line of cookies.toSetCookieHeaders()) response.headers.append("set-cookie", line);
    const source = sourceOf(response);
    const headers = rawHeaders(response);
    const type = rawType(response);
    let status = statusOf(response) || 500;
    let lines = "";
    if (headers === undefined) {
      if (type === TEXT) status |= OUT_TEXT;
      else if (type !== undefined) lines = `content-type: ${type}\r\n`;
    } else {
      parts.hasLength = parts.encoding = parts.connection = undefined;
      parts.hasType = parts.hasDate = false;
      lines = headersOf.serialize(headers, parts);
      if (parts.connection !== undefined && /\bclose\b/i.test(parts.connection)) status |= OUT_CLOSE;
      if (parts.hasDate) status |= OUT_DATE;
      if (parts.hasType === false && type === TEXT) status |= OUT_TEXT;
      else if (parts.hasType === false && type !== undefined) lines += `content-type: ${type}\r\n`;
    }
    if (this.#open > 0 && (source === null || typeof source === "string")) this.#forget(slot, id);
    if (source === null && headers !== undefined && (parts.hasLength ?? parts.encoding) !== undefined && request.method === "HEAD") {
      native.begin(this.handle, slot, id, status, lines, parts.encoding !== undefined ? -1 : Number(parts.hasLength) || 0);
      native.end(this.handle, slot, id);
    } else if (source === null || typeof source === "string") this.#put(slot, id, status, lines, source ?? "");
    else this.#sendBody(slot, id, request, status, lines, source, type !== undefined || (headers !== undefined && parts.hasType));
  }

  // A record of the outbox, or a crossing when it is long or not ASCII.
  #put(slot, id, status, lines, text) {
    const size = RECORD_HEAD + lines.length + text.length;
    if (size > SHORT_TEXT) {
      native.respond(this.handle, slot, id, status, lines, text);
      return;
    }
    const words = this.#out32;
    let start = words[0];
    if (start + size > OUTBOX_SIZE - 8) {
      native.flush(this.handle);
      start = OUTBOX_START;
    }
    const bytes = this.#out8;
    let at = start + RECORD_HEAD;
    for (let i = 0; i < lines.length; i++) {
      const code = lines.charCodeAt(i);
      if (code > 0xff) {
        native.respond(this.handle, slot, id, status, lines, text);
        return;
      }
      bytes[at++] = code; // header values are Latin-1
    }
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        native.respond(this.handle, slot, id, status, lines, text);
        return;
      }
      bytes[at++] = code;
    }
    const whole = (size + 3) & ~3;
    const word = start >> 2;
    words[word] = whole;
    words[word + 1] = slot;
    words[word + 2] = id;
    words[word + 3] = status;
    words[word + 4] = lines.length;
    words[word + 5] = text.length;
    words[0] = start + whole;
    if (words[1] === 0) native.flush(this.handle);
  }

  #sendBody(slot, id, request, status, lines, body, hasType) {
    const { source, opened } = body;
    if (opened === null && source instanceof Uint8Array) {
      if (!hasType) lines += "content-type: application/octet-stream\r\n";
      native.respond(this.handle, slot, id, status, lines, source);
      this.#forget(slot, id);
      return;
    }
    if (opened === null && isBlob(source)) {
      if (source.sendTo !== undefined) {
        this.#sendFile(slot, id, request, status, lines, source, hasType);
        return;
      }
      const pieces = partsOf(source).map((part) => part.source.subarray(part.from, part.to));
      native.respond(this.handle, slot, id, status, lines, pieces.length === 0 ? "" : concat(pieces, source.size));
      this.#forget(slot, id);
      return;
    }
    if (opened === null && (source === null || typeof source === "string")) {
      this.#put(slot, id, status, lines, source ?? "");
      return;
    }
    this.#pump(slot, id, request, status, lines, body.stream());
  }

  // A stream: in one piece if it ends at once, else chunked, at the client's pace.
  async #pump(slot, id, request, status, lines, stream) {
    const { handle } = this;
    const early = [];
    let total = 0;
    let begun = false;
    const exchange = this.#exchange(slot, id);
    const reader = (exchange.reader = stream.getReader());
    const begin = () => {
      if (begun) return;
      begun = true;
      native.begin(handle, slot, id, status, lines, -1);
      if (total > 0) native.write(handle, slot, id, concat(early, total));
    };
    const timer = globalThis.setImmediate(begin);
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const bytes = chunkBytes(value);
        if (!begun) {
          early.push(bytes);
          total += bytes.byteLength;
          if (total > 65536) begin();
          continue;
        }
        const more = native.write(handle, slot, id, bytes);
        if (more === undefined) return;
        if (more === false) await new Promise((resolve) => (exchange.drained = resolve));
      }
      if (begun) native.end(handle, slot, id);
      else native.respond(handle, slot, id, status, lines, total === 0 ? "" : concat(early, total));
    } catch (error) {
      if (begun) {
        native.fail(handle, slot, id);
        report(error);
      } else this.fail(slot, id, request, error);
    } finally {
      globalThis.clearImmediate(timer);
      begun = true;
      this.#forget(slot, id);
    }
  }

  // A BunFile sends itself: headers depend on what it finds, and it is read off the loop.
  async #sendFile(slot, id, request, status, lines, file, hasType, route = false) {
    const { handle } = this;
    const exchange = this.#exchange(slot, id);
    let begun = false;
    try {
      const found = await file.sendTo(request, {
        hasType,
        route,
        lines,
        status: status & 0xffff,
        begin: (newStatus, more, length) => {
          begun = native.begin(handle, slot, id, newStatus | (status & ~0xffff), lines + more, length);
          return begun;
        },
        write: (bytes) => {
          const more = native.write(handle, slot, id, bytes);
          if (more !== false) return more;
          return new Promise((resolve) => (exchange.drained = () => resolve(true)));
        },
        end: () => native.end(handle, slot, id),
      });
      if (!found) this.#answer(slot, id, request);
    } catch (error) {
      if (begun) native.fail(handle, slot, id);
      else this.fail(slot, id, request, error);
    } finally {
      this.#forget(slot, id);
    }
  }

  // --- errors ------------------------------------------------------------------------------------------

  fail(slot, id, request, error) {
    const { onError } = this;
    if (onError === undefined) {
      this.#failPage(slot, id, request, error);
      return;
    }
    let result;
    try {
      result = onError.call(this.server, error);
    } catch (second) {
      this.#failPage(slot, id, request, second);
      return;
    }
    if (isResponse(result)) {
      if (result.bodyUsed) this.#failPage(slot, id, request, error);
      else this.send(slot, id, request, result);
    } else if (typeof result?.then === "function") {
      result.then(
        (value) => (isResponse(value) && !value.bodyUsed ? this.send(slot, id, request, value) : this.#failPage(slot, id, request, error)),
        (second) => this.#failPage(slot, id, request, second),
      );
    } else this.#failPage(slot, id, request, error);
  }

  #failPage(slot, id, request, error) {
    report(error);
    const page = this.development
      ? new Response(errorPage(error, request), { status: 500, headers: { "content-type": "text/html;charset=utf-8" } })
      : new Response("Something went wrong!", { status: 500, headers: { "content-type": "text/plain" } });
    this.send(slot, id, request, page);
  }

  // --- events ------------------------------------------------------------------------------------------

  #exchange(slot, id) {
    const list = this.#exchanges;
    const known = list[slot];
    if (known !== undefined && known.id === id) return known;
    if (known === undefined) this.#open++;
    return (list[slot] = new Exchange(id));
  }

  #forget(slot, id) {
    const known = this.#exchanges[slot];
    if (known === undefined || known.id !== id) return;
    this.#exchanges[slot] = undefined;
    this.#open--;
  }

  /** request.signal was asked for. */
  watch(slot, id, controller) {
    if (!native.alive(this.handle, slot, id)) return;
    this.#exchange(slot, id).controller = controller;
  }

  event(kind, slot, id) {
    if (kind > EVENT_TIMEOUT) {
      this.settle();
      return;
    }
    const exchange = this.#exchanges[slot];
    if (exchange === undefined || exchange.id !== id) return;
    if (kind === EVENT_BODY) {
      const wake = exchange.body;
      exchange.body = undefined;
      wake?.();
    } else if (kind === EVENT_DRAIN) {
      const wake = exchange.drained;
      exchange.drained = undefined;
      wake?.();
    } else this.#abort(slot, exchange);
  }

  #abort(slot, exchange) {
    this.#forget(slot, exchange.id);
    const reason = disconnected();
    exchange.body?.();
    exchange.drained?.();
    exchange.controller?.abort(reason);
    exchange.reader?.cancel(reason).catch(() => {});
  }

  settle() {
    const wake = this.settled;
    this.settled = undefined;
    wake?.();
    if (this.handle !== undefined && !this.closed) {
      this.closed = true;
      native.stop(this.handle, true);
    }
  }

  /** @param {boolean} force */
  stop(force) {
    if (!force) {
      native.stop(this.handle, false);
      return;
    }
    this.closed = true;
    native.stop(this.handle, true);
    const list = this.#exchanges;
    for (let slot = 0; slot < list.length; slot++) if (list[slot] !== undefined) this.#abort(slot, list[slot]);
    this.settle();
  }

  // --- request bodies ----------------------------------------------------------------------------------

  async bodyPart(slot, id, mode) {
    for (;;) {
      const part = native.body(this.handle, slot, id, mode);
      if (part !== false) return part;
      await new Promise((resolve) => (this.#exchange(slot, id).body = resolve));
    }
  }
}

class RequestBody extends Remote {
  #engine;
  #slot;
  #id;
  constructor(engine, slot, id) {
    super();
    this.#engine = engine;
    this.#slot = slot;
    this.#id = id;
  }

  async all() {
    const bytes = await this.#engine.bodyPart(this.#slot, this.#id, BODY_ALL);
    if (bytes === undefined) throw disconnected();
    return bytes ?? new Uint8Array(0);
  }

  stream() {
    const { ReadableStream } = require("web/streams");
    return new ReadableStream({
      type: "bytes",
      pull: async (controller) => {
        const part = await this.#engine.bodyPart(this.#slot, this.#id, BODY_STREAM);
        if (part === undefined) {
          controller.error(disconnected());
        } else if (part === null) {
          controller.close();
          controller.byobRequest?.respond(0);
        } else controller.enqueue(part);
      },
      cancel: () => {
        native.body(this.#engine.handle, this.#slot, this.#id, BODY_DROP);
      },
    }, { highWaterMark: 0 });
  }
}

// --- messages ------------------------------------------------------------------------------------------

function describe(value) {
  try {
    return typeof value === "function" ? "[Function]" : String(value);
  } catch {
    return typeof value;
  }
}

function report(error) {
  globalThis.console?.error(error);
}

const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHTML = (text) => text.replace(/[&<>"]/g, (c) => escapes[c]);

function errorPage(error, request) {
  const title = escapeHTML(error instanceof Error ? `${error.name}: ${error.message}` : describe(error));
  const stack = escapeHTML(error instanceof Error ? `${error.stack ?? ""}` : "");
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:3rem auto;max-width:60rem;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.3rem;color:#b00020}pre{background:#f5f5f5;padding:1rem;overflow:auto;border-radius:6px}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}pre{background:#222}h1{color:#ff6b7f}}</style></head>
<body><p>${escapeHTML(request.method)} ${escapeHTML(request.url)} failed</p><h1>${title}</h1><pre>${stack}</pre></body></html>`;
}

// --- options -------------------------------------------------------------------------------------------

function argumentError(message, code = "ERR_INVALID_ARG_TYPE", Type = TypeError) {
  const error = new Type(message);
  error.code = code;
  return error;
}

const NEEDS_HANDLER = `Bun.serve() needs either:

  - A routes object:
     routes: {
       "/path": {
         GET: (req) => new Response("Hello")
       }
     }

  - Or a fetch handler:
     fetch: (req) => {
       return new Response("Hello")
     }

Learn more at https://bun.com/docs/api/http`;

const isEmpty = (object) => Object.keys(object).length === 0;
const environment = (name) => globalThis.process?.env?.[name];

function portOption(options) {
  const given = options.port ?? environment("BUN_PORT") ?? environment("PORT") ?? environment("NODE_PORT") ?? boot.options?.port ?? 3000;
  const port = Number(given);
  if (!Number.isInteger(port))
    throw argumentError(`The value of "options.port" is out of range. It must be an integer. Received ${port}`, "ERR_OUT_OF_RANGE", RangeError);
  if (!(port >= 0 && port <= 65535))
    throw argumentError(`The value of "options.port" is out of range. It must be >= 0 and <= 65535. Received ${given}`, "ERR_OUT_OF_RANGE", RangeError);
  return port;
}

function idleOption(options) {
  const { idleTimeout } = options;
  if (idleTimeout === undefined || idleTimeout === null) return DEFAULT_IDLE;
  if (typeof idleTimeout !== "number") throw argumentError("Bun.serve expects idleTimeout to be an integer");
  if (!(idleTimeout >= 0 && idleTimeout <= 255)) throw argumentError("Bun.serve expects idleTimeout to be 255 or less");
  return Math.trunc(idleTimeout);
}

// Never plain HTTP where TLS was asked for.
function refuseTls({ tls }) {
  if (!tls) return;
  if (typeof tls !== "object") throw argumentError("TLSOptions must be an object");
  if (isEmpty(tls)) return;
  throw boot.notImplemented("Bun.serve with tls");
}

const notFound = () => new Response(null, { status: 404 });

function configure(engine, options) {
  const { fetch, error, routes = options.static } = options;
  if (fetch !== undefined && fetch !== null && typeof fetch !== "function") throw argumentError("Expected fetch() to be a function");
  if ((fetch === undefined || fetch === null) && (routes === undefined || routes === null || (typeof routes === "object" && isEmpty(routes)))) throw argumentError(NEEDS_HANDLER);
  if (error !== undefined && error !== null && typeof error !== "function") throw argumentError("Expected error to be a function");
  engine.routes = routes === undefined || routes === null ? undefined : compile(routes, prepare);
  engine.fetch = fetch ?? notFound;
  engine.onError = error ?? undefined;
}

function listenError(error, host, port) {
  if (error?.code === "EADDRINUSE") {
    const text = new Error(`Failed to start server. Is port ${port} in use?`);
    return Object.assign(text, { code: "EADDRINUSE", errno: 0, syscall: "listen" });
  }
  return error;
}

class Server {
  #engine;
  #options;
  #port;
  #hostname;
  #stopped;
  #address;
  #url;

  constructor(engine, options, hostname) {
    this.#engine = engine;
    this.#options = options;
    this.#hostname = hostname;
    this.#port = options.unix === undefined ? native.port(engine.handle) : undefined;
    const address = options.unix === undefined ? native.address(engine.handle) : null;
    this.#address = address === null ? `${options.unix}` : { address: address[0], family: address[2] ? "IPv6" : "IPv4", port: address[1] };
  }

  get address() {
    return this.#stopped !== undefined ? null : this.#address;
  }
  get port() {
    return this.#stopped !== undefined && this.#port !== undefined ? 0 : this.#port;
  }
  get hostname() {
    return this.#port === undefined ? undefined : this.#hostname;
  }
  get protocol() {
    return "http";
  }
  get development() {
    return this.#engine.development;
  }
  get id() {
    return this.#options.id ?? "";
  }
  get pendingRequests() {
    return native.pending(this.#engine.handle);
  }
  get pendingWebSockets() {
    return 0;
  }
  get url() {
    return (this.#url ??= this.#makeUrl());
  }
  #makeUrl() {
    const { URL } = globalThis;
    if (this.#port === undefined) return new URL(`unix://${this.#options.unix}`);
    const host = this.#hostname.includes(":") ? `[${this.#hostname}]` : this.#hostname;
    return new URL(`http://${host}:${this.#port}/`);
  }

  fetch(input, init) {
    const request = requests.isRequest(input) ? input : new Request(typeof input === "string" && input.startsWith("/") ? new globalThis.URL(input, this.url) : input, init);
    if (this.#engine.fetch === notFound) return Promise.reject(new Error("fetch() requires the server to have a fetch handler"));
    return Promise.try(() => this.#engine.fetch.call(this, request, this)).then((response) => {
      if (isResponse(response)) responses.setUrl(response, request.url);
      return response;
    });
  }

  reload(options) {
    if (options === null || typeof options !== "object") throw argumentError("fetch must be an object");
    configure(this.#engine, { ...options, fetch: options.fetch ?? (options.routes === undefined ? this.#engine.fetch : undefined) });
    return this;
  }

  /** Stops listening; `true` also closes open connections. Resolves when the last one is gone. */
  stop(closeActiveConnections = false) {
    if (this.#stopped === undefined) {
      this.#stopped = this.#engine.closed ? Promise.resolve() : new Promise((resolve) => (this.#engine.settled = resolve));
    }
    if (!this.#engine.closed) this.#engine.stop(closeActiveConnections === true);
    return this.#stopped;
  }

  closeIdleConnections() {
    native.closeIdle(this.#engine.handle);
  }

  requestIP(request) {
    if (!requests.isRequest(request)) throw argumentError("Server.requestIP expects a Request");
    const peer = requests.server(request) !== this.#engine ? null : native.peer(this.#engine.handle, requests.slot(request), requests.id(request));
    return peer === null ? null : { address: peer[0], family: peer[2] ? "IPv6" : "IPv4", port: peer[1] };
  }

  timeout(request, seconds) {
    if (typeof seconds !== "number" || !(seconds >= 0)) throw argumentError("Server.timeout expects a number of seconds");
    if (requests.isRequest(request) && requests.server(request) === this.#engine)
      native.idle(this.#engine.handle, requests.slot(request), requests.id(request), Math.min(Math.trunc(seconds), 255));
  }

  upgrade() {
    throw new Error("WebSocket upgrades are not supported by this server yet");
  }
  publish() {
    return 0;
  }
  subscriberCount() {
    return 0;
  }
  ref() {
    native.ref(this.#engine.handle, true);
    return this;
  }
  unref() {
    native.ref(this.#engine.handle, false);
    return this;
  }
  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.stop(true);
  }
  [Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose")]() {
    return this.stop(true);
  }
}
for (const name of Object.getOwnPropertyNames(Server.prototype))
  if (name !== "constructor") Object.defineProperty(Server.prototype, name, { enumerable: true });

/** @param {object} options @returns {Server} */
function serve(options) {
  if (options === null || typeof options !== "object") throw argumentError("Bun.serve expects an object");
  refuseTls(options);
  const engine = new Engine();
  configure(engine, options);
  const { reusePort, ipv6Only } = options;
  const unix = options.unix === undefined || options.unix === null || `${options.unix}` === "" ? undefined : `${options.unix}`;
  const hostname = `${options.hostname ?? ""}`;
  const maxRequestBodySize = typeof options.maxRequestBodySize === "number" ? options.maxRequestBodySize : DEFAULT_MAX_BODY;
  if (unix !== undefined && hostname !== "") throw argumentError("Cannot specify both hostname and unix");
  const port = unix === undefined ? portOption(options) : 0;
  const { development = environment("NODE_ENV") !== "production" } = options;
  engine.development = development !== false && development !== null;
  try {
    engine.listen(hostname.replace(/^\[(.*)\]$/, "$1"), port, unix === undefined ? "" : `${unix}`,
      (reusePort ? 1 : 0) | (ipv6Only ? 2 : 0), maxRequestBodySize, idleOption(options));
  } catch (error) {
    throw listenError(error, hostname, port);
  }
  engine.server = new Server(engine, { ...options, unix }, hostname === "" ? "localhost" : hostname);
  return engine.server;
}

exports.serve = serve;
