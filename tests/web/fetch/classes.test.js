import { describe, expect, test } from "bun:test";

describe("Headers", () => {
  test("sorted, combined, set-cookie apart", () => {
    const headers = new Headers([["b", "1"], ["A", "2"], ["B", "3"], ["Set-Cookie", "x"], ["set-cookie", "y"], ["cookie", "q"], ["cookie", "z"]]);
    expect([...headers]).toEqual([["a", "2"], ["b", "1, 3"], ["cookie", "q; z"], ["set-cookie", "x"], ["set-cookie", "y"]]);
    expect(headers.getSetCookie()).toEqual(["x", "y"]);
  });
  test("get, set, has, delete ignore case", () => {
    const headers = new Headers({ "X-One": " 1 " });
    expect(headers.get("x-ONE")).toBe("1");
    headers.set("x-one", "2");
    headers.append("x-one", "3");
    expect(headers.get("X-One")).toBe("2, 3");
    headers.delete("X-ONE");
    expect(headers.has("x-one")).toBe(false);
    expect(headers.get("x-one")).toBeNull();
  });
  test("bad names and values throw", () => {
    expect(() => new Headers({ "a b": "1" })).toThrow(TypeError);
    expect(() => new Headers({ a: "1\n2" })).toThrow(TypeError);
    expect(() => new Headers({ a: "\u65e5" })).toThrow(TypeError);
    expect(() => new Headers([["a"]])).toThrow(TypeError);
    expect(() => new Headers(null)).toThrow(TypeError);
  });
  test("long runs of spaces inside a value take no time", () => {
    const start = performance.now();
    const value = `a${"\t".repeat(200000)}b`;
    expect(new Headers({ a: ` \t${value}\t ` }).get("a")).toBe(value);
    expect(performance.now() - start).toBeLessThan(1000);
  });
  test("the iterator of a list is asked for once", () => {
    let reads = 0;
    const list = { get [Symbol.iterator]() { reads++; return [["a", "1"]][Symbol.iterator].bind([["a", "1"]]); } };
    expect(new Headers(list).get("a")).toBe("1");
    expect(reads).toBe(1);
  });
  test("copies are independent", () => {
    const one = new Headers({ a: "1" });
    const two = new Headers(one);
    two.set("a", "2");
    expect(one.get("a")).toBe("1");
  });
  test("changing while iterating", () => {
    const headers = new Headers({ a: "1", b: "2", c: "3" });
    const seen = [];
    for (const [name] of headers) {
      seen.push(name);
      if (name === "a") headers.delete("b");
    }
    expect(seen).toEqual(["a", "c"]);
  });
});

describe("Response", () => {
  test("defaults", () => {
    const response = new Response();
    expect([response.status, response.ok, response.statusText, response.type, response.body]).toEqual([200, true, "", "default", null]);
  });
  test("bodies are read once", async () => {
    const response = new Response("abc");
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toBe("abc");
    expect(response.bodyUsed).toBe(true);
    expect(response.text()).rejects.toThrow(TypeError);
    expect(() => response.clone()).toThrow(TypeError);
  });
  test("every way to read", async () => {
    expect(await new Response("[1]").json()).toEqual([1]);
    expect([...(await new Response("ab").bytes())]).toEqual([97, 98]);
    expect((await new Response("abc").arrayBuffer()).byteLength).toBe(3);
    const blob = await new Response("abc", { headers: { "content-type": "a/b" } }).blob();
    expect([blob.size, blob.type]).toEqual([3, "a/b"]);
    expect((await new Response(new URLSearchParams("a=1&a=2")).formData()).getAll("a")).toEqual(["1", "2"]);
  });
  test("clone reads twice, streams too", async () => {
    const response = new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array([97])); c.close(); } }));
    const copy = response.clone();
    expect([await response.text(), await copy.text()]).toEqual(["a", "a"]);
  });
  test("json, redirect, error", async () => {
    const json = Response.json({ a: 1 }, { status: 201, headers: { x: "y" } });
    expect([json.status, json.headers.get("x"), await json.text()]).toEqual([201, "y", '{"a":1}']);
    const redirect = Response.redirect("http://a/b", 301);
    expect([redirect.status, redirect.headers.get("location")]).toEqual([301, "http://a/b"]);
    expect(() => Response.redirect("/", 200)).toThrow(RangeError);
    expect([Response.error().type, Response.error().status]).toEqual(["error", 0]);
    expect(() => new Response("", { status: 99 })).toThrow(RangeError);
  });
});

describe("Request", () => {
  test("method, url, headers, body", async () => {
    const request = new Request("http://a/b?c#d", { method: "post", body: "x", headers: { a: "1" } });
    expect([request.method, request.url, request.headers.get("a"), await request.text()]).toEqual(["POST", "http://a/b?c#d", "1", "x"]);
  });
  test("from a request", async () => {
    const one = new Request("http://a/", { method: "POST", body: "x" });
    const two = new Request(one, { headers: { b: "2" } });
    expect([two.method, two.headers.get("b"), await two.text()]).toEqual(["POST", "2", "x"]);
  });
  test("bad URLs throw", () => expect(() => new Request("/a")).toThrow(TypeError));
  test("signal", () => {
    const control = new AbortController();
    const request = new Request("http://a/", { signal: control.signal });
    control.abort();
    expect(request.signal.aborted).toBe(true);
    expect(new Request("http://a/").signal.aborted).toBe(false);
  });
});

describe("Blob, File, FormData", () => {
  test("slices", async () => {
    const blob = new Blob(["abc", new Uint8Array([100, 101]), new Blob(["f"])], { type: "A/B" });
    expect([blob.size, blob.type]).toEqual([6, "a/b"]);
    expect(await blob.slice(1, -1).text()).toBe("bcde");
    expect(await blob.slice(-2).text()).toBe("ef");
    expect(await new Response(blob.stream()).text()).toBe("abcdef");
  });
  test("File", () => {
    const file = new File(["x"], "n.txt", { lastModified: 5 });
    expect([file.name, file.size, file.lastModified, file instanceof Blob]).toEqual(["n.txt", 1, 5, true]);
  });
  test("FormData keeps order and replaces with set", () => {
    const form = new FormData();
    form.append("a", "1");
    form.append("b", "2");
    form.append("a", "3");
    form.set("a", "4");
    expect([...form]).toEqual([["a", "4"], ["b", "2"]]);
  });
  test("multipart round trip", async () => {
    const form = new FormData();
    form.append("k\u00e9y", "v\r\n1");
    form.append("f", new Blob(["\0\r\n--"], { type: "a/b" }), "n\u00e4me");
    const back = await new Response(form).formData();
    expect(back.get("k\u00e9y")).toBe("v\r\n1");
    const file = back.get("f");
    expect([file.name, await file.text()]).toEqual(["n\u00e4me", "\0\r\n--"]);
  });
  test("broken multipart is refused", async () => {
    const response = new Response("--B\r\nnonsense", { headers: { "content-type": "multipart/form-data; boundary=B" } });
    expect(response.formData()).rejects.toThrow(TypeError);
  });
});

describe("streams", () => {
  test("text(), json(), bytes(), blob() want a stream as this", () => {
    for (const name of ["text", "json", "bytes", "blob"]) {
      for (const value of [null, undefined, "", {}]) {
        expect(() => ReadableStream.prototype[name].call(value)).toThrow('Value of "this" must be of type ReadableStream');
      }
    }
  });
  test("async iteration and from", async () => {
    const seen = [];
    for await (const value of ReadableStream.from(["a", "b"])) seen.push(value);
    expect(seen).toEqual(["a", "b"]);
  });
  test("pipeThrough a TextDecoderStream", async () => {
    const bytes = new TextEncoder().encode("h\u00e9");
    const stream = new ReadableStream({ start(c) { c.enqueue(bytes.slice(0, 2)); c.enqueue(bytes.slice(2)); c.close(); } });
    let text = "";
    for await (const part of stream.pipeThrough(new TextDecoderStream())) text += part;
    expect(text).toBe("h\u00e9");
  });
  test("byob readers", async () => {
    const source = new ReadableStream({ type: "bytes", start(c) { c.enqueue(new TextEncoder().encode("abcdef")); c.close(); } });
    const reader = source.getReader({ mode: "byob" });
    const { value } = await reader.read(new Uint8Array(4));
    expect(new TextDecoder().decode(value)).toBe("abcd");
  });
  test("direct", async () => {
    const stream = new ReadableStream({ type: "direct", pull(c) { c.write("a"); c.write("b"); c.close(); } });
    expect(await Bun.readableStreamToText(stream)).toBe("ab");
  });
});

test("an urlencoded body is no query: a leading question mark is part of the name", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const form = await new Response("?a=1&b=%41+c", { headers }).formData();
  expect([...form]).toEqual([["?a", "1"], ["b", "A c"]]);
});

describe("forms as bodies", () => {
  test("a body's blob keeps the boundary as it is, and can be read as a form", async () => {
    const form = new FormData();
    form.append("a", new Blob(["x"]));
    form.append("b", "y");
    const blob = await new Request("http://h", { method: "POST", body: form }).blob();
    const copy = await new Response(blob).formData();
    expect([await copy.get("a").text(), copy.get("b")]).toEqual(["x", "y"]);
    const headers = { "content-type": "multipart/form-data; boundary=AbC" };
    expect((await new Response("", { headers }).blob()).type).toBe("multipart/form-data; boundary=AbC");
  });

  test("a file of the disk is read when the form is sent", async () => {
    const path = `${require("node:os").tmpdir()}/form-${process.pid}.txt`;
    const missing = new FormData();
    missing.append("f", Bun.file(`${path}.missing`));
    expect(missing.get("f").name).toBe(`${path}.missing`);
    const form = new FormData();
    form.append("f", Bun.file(path));
    await Bun.write(path, "written later");
    const text = await new Response(form).text();
    require("node:fs").unlinkSync(path);
    expect(text).toContain("written later");
    expect(text).toContain(`filename="${path}"`);
  });
});
