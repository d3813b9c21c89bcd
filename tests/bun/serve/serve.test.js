import { afterAll, beforeAll, describe, expect, test } from "bun:test";

let server;
const at = (path) => new URL(path, server.url).href;
const textOf = async (path, init) => (await fetch(at(path), init)).text();

describe("answers", () => {
  beforeAll(() => {
    server = Bun.serve({
      port: 0,
      development: false,
      async fetch(request, self) {
        const url = new URL(request.url);
        switch (url.pathname) {
          case "/text": return new Response("Hello World");
          case "/unicode": return new Response("h\u00e9\u65e5\ud83d\ude00");
          case "/long": return new Response("x".repeat(100000));
          case "/bytes": return new Response(new Uint8Array([1, 2, 3]));
          case "/blob": return new Response(new Blob(["a", "b"], { type: "text/css" }));
          case "/null": return new Response(null, { status: 204 });
          case "/json": return Response.json({ a: [1] }, { status: 201 });
          case "/headers": return Response.json([...request.headers]);
          case "/cookies": return new Response("", { headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
          case "/method": return new Response(request.method);
          case "/url": return new Response(request.url);
          case "/echo": return new Response(await request.text(), { headers: { "content-type": "x/y" } });
          case "/echo-json": return Response.json(await request.json());
          case "/echo-bytes": return new Response(await request.bytes());
          case "/echo-stream": return new Response(request.body);
          case "/clone": {
            const copy = request.clone();
            return new Response((await request.text()) + (await copy.text()));
          }
          case "/form": {
            const form = await request.formData();
            const file = form.get("file");
            return Response.json({ name: form.get("name"), file: [file.name, file.size, await file.text()] });
          }
          case "/late": {
            await Bun.sleep(10);
            return new Response(request.url + request.headers.get("x-late"));
          }
          case "/ip": return Response.json(self.requestIP(request));
          case "/instance": return new Response(String(request instanceof Request));
          case "/generator": return new Response((async function* () {
            for (let i = 0; i < 5; i++) {
              await Bun.sleep(1);
              yield `part${i};`;
            }
          })());
          case "/direct": return new Response(new ReadableStream({
            type: "direct",
            async pull(controller) {
              controller.write("one,");
              await controller.flush();
              controller.write(new TextEncoder().encode("two"));
              controller.close();
            },
          }));
        }
        return new Response(`no ${url.pathname}`, { status: 404 });
      },
    });
  });
  afterAll(() => server.stop(true));

  test("text with content type and length", async () => {
    const response = await fetch(at("/text"));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain;\s*charset=utf-8$/i);
    expect(response.headers.get("content-length")).toBe("11");
    expect(Math.abs(Date.parse(response.headers.get("date")) - Date.now())).toBeLessThan(5000);
    expect(await response.text()).toBe("Hello World");
  });
  test("text that is not ASCII is sent as UTF-8", async () => {
    expect(await textOf("/unicode")).toBe("h\u00e9\u65e5\ud83d\ude00");
  });
  test("long text", async () => expect(await textOf("/long")).toBe("x".repeat(100000)));
  test("bytes", async () => {
    const response = await fetch(at("/bytes"));
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3]);
  });
  test("a Blob brings its type", async () => {
    const response = await fetch(at("/blob"));
    expect(response.headers.get("content-type")).toStartWith("text/css");
    expect(await response.text()).toBe("ab");
  });
  test("204 has no body and no length", async () => {
    const response = await fetch(at("/null"));
    expect(response.status).toBe(204);
    expect(response.headers.has("content-length")).toBe(false);
  });
  test("json", async () => {
    const response = await fetch(at("/json"));
    expect(response.status).toBe(201);
    expect(response.headers.get("content-type")).toStartWith("application/json");
    expect(await response.json()).toEqual({ a: [1] });
  });
  test("request headers in lower case, repeated ones combined", async () => {
    const headers = new Map(await (await fetch(at("/headers"), { headers: [["X-One", "1"], ["x-two", "a"], ["X-TWO", "b"]] })).json());
    expect(headers.get("x-one")).toBe("1");
    expect(headers.get("x-two")).toBe("a, b");
    expect(headers.get("host")).toBe(`localhost:${server.port}`);
  });
  test("each set-cookie is a field of its own", async () => {
    expect((await fetch(at("/cookies"))).headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });
  test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("method %s", async (method) => {
    expect(await textOf("/method", { method })).toBe(method);
  });
  test("HEAD has the length but no body", async () => {
    const response = await fetch(at("/text"), { method: "HEAD" });
    expect(response.headers.get("content-length")).toBe("11");
    expect(await response.text()).toBe("");
  });
  test("url is absolute", async () => expect(await textOf("/url?a=%20b&c")).toBe(at("/url?a=%20b&c")));
  test("the same url again and again", async () => {
    for (let i = 0; i < 5; i++) expect(await textOf("/url?same")).toBe(at("/url?same"));
    for (let i = 0; i < 5; i++) expect(await textOf(`/url?n=${i}`)).toBe(at(`/url?n=${i}`));
  });
  test("small, large and empty bodies come back", async () => {
    for (const size of [0, 1, 5000, 9000, 70000, 1000000])
      expect((await textOf("/echo", { method: "POST", body: "b".repeat(size) })).length).toBe(size);
  });
  test("json body", async () => {
    expect(await (await fetch(at("/echo-json"), { method: "POST", body: '{"x":[1,"\u00e9"]}' })).json()).toEqual({ x: [1, "\u00e9"] });
  });
  test("binary body", async () => {
    const bytes = new Uint8Array(300000).map((_, i) => i * 7);
    expect(new Uint8Array(await (await fetch(at("/echo-bytes"), { method: "POST", body: bytes })).arrayBuffer())).toEqual(bytes);
  });
  test("a request body streams into the response", async () => {
    const body = "0123456789".repeat(50000);
    expect(await textOf("/echo-stream", { method: "POST", body })).toBe(body);
  });
  test("a cloned request is read twice", async () => expect(await textOf("/clone", { method: "POST", body: "ab" })).toBe("abab"));
  test("multipart forms", async () => {
    const form = new FormData();
    form.append("name", "v\u00e4lue");
    form.append("file", new File(["content\r\n--x"], 'a "b".txt', { type: "text/plain" }));
    const got = await (await fetch(at("/form"), { method: "POST", body: form })).json();
    expect(got.name).toBe("v\u00e4lue");
    expect(got.file[2]).toBe("content\r\n--x");
  });
  test("a request keeps its parts after an await", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => textOf(`/late?${i}`, { headers: { "x-late": `l${i}` } })));
    expect(all).toEqual(Array.from({ length: 20 }, (_, i) => `${at(`/late?${i}`)}l${i}`));
  });
  test("requestIP", async () => {
    const { address, port } = await (await fetch(at("/ip"))).json();
    expect(address).toMatch(/127\.0\.0\.1|::1/);
    expect(port).toBeGreaterThan(0);
  });
  test("requests are Requests", async () => expect(await textOf("/instance")).toBe("true"));
  test("async generators", async () => expect(await textOf("/generator")).toBe("part0;part1;part2;part3;part4;"));
  test("direct streams", async () => expect(await textOf("/direct")).toBe("one,two"));
  test("many at once", async () => {
    const all = await Promise.all(Array.from({ length: 200 }, () => textOf("/text")));
    expect(all.every((text) => text === "Hello World")).toBe(true);
  });
  test("fetch of the server itself", async () => {
    expect(await (await server.fetch(new Request(at("/method"), { method: "PUT" }))).text()).toBe("PUT");
  });
});

describe("routes", () => {
  let routed;
  const get = async (path, init) => (await fetch(new URL(path, routed.url), init)).text();
  beforeAll(() => {
    routed = Bun.serve({
      port: 0,
      routes: {
        "/": new Response("root"),
        "/static": new Response("static", { headers: { "x-a": "b" }, status: 202 }),
        "/users/:id": (request) => new Response(`user ${request.params.id}`),
        "/users/me": () => new Response("me"),
        "/users/:id/posts/:post": async (request) => Response.json(request.params),
        "/methods": { GET: () => new Response("got"), POST: (request) => request.text().then((text) => new Response(`posted ${text}`)) },
        "/files/*": (request) => new Response(`file ${new URL(request.url).pathname}`),
        "/off": false,
      },
      fetch: (request) => new Response(`fallback ${new URL(request.url).pathname}`),
    });
  });
  afterAll(() => routed.stop(true));

  test("exact", async () => expect(await get("/")).toBe("root"));
  test("static responses again and again", async () => {
    for (let i = 0; i < 3; i++) {
      const response = await fetch(new URL("/static", routed.url));
      expect([response.status, response.headers.get("x-a"), await response.text()]).toEqual([202, "b", "static"]);
    }
  });
  test("parameters are decoded", async () => expect(await get("/users/a%20b?q")).toBe("user a b"));
  test("a literal wins over a parameter", async () => expect(await get("/users/me")).toBe("me"));
  test("several parameters", async () => expect(await get("/users/1/posts/2")).toBe('{"id":"1","post":"2"}'));
  test("methods", async () => {
    expect(await get("/methods")).toBe("got");
    expect(await get("/methods", { method: "POST", body: "x" })).toBe("posted x");
    expect(await get("/methods", { method: "DELETE" })).toBe("fallback /methods");
  });
  test("wildcards", async () => expect(await get("/files/a/b")).toBe("file /files/a/b"));
  test("false falls through", async () => expect(await get("/off")).toBe("fallback /off"));
  test("the rest", async () => expect(await get("/users/1/2")).toBe("fallback /users/1/2"));
});

describe("errors", () => {
  test("the error handler answers for sync and async throws", async () => {
    using it = Bun.serve({
      port: 0,
      fetch(request) {
        if (request.url.endsWith("/sync")) throw new Error("sync");
        return Promise.reject(new Error("async"));
      },
      error: (error) => new Response(`caught ${error.message}`, { status: 418 }),
    });
    for (const kind of ["sync", "async"]) {
      const response = await fetch(new URL(kind, it.url));
      expect([response.status, await response.text()]).toEqual([418, `caught ${kind}`]);
    }
  });
  test("options are checked", () => {
    expect(() => Bun.serve({})).toThrow("Bun.serve() needs either");
    expect(() => Bun.serve({ fetch: 1 })).toThrow("Expected fetch() to be a function");
    expect(() => Bun.serve({ port: 70000, fetch() {} })).toThrow(RangeError);
  });
  test("a port in use", () => {
    using first = Bun.serve({ port: 0, fetch: () => new Response() });
    expect(() => Bun.serve({ port: first.port, fetch: () => new Response() })).toThrow(`Is port ${first.port} in use?`);
  });
  test("a body over the limit is refused", async () => {
    using small = Bun.serve({ port: 0, maxRequestBodySize: 10, fetch: async (request) => new Response(await request.text()) });
    expect((await fetch(small.url, { method: "POST", body: "12345678901" })).status).toBe(413);
    expect(await (await fetch(small.url, { method: "POST", body: "1234567890" })).text()).toBe("1234567890");
  });
});

describe("life", () => {
  // A client has its answer a moment before the server knows that it is sent.
  const expectIdle = async (it) => {
    for (let i = 0; i < 100 && it.pendingRequests > 0; i++) await Bun.sleep(5);
    expect(it.pendingRequests).toBe(0);
  };
  test("reload changes the handler", async () => {
    using it = Bun.serve({ port: 0, fetch: () => new Response("one") });
    expect(await (await fetch(it.url)).text()).toBe("one");
    it.reload({ fetch: () => new Response("two") });
    expect(await (await fetch(it.url)).text()).toBe("two");
  });
  test("stop lets a request finish and then refuses", async () => {
    const started = Promise.withResolvers();
    const it = Bun.serve({ port: 0, fetch: () => (started.resolve(), Bun.sleep(30).then(() => new Response("done"))) });
    const { url } = it;
    const answer = fetch(url);
    await started.promise;
    const stopped = it.stop();
    expect(await (await answer).text()).toBe("done");
    await stopped;
    expect(fetch(url)).rejects.toThrow();
  });
  test("request.signal aborts when the client leaves", async () => {
    const { promise, resolve } = Promise.withResolvers();
    const started = Promise.withResolvers();
    using it = Bun.serve({
      port: 0,
      async fetch(request) {
        request.signal.addEventListener("abort", () => resolve("aborted"));
        started.resolve();
        await promise;
        return new Response();
      },
    });
    const control = new AbortController();
    const answer = fetch(it.url, { signal: control.signal }).catch((error) => error.name);
    await started.promise;
    control.abort();
    expect(await answer).toBe("AbortError");
    expect(await promise).toBe("aborted");
  });
  test("a stream is cancelled when the client leaves", async () => {
    const { promise, resolve } = Promise.withResolvers();
    using it = Bun.serve({
      port: 0,
      fetch: () => new Response(new ReadableStream({
        async pull(controller) {
          await Bun.sleep(1);
          controller.enqueue(new Uint8Array(1000));
        },
        cancel: () => resolve("cancelled"),
      })),
    });
    const control = new AbortController();
    const response = await fetch(it.url, { signal: control.signal });
    await response.body.getReader().read();
    control.abort();
    expect(await promise).toBe("cancelled");
  });
  test("pendingRequests goes up and back", async () => {
    let during;
    using it = Bun.serve({ port: 0, async fetch(_, self) {
      await Bun.sleep(5);
      during = self.pendingRequests;
      return new Response();
    } });
    await Promise.all([fetch(it.url), fetch(it.url)]);
    expect(during).toBeGreaterThan(0);
    await expectIdle(it);
  });
  // Sanitizers keep freed memory back.
  test.skipIf(/asan|hostile/.test(process.execPath))("ten thousand requests leave nothing behind", async () => {
    using it = Bun.serve({ port: 0, fetch: (request) => new Response(request.headers.get("x") + request.url.length) });
    const turn = async () => {
      for (let i = 0; i < 50; i++) await Promise.all(Array.from({ length: 50 }, () => fetch(it.url, { headers: { x: "y" } }).then((r) => r.text())));
      Bun.gc(true);
      return process.memoryUsage();
    };
    // Compilers, the allocator and the thread pool take their memory during the first four turns.
    for (let i = 0; i < 4; i++) await turn();
    const before = await turn();
    for (let i = 0; i < 3; i++) await turn();
    const after = await turn();
    await expectIdle(it);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(1 << 20);  // 100 bytes a request
    expect(after.rss - before.rss).toBeLessThan(16 << 20);
  }, 120000);
});
