import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

const dir = mkdtempSync(`${tmpdir()}/bun-serve-`);
afterAll(() => rmSync(dir, { recursive: true }));

test("cookies of routed requests become Set-Cookie fields", async () => {
  using server = Bun.serve({
    port: 0,
    routes: {
      "/a": (request) => {
        request.cookies.set("new", "a b", { httpOnly: true });
        request.cookies.delete("old");
        return Response.json(request.cookies.toJSON());
      },
    },
  });
  const response = await fetch(new URL("/a", server.url), { headers: { cookie: "old=1; kept=%202" } });
  expect(await response.json()).toEqual({ new: "a b", kept: " 2" });
  expect(response.headers.getSetCookie()).toEqual([
    "new=a%20b; Path=/; HttpOnly; SameSite=Lax",
    "old=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax",
  ]);
});

test("Cookie parses and serialises", () => {
  const cookie = Bun.Cookie.parse("n=v; Path=/x; Max-Age=10; Secure; SameSite=None");
  expect([cookie.name, cookie.value, cookie.path, cookie.maxAge, cookie.secure, cookie.sameSite]).toEqual(["n", "v", "/x", 10, true, "none"]);
  expect(new Bun.Cookie("a", "\u00e9;").toString()).toBe("a=%C3%A9%3B; Path=/; SameSite=Lax");
  expect(() => new Bun.Cookie("a b", "c")).toThrow(TypeError);
});

test("static routes have entity tags and answer 304", async () => {
  using server = Bun.serve({ port: 0, routes: { "/t": new Response("body"), "/own": new Response("x", { headers: { etag: '"q"' } }) } });
  const at = new URL("/t", server.url);
  const etag = (await fetch(at)).headers.get("etag");
  expect(etag).toMatch(/^"[0-9a-f]+"$/);
  for (const tag of [etag, `W/${etag}`, `"a", ${etag}`, "*"]) {
    const response = await fetch(at, { headers: { "if-none-match": tag } });
    expect([response.status, await response.text()]).toEqual([304, ""]);
  }
  expect((await fetch(at, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  expect((await fetch(new URL("/own", server.url), { headers: { "if-none-match": '"q"' } })).status).toBe(304);
});

test("file routes", async () => {
  await Bun.write(`${dir}/x.txt`, "0123456789");
  using server = Bun.serve({
    port: 0,
    routes: {
      "/x": Bun.file(`${dir}/x.txt`),
      "/custom": new Response(Bun.file(`${dir}/x.txt`), { status: 201, headers: { "x-a": "1" } }),
      "/gone": new Response(Bun.file(`${dir}/none`)),
    },
    fetch: () => new Response("fallback"),
  });
  const get = (path, headers) => fetch(new URL(path, server.url), { headers });
  const whole = await get("/x");
  expect(Date.parse(whole.headers.get("last-modified"))).toBeGreaterThan(0);
  expect(await whole.text()).toBe("0123456789");
  const part = await get("/x", { range: "bytes=2-4" });
  expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([206, "bytes 2-4/10", "234"]);
  expect((await get("/x", { range: "bytes=50-" })).status).toBe(416);
  expect((await get("/x", { "if-modified-since": new Date(Date.now() + 100000).toUTCString() })).status).toBe(304);
  const custom = await get("/custom");
  expect([custom.status, custom.headers.get("x-a"), await custom.text()]).toEqual([201, "1", "0123456789"]);
  expect(await (await get("/gone")).text()).toBe("fallback");
});

test("a route without the method lets others answer", async () => {
  using server = Bun.serve({
    port: 0,
    routes: { "/a/b": { GET: () => new Response("exact") }, "/a/:x": { POST: () => new Response("parameter") }, "/a/*": () => new Response("wild") },
  });
  const ask = async (method) => (await fetch(new URL("/a/b", server.url), { method })).text();
  expect([await ask("GET"), await ask("POST"), await ask("PUT")]).toEqual(["exact", "parameter", "wild"]);
});

test("a unix socket", async () => {
  using server = Bun.serve({ unix: `${dir}/s.sock`, fetch: () => new Response("over unix") });
  expect(await (await fetch("http://localhost/", { unix: `${dir}/s.sock` })).text()).toBe("over unix");
  expect(server.port).toBeUndefined();
});

test("idleTimeout ends a request that takes too long", async () => {
  using server = Bun.serve({ port: 0, idleTimeout: 1, fetch: () => new Promise(() => {}) });
  await expect(fetch(server.url)).rejects.toThrow();
}, 60000);

test("a Buffer in a byte stream leaves other Buffers alone", async () => {
  const chunk = Buffer.from("pooled");
  const stream = new ReadableStream({ type: "bytes", start(c) { c.enqueue(chunk); c.close(); } });
  expect(await new Response(stream).text()).toBe("pooled");
  expect(Buffer.from("again").toString()).toBe("again");
});

test("a part of a file is answered with 206 and its range", async () => {
  const path = `${dir}/part.txt`;
  await Bun.write(path, "0123456789".repeat(10));
  using server = Bun.serve({
    port: 0,
    fetch(request) {
      const { searchParams } = new URL(request.url);
      return new Response(Bun.file(path).slice(Number(searchParams.get("from")), Number(searchParams.get("to"))));
    },
  });
  const get = async (from, to, headers) => {
    const response = await fetch(new URL(`/?from=${from}&to=${to}`, server.url), { headers });
    return [response.status, response.headers.get("content-range"), await response.text()];
  };
  expect(await get(5, 10)).toEqual([206, "bytes 5-9/*", "56789"]);
  expect((await get(0, 100))[0]).toBe(200);
  expect((await get(5, 5))[0]).toBe(206);
  // A range of the client neither leaves the part nor is counted from its start.
  expect(await get(5, 10, { range: "bytes=50-60" })).toEqual([206, "bytes 5-9/*", "56789"]);
  expect((await get(0, 100, { range: "bytes=2-4" })).slice(0, 1)).toEqual([206]);
});

test("HEAD tells of a chunked body, the URL is one object, bad tls is refused", async () => {
  using server = Bun.serve({ port: 0, fetch: () => new Response(null, { headers: { "transfer-encoding": "chunked" } }) });
  const response = await fetch(server.url, { method: "HEAD" });
  expect(response.headers.get("transfer-encoding")).toBe("chunked");
  expect(response.headers.get("content-length")).toBeNull();
  expect(server.url).toBe(server.url);
  expect(() => Bun.serve({ port: 0, tls: "a", fetch: () => new Response() })).toThrow("TLSOptions must be an object");
});
