// Functions of node:stream take web streams, too.
import { addAbortSignal, compose, finished } from "node:stream";
import { finished as whenFinished } from "node:stream/promises";
import { open, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, test } from "bun:test";

const isCob = Boolean(process.versions.cob);

test("finished tells the end of a readable stream that somebody else reads", async () => {
    const stream = new ReadableStream({
        start(controller) {
            controller.enqueue("a");
            controller.close();
        },
    });
    const end = whenFinished(stream);
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    await end;
    expect(chunks).toEqual(["a"]);
    await whenFinished(stream); // also afterwards
});

test("finished tells the errors of readable and writable streams", async () => {
    const failing = { start: (controller) => controller.error(new Error("mine")) };
    const failed = (stream) => new Promise((resolve) => finished(stream, (error) => resolve(error?.message)));
    expect(await failed(new ReadableStream(failing))).toBe("mine");
    expect(await failed(new WritableStream(failing))).toBe("mine");
    let later;
    const writable = new WritableStream({ start: (controller) => void (later = controller) });
    const result = failed(writable);
    later.error(new Error("later"));
    expect(await result).toBe("later");
});

test("addAbortSignal makes a web stream fail", async () => {
    const abort = new AbortController();
    const stream = addAbortSignal(abort.signal, new ReadableStream());
    const read = stream.getReader().read();
    abort.abort();
    expect(read).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
});

test("compose with a web transform", async () => {
    const upper = new TransformStream({ transform: (chunk, controller) => controller.enqueue(`${chunk}`.toUpperCase()) });
    const duplex = compose(async function* (source) {
        for await (const chunk of source) yield `${chunk}!`;
    }, upper);
    let text = "";
    duplex.on("data", (chunk) => (text += chunk));
    duplex.end("a");
    await new Promise((resolve) => duplex.on("end", resolve));
    expect(text).toBe("A!");
});

test.if(isCob)("the stream of a FileHandle ends when that is closed", async () => {
    const file = join(tmpdir(), `web-stream-${process.pid}.txt`);
    await writeFile(file, "text");
    for (const early of [true, false]) {
        const handle = await open(file);
        const stream = handle.readableWebStream();
        const reader = early ? stream.getReader() : undefined;
        const closing = handle.close();
        expect(await (reader ?? stream.getReader()).read()).toEqual({ value: undefined, done: true });
        await closing;
        expect(handle.fd).toBe(-1);
    }
});

test.if(isCob)("text streams are shown with their sides", () => {
    expect(inspect(new TextEncoderStream())).toBe(`TextEncoderStream {
  encoding: 'utf-8',
  readable: ReadableStream { locked: false, state: 'readable', supportsBYOB: false },
  writable: WritableStream { locked: false, state: 'writable' }
}`);
    expect(inspect(new TextDecoderStream(), { depth: -1 })).toBe("[TextDecoderStream]");
});
