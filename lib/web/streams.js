// streams.js - the WHATWG streams, from the npm package web-streams-polyfill, with what Bun adds.
//
// The package is loaded when a stream is first made or named: a program without streams does not pay for it.
// Added: `type: "direct"` sources, ReadableStream.prototype.text/json/bytes/blob, inspection, and the
// text, encoder and decoder transforms of the Encoding standard.
const { Symbol, TypeError, Object, Proxy, Reflect, Promise, JSON, Uint8Array } = globalThis;
const { cell } = require("internal/async_frame");
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");
const body = () => require("web/body");

let loaded;

function load() {
  if (loaded !== undefined) return loaded;
  const library = require("npm:web-streams-polyfill");
  loaded = { ...library };
  loaded.ReadableStream = new Proxy(library.ReadableStream, {
    construct(target, args, newTarget) {
      if (cell.current !== undefined && typeof args[0] === "object" && args[0] !== null) args = [inContext(args[0]), ...args.slice(1)];
      if (args[0]?.type === "direct") args = [directSource(args[0]), { highWaterMark: 0 }];
      return Reflect.construct(target, args, newTarget);
    },
  });
  const { prototype } = library.ReadableStream;
  Object.defineProperty(prototype, "constructor", { value: loaded.ReadableStream, writable: true, configurable: true });
  addConsumers(prototype);
  linkIterators(library);
  keepBuffers(library);
  addReadMany(library);
  addInspection();
  addClosed(library);
  addTransforms(loaded);
  return loaded;
}

/** As in Bun the methods of a source run in the context (of AsyncLocalStorage) in which the stream was made. */
function inContext(source) {
  const { current: frame } = cell;
  const { runIn } = require("internal/async_context");
  const method = (fn) => (typeof fn === "function" ? (...args) => runIn(frame, fn, source, args) : fn);
  return {
    __proto__: null,
    get autoAllocateChunkSize() { return source.autoAllocateChunkSize; },
    get cancel() { return method(source.cancel); },
    get pull() { return method(source.pull); },
    get start() { return method(source.start); },
    get type() { return source.type; },
  };
}

function addConsumers(prototype) {
  const { readAll, toArrayBuffer, native } = body();
  const define = (name, value) => Object.defineProperty(prototype, name, { value, writable: true, enumerable: true, configurable: true });
  const bytes = (stream) => {
    if (stream.locked) return Promise.reject(body().usedError("ReadableStream is already locked"));
    return readAll(stream);
  };
  const text = async (stream) => {
    const all = await bytes(stream);
    return native.utf8Decode(all, 0, all.byteLength);
  };
  const check = (value) => {
    if (value instanceof loaded.ReadableStream) return value;
    const { codes: { ERR_INVALID_THIS } } = require("internal/errors");
    throw new ERR_INVALID_THIS("ReadableStream");
  };
  define("bytes", function () {
    return bytes(check(this));
  });
  define("text", function () {
    return text(check(this));
  });
  define("json", function () {
    return text(check(this)).then(JSON.parse);
  });
  define("blob", function () {
    return bytes(check(this)).then((all) => new (require("web/blob").Blob)([all]));
  });
  exports.toBytes = bytes;
  exports.toText = text;
  exports.toArrayBuffer = async (stream) => toArrayBuffer(await bytes(stream));
}

function addInspection() {
  const show = (name, view) => {
    const { prototype } = loaded[name];
    Object.defineProperty(prototype, inspectCustom, {
      value(depth, options, inspect) {
        return depth < 0 ? `[${name}]` : `${name} ${inspect(view(this), options)}`;
      },
      writable: true,
      configurable: true,
    });
  };
  const stateOf = (stream) => stream._state;
  show("ReadableStream", (stream) => ({ locked: stream.locked, state: stateOf(stream), supportsBYOB: stream._readableStreamController instanceof loaded.ReadableByteStreamController }));
  show("WritableStream", (stream) => ({ locked: stream.locked, state: stateOf(stream) }));
  show("TransformStream", (stream) => ({ readable: stream.readable, writable: stream.writable }));
}

// The package's iterators come from a prototype of its own: what the engine gives to all asynchronous iterators is
// for them, too.
function linkIterators(library) {
  const iterator = new library.ReadableStream().values();
  const ours = Object.getPrototypeOf(async function* () {}.prototype);
  Object.setPrototypeOf(Object.getPrototypeOf(iterator), Object.getPrototypeOf(ours));
}

// Byte streams take their chunks' memory over. Small Buffers share one pool: taking that would break every
// Buffer there is, so a Buffer is copied. (In Bun small Buffers have memory of their own.)
function keepBuffers(library) {
  const { loadedModule } = require("internal/boot");
  const copied = (view) => {
    const Buffer = loadedModule("node:buffer")?.Buffer;
    return Buffer !== undefined && view instanceof Buffer ? new Uint8Array(view) : view;
  };
  const wrap = (prototype, name) => {
    const original = prototype[name];
    const value = { [name](view, ...rest) { return original.call(this, copied(view), ...rest); } }[name];
    Object.defineProperty(prototype, name, { value, writable: true, enumerable: true, configurable: true });
  };
  wrap(library.ReadableByteStreamController.prototype, "enqueue");
  wrap(library.ReadableStreamBYOBReader.prototype, "read");
}

// What finished(), compose() and addAbortSignal() of node:stream ask of a web stream, by names that the package
// readable-stream shares with Node.js: a promise of its end, and a way to make it fail.
function addClosed(library) {
  const kIsClosedPromise = Symbol.for("nodejs.webstream.isClosedPromise");
  const kControllerErrorFunction = Symbol.for("nodejs.webstream.controllerErrorFunction");
  const controllers = { ReadableStream: "_readableStreamController", WritableStream: "_writableStreamController" };
  for (const name in controllers) {
    const { prototype } = library[name];
    Object.defineProperty(prototype, kIsClosedPromise, {
      __proto__: null, configurable: true,
      get() {
        const closed = { promise: untilClosed(this) };
        Object.defineProperty(this, kIsClosedPromise, { __proto__: null, value: closed, configurable: true });
        return closed;
      },
    });
    Object.defineProperty(prototype, kControllerErrorFunction, {
      __proto__: null, configurable: true, writable: true,
      value(error) {
        this[controllers[name]].error(error);
      },
    });
  }
}

// The package tells nobody but a reader when a stream ends: its `_state` is watched from the first question on.
function untilClosed(stream) {
  const { promise, resolve, reject } = Promise.withResolvers();
  promise.catch(() => {});
  let state;
  const look = (value) => {
    state = value;
    if (value === "closed") resolve();
    if (value === "errored") Promise.resolve().then(() => reject(stream._storedError)); // it is set behind the state
  };
  look(stream._state);
  Object.defineProperty(stream, "_state", { __proto__: null, configurable: true, enumerable: true, get: () => state, set: look });
  return promise;
}

// Bun's reader.readMany(): what is queued, or the next chunk.
function addReadMany(library) {
  const value = async function readMany() {
    const first = await this.read();
    if (first.done) return { value: [], size: 0, done: true };
    const chunks = [first.value];
    const queue = this._ownerReadableStream?._readableStreamController?._queue;
    while (queue !== undefined && queue.length > 0) chunks.push((await this.read()).value);
    return { value: chunks, size: chunks.reduce((sum, chunk) => sum + (chunk?.byteLength ?? chunk?.length ?? 0), 0), done: false };
  };
  Object.defineProperty(library.ReadableStreamDefaultReader.prototype, "readMany", { value, writable: true, configurable: true });
}

// --- direct streams ------------------------------------------------------------------------------------

// Bun's `type: "direct"`: the source writes to the controller without a queue of its own. `pull` runs once;
// the stream ends when the controller is closed or what `pull` returned settles.
function directSource(source) {
  let started = false;
  let open = true;
  let highWaterMark = 0;
  let resume;
  return {
    pull(inner) {
      if (resume !== undefined) {
        const go = resume;
        resume = undefined;
        go();
      }
      if (started) return;
      started = true;
      // What is written in one go leaves as one chunk.
      let chunks = [];
      let total = 0;
      const emit = () => {
        if (total > 0 && open) inner.enqueue(body().concat(chunks, total));
        chunks = [];
        total = 0;
      };
      const controller = {
        write(chunk) {
          if (!open) return 0;
          const bytes = body().chunkBytes(chunk);
          if (bytes.byteLength === 0) return 0;
          if (total === 0) globalThis.queueMicrotask(emit);
          chunks.push(bytes === chunk ? new Uint8Array(bytes) : bytes);
          total += bytes.byteLength;
          return bytes.byteLength;
        },
        flush() {
          emit();
          if (!open || inner.desiredSize > -highWaterMark) return 0;
          return new Promise((resolve) => {
            resume = () => resolve(0);
          });
        },
        end() {
          if (!open) return;
          emit();
          open = false;
          inner.close();
        },
        close(error) {
          if (error === undefined) controller.end();
          else controller.error(error);
        },
        error(error) {
          if (!open) return;
          open = false;
          inner.error(error);
        },
        start(options) {
          highWaterMark = options?.highWaterMark ?? 0;
        },
      };
      const settle = (async () => source.pull?.(controller))();
      settle.then(controller.end, controller.error);
    },
    cancel(reason) {
      open = false;
      return source.cancel?.(reason);
    },
  };
}

// --- streams that we make ------------------------------------------------------------------------------

function streamOfBytes(get) {
  const { ReadableStream } = load();
  return new ReadableStream({
    type: "bytes",
    pull(controller) {
      const bytes = get();
      if (bytes.byteLength > 0) controller.enqueue(bytes.slice());
      controller.close();
      controller.byobRequest?.respond(0);
    },
  });
}

function closedStream(disturbed) {
  const { ReadableStream } = load();
  const stream = new ReadableStream({ start: (controller) => controller.close() });
  if (disturbed) stream._disturbed = true;
  return stream;
}

function sinkOf(controller, iterator) {
  const sink = {
    closed: false,
    write(chunk) {
      if (sink.closed) return 0;
      const bytes = body().chunkBytes(chunk);
      controller.enqueue(bytes);
      return bytes.byteLength;
    },
    flush: () => Promise.resolve(0),
    end() {
      if (sink.closed) return;
      sink.closed = true;
      controller.close();
      iterator.return?.();
    },
  };
  sink.close = sink.end;
  Object.defineProperty(sink, "closed", { enumerable: false });
  return sink;
}

/** Chunks of an iterator (async generators above all); cancelling it returns the iterator. */
function fromIterable(source) {
  const { ReadableStream } = load();
  const iterator = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]?.() ?? source;
  let sink; // what `yield` gives back to a generator, as in Bun
  return new ReadableStream(
    {
      async pull(controller) {
        sink ??= sinkOf(controller, iterator);
        const { done, value } = await iterator.next(sink);
        if (sink.closed) return;
        if (!done) controller.enqueue(value);
        else {
          if (value !== undefined && value !== null) controller.enqueue(value);
          controller.close();
        }
      },
      async cancel(reason) {
        await iterator.return?.(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

const isReadableStream = (value) => loaded !== undefined && value instanceof loaded.ReadableStream;
const isDisturbed = (stream) => stream._disturbed === true;

// --- transforms ------------------------------------------------------------------------------------------

function addTransforms(all) {
  const { TransformStream } = all;
  const pair = (name, fields, make) => {
    let partsOf;
    const type = {
      [name]: class {
        #parts;
        constructor(...args) {
          const { properties, transformer } = make(...args);
          const { readable, writable } = new TransformStream(transformer);
          this.#parts = { ...properties, readable, writable };
        }
        [inspectCustom](depth, options, inspect) {
          const parts = partsOf(this);
          return depth < 0 ? `[${name}]` : `${name} ${inspect(parts, options)}`;
        }
        static {
          partsOf = (stream) => {
            if (!(#parts in Object(stream))) throw new (require("internal/errors").codes.ERR_INVALID_THIS)(name);
            return stream.#parts;
          };
        }
      },
    }[name];
    const { prototype } = type;
    for (const key of [...fields, "readable", "writable"]) {
      const { get } = Object.getOwnPropertyDescriptor({ get [key]() { return partsOf(this)[key]; } }, key);
      Object.defineProperty(prototype, key, { get, enumerable: true, configurable: true });
    }
    Object.defineProperty(prototype, inspectCustom, { enumerable: false });
    Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
    all[name] = type;
  };
  pair("TextDecoderStream", ["encoding", "fatal", "ignoreBOM"], (label = "utf-8", options = {}) => {
    const decoder = new globalThis.TextDecoder(label, options);
    return {
      properties: { encoding: decoder.encoding, fatal: decoder.fatal, ignoreBOM: decoder.ignoreBOM },
      transformer: {
        transform(chunk, controller) {
          if (chunk === undefined) throw new TypeError("The chunk must be an ArrayBuffer or a view of one"); // decode() takes it
          const text = decoder.decode(chunk, { stream: true });
          if (text !== "") controller.enqueue(text);
        },
        flush(controller) {
          const text = decoder.decode();
          if (text !== "") controller.enqueue(text);
        },
      },
    };
  });
  pair("TextEncoderStream", ["encoding"], () => {
    let high = ""; // a surrogate that waits for its other half
    const { utf8Encode } = body().native;
    return {
      properties: { encoding: "utf-8" },
      transformer: {
        transform(chunk, controller) {
          let text = high + `${chunk}`;
          high = "";
          const last = text.charCodeAt(text.length - 1);
          if (last >= 0xd800 && last <= 0xdbff) {
            high = text.slice(-1);
            text = text.slice(0, -1);
          }
          if (text !== "") controller.enqueue(utf8Encode(text));
        },
        flush(controller) {
          if (high !== "") controller.enqueue(new Uint8Array([0xef, 0xbf, 0xbd]));
        },
      },
    };
  });
}

for (const name of ["ReadableStream", "ReadableStreamDefaultReader", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest",
  "ReadableStreamDefaultController", "ReadableByteStreamController", "WritableStream", "WritableStreamDefaultWriter",
  "WritableStreamDefaultController", "TransformStream", "TransformStreamDefaultController", "ByteLengthQueuingStrategy",
  "CountQueuingStrategy", "TextDecoderStream", "TextEncoderStream"])
  Object.defineProperty(exports, name, { get: () => load()[name], enumerable: true });

exports.streamOfBytes = streamOfBytes;
exports.closedStream = closedStream;
exports.fromIterable = fromIterable;
exports.isReadableStream = isReadableStream;
exports.isDisturbed = isDisturbed;
exports.ensure = load;
