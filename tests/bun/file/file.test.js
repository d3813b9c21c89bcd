import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";

const dir = mkdtempSync(`${tmpdir()}/bun-file-`);
afterAll(() => rmSync(dir, { recursive: true }));

describe("Bun.write and Bun.file", () => {
  test("strings, with missing folders made", async () => {
    const path = `${dir}/a/b/c.txt`;
    expect(await Bun.write(path, "h\u00e9llo")).toBe(6);
    const file = Bun.file(path);
    expect(file.size).toBe(6);
    expect(file.type).toBe("text/plain;charset=utf-8");
    expect(file.name).toBe(path);
    expect(await file.exists()).toBe(true);
    expect(await file.text()).toBe("h\u00e9llo");
  });
  test("bytes, blobs, responses and files", async () => {
    const path = `${dir}/x.bin`;
    await Bun.write(path, new Uint8Array([1, 2, 3]));
    expect([...(await Bun.file(path).bytes())]).toEqual([1, 2, 3]);
    await Bun.write(path, new Blob(["blob"]));
    expect(readFileSync(path, "utf8")).toBe("blob");
    await Bun.write(Bun.file(path), new Response("response"));
    expect(await Bun.file(path).text()).toBe("response");
    await Bun.write(`${dir}/y.bin`, Bun.file(path));
    expect(await Bun.file(`${dir}/y.bin`).text()).toBe("response");
  });
  test("a shorter write leaves nothing of the longer one", async () => {
    const path = `${dir}/short`;
    await Bun.write(path, "long long long");
    await Bun.write(path, "s");
    expect(await Bun.file(path).text()).toBe("s");
  });
  test("json and arrayBuffer", async () => {
    const file = Bun.file(`${dir}/j.json`);
    await Bun.write(file, '{"a":1}');
    expect(file.type).toStartWith("application/json");
    expect(await file.json()).toEqual({ a: 1 });
    expect((await file.arrayBuffer()).byteLength).toBe(7);
  });
  test("slices", async () => {
    await Bun.write(`${dir}/s`, "0123456789");
    const file = Bun.file(`${dir}/s`);
    expect(await file.slice(2, 5).text()).toBe("234");
    expect(await file.slice(7).text()).toBe("789");
    expect(await file.slice(2).slice(1, 3).text()).toBe("34");
    expect(await file.slice(0, 100).text()).toBe("0123456789");
  });
  test("streams of large files", async () => {
    const bytes = new Uint8Array(3000000).map((_, i) => i);
    await Bun.write(`${dir}/big`, bytes);
    let total = 0;
    let sum = 0;
    for await (const chunk of Bun.file(`${dir}/big`).stream()) {
      total += chunk.length;
      sum += chunk[0];
    }
    expect(total).toBe(3000000);
    expect(await new Response(Bun.file(`${dir}/big`).stream()).bytes()).toEqual(bytes);
  });
  test("missing files", async () => {
    const file = Bun.file(`${dir}/missing`);
    expect(await file.exists()).toBe(false);
    expect(file.size).toBe(0);
    expect(file.text()).rejects.toThrow("ENOENT");
  });
  test("writer", async () => {
    const writer = Bun.file(`${dir}/w`).writer();
    expect(writer.write("abc")).toBe(3);
    writer.write(new Uint8Array([100]));
    await writer.flush();
    writer.write("e".repeat(100000));
    await writer.end();
    expect(await Bun.file(`${dir}/w`).text()).toBe(`abcd${"e".repeat(100000)}`);
  });
  test("delete", async () => {
    await Bun.write(`${dir}/d`, "x");
    await Bun.file(`${dir}/d`).delete();
    expect(await Bun.file(`${dir}/d`).exists()).toBe(false);
  });
  test("types by extension", () => {
    for (const [name, type] of [["a.html", "text/html;charset=utf-8"], ["a.css", "text/css;charset=utf-8"], ["a.ts", "text/javascript;charset=utf-8"],
      ["a.png", "image/png"], ["a.wasm", "application/wasm"], ["none", "application/octet-stream"]])
      expect(Bun.file(name).type).toBe(type);
    expect(Bun.file("a.html", { type: "x/y" }).type).toBe("x/y");
  });
  test("a BunFile is a Blob", () => expect(Bun.file("x")).toBeInstanceOf(Blob));
});

describe("files over Bun.serve", () => {
  test("whole, in ranges, and missing", async () => {
    await Bun.write(`${dir}/page.html`, "<p>0123456789</p>");
    await Bun.write(`${dir}/large`, new Uint8Array(2000000).fill(7));
    using server = Bun.serve({
      port: 0,
      development: false,
      fetch: (request) => new Response(Bun.file(dir + new URL(request.url).pathname)),
      error: (error) => new Response(error.code, { status: 404 }),
    });
    const page = await fetch(new URL("/page.html", server.url));
    expect(page.headers.get("content-type")).toBe("text/html;charset=utf-8");
    expect(page.headers.get("content-length")).toBe("17");
    expect(await page.text()).toBe("<p>0123456789</p>");
    const part = await fetch(new URL("/page.html", server.url), { headers: { range: "bytes=3-5" } });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 3-5/17", "012"]);
    const end = await fetch(new URL("/page.html", server.url), { headers: { range: "bytes=-4" } });
    expect(await end.text()).toBe("</p>");
    expect((await (await fetch(new URL("/large", server.url))).bytes()).length).toBe(2000000);
    const missing = await fetch(new URL("/none", server.url));
    expect([missing.status, await missing.text()]).toEqual([404, "ENOENT"]);
  });
});
