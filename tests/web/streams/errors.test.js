// Errors of web streams carry Node's codes and texts, as they do in Bun.
import { expect, test } from "bun:test";
import { text } from "node:stream/consumers";

const isCob = Boolean(process.versions.cob);
const readable = () => new ReadableStream({ pull: (controller) => controller.enqueue("a") });
const locked = () => {
    const stream = readable();
    stream.getReader();
    return stream;
};
const failure = async (run) => {
    try {
        await run();
    } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        expect(error.constructor).toBe(TypeError);
        return `${error.name} ${error.code} ${error.message}`;
    }
    return "none";
};
const state = (text) => `TypeError ERR_INVALID_STATE Invalid state: ${text}`;

const cases = [
    ["getReader", "ReadableStream is locked", () => locked().getReader()],
    ["cancel", "ReadableStream is locked", () => locked().cancel()],
    ["tee", "ReadableStream is locked", () => locked().tee()],
    ["text() of stream/consumers", "ReadableStream is locked", () => text(locked())],
    ["pipeTo", "The ReadableStream is locked", () => locked().pipeTo(new WritableStream())],
    ["pipeThrough", "The ReadableStream is locked", () => locked().pipeThrough(new TransformStream())],
    ["enqueue", "Controller is already closed", () => new ReadableStream({ start: (c) => (c.close(), c.enqueue(1)) })],
    ["close", "Controller is already closed", () => new ReadableStream({ start: (c) => (c.close(), c.close()) })],
    ["read behind releaseLock", "The reader is not attached to a stream", () => {
        const reader = readable().getReader();
        reader.releaseLock();
        return reader.read();
    }],
    ["closed behind releaseLock", "Reader released", () => {
        const reader = readable().getReader();
        reader.releaseLock();
        return reader.closed;
    }],
    ["getWriter", "WritableStream is locked", () => {
        const stream = new WritableStream();
        stream.getWriter();
        stream.getWriter();
    }],
];
for (const [name, message, run] of cases) test(name, async () => expect(await failure(run)).toBe(state(message)));

test("a wrong receiver", async () => {
    expect(await failure(() => ReadableStream.prototype.getReader.call({})))
        .toBe('TypeError ERR_INVALID_THIS Value of "this" must be of type ReadableStream');
});

test.if(isCob)("byte streams, writers, arguments", async () => {
    const bytes = (start) => new ReadableStream({ type: "bytes", start });
    expect(await failure(() => bytes((c) => (c.close(), c.enqueue(new Uint8Array(1)))))).toBe(state("ReadableStream is already closed"));
    expect(await failure(() => bytes((c) => c.enqueue(new Uint8Array(0))))).toBe(state("chunk ArrayBuffer is zero-length or detached"));
    expect(await failure(() => bytes().getReader({ mode: "byob" }).read(new Uint8Array(0))))
        .toBe(state("View or Viewed ArrayBuffer is zero-length or detached"));
    const stream = new WritableStream();
    await stream.close();
    expect(await failure(() => stream.close())).toBe(state("WritableStream is closed"));
    expect(await failure(() => new ReadableStreamDefaultController())).toStartWith("TypeError ERR_ILLEGAL_CONSTRUCTOR");
    expect(await failure(() => new ReadableStream({ pull: 1 }))).toStartWith("TypeError ERR_INVALID_ARG_TYPE");
    expect(() => new ReadableStream({}, { highWaterMark: -1 })).toThrow(expect.objectContaining({ code: "ERR_INVALID_ARG_VALUE" }));
});

test("iterators of streams are the engine's: they have what programs add to all of them", () => {
  const own = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}.prototype));
  const iterator = new ReadableStream().values();
  expect(Object.getPrototypeOf(Object.getPrototypeOf(iterator))).toBe(own);
});

test.if(isCob)("undefined is no chunk for a decoder", async () => {
  const { readable, writable } = new TextDecoderStream();
  const writing = writable.getWriter().write(undefined);
  expect(readable.getReader().read()).rejects.toThrow(TypeError);
  await expect(writing).rejects.toThrow(TypeError);
});
