// node:stream, stream/promises, stream/consumers, string_decoder and readline over streams.
import { expect, test } from "bun:test";
import { Duplex, duplexPair, PassThrough, pipeline, Readable, Transform, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline as pipelinePromise } from "node:stream/promises";
import readline from "node:readline";
import readlinePromises from "node:readline/promises";
import { StringDecoder } from "node:string_decoder";

test("pipeline through a transform", async () => {
    const out = [];
    await pipelinePromise(
        Readable.from(["a", "b"]),
        new Transform({ objectMode: true, transform: (c, e, cb) => cb(null, c.toUpperCase()) }),
        new Writable({ objectMode: true, write: (c, e, cb) => (out.push(c), cb()) }));
    expect(out).toEqual(["A", "B"]);
});

test("pipeline destroys every stream on error", async () => {
    const source = new Readable({ read() {} });
    const sink = new Writable({ write: (c, e, cb) => cb(new Error("full")) });
    const done = new Promise((resolve) => pipeline(source, sink, resolve));
    source.push("x");
    expect((await done).message).toBe("full");
    expect(source.destroyed && sink.destroyed).toBe(true);
});

test("the default high water mark is 64 KiB", () => {
    expect(new Readable().readableHighWaterMark).toBe(65536);
    expect(new Writable({ objectMode: true }).writableHighWaterMark).toBe(16);
});

test("duplexPair connects two sides", async () => {
    const [a, b] = duplexPair();
    a.end("hello");
    expect(await text(b)).toBe("hello");
    expect(a).toBeInstanceOf(Duplex);
});

test("web streams and back", async () => {
    expect(await text(Readable.fromWeb(new Response("web").body))).toBe("web");
    expect(await new Response(Readable.toWeb(Readable.from([Buffer.from("node")]))).text()).toBe("node");
});

test("StringDecoder joins characters cut in two", () => {
    const utf8 = new StringDecoder("utf8");
    expect(utf8.write(Buffer.from([0xe2, 0x82]))).toBe("");
    expect(utf8.write(Buffer.from([0xac]))).toBe("\u20ac");
    expect(utf8.end(Buffer.from([0xe2]))).toBe("\ufffd");
    const base64 = new StringDecoder("base64");
    expect(base64.write(Buffer.from("ab")) + base64.end(Buffer.from("c"))).toBe("YWJj");
});

test("readline yields lines whatever their ends and chunks", async () => {
    const lines = [];
    for await (const line of readline.createInterface({ input: Readable.from(["a\nb\r", "\nc", "d\n\ne"]) })) lines.push(line);
    expect(lines).toEqual(["a", "b", "cd", "", "e"]);
});

test("readline asks questions", async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const rl = readlinePromises.createInterface({ input, output });
    const answer = rl.question("name? ");
    input.write("bob\n");
    expect(await answer).toBe("bob");
    expect(String(output.read())).toBe("name? ");
    rl.close();
});
