// One handler for every runtime: text, JSON in and out, or the echo of a header.
const port = Number(process.env.BENCH_PORT);
const handler = (request) => {
  const path = request.url.slice(request.url.indexOf("/", 8));
  if (path === "/json") return Response.json({ hello: "world", list: [1, 2, 3] });
  if (path === "/headers") return new Response(request.headers.get("user-agent"));
  return new Response("Hello World");
};
if (globalThis.Bun) Bun.serve({ port, hostname: "127.0.0.1", fetch: handler });
else if (globalThis.Deno) Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, handler);
else {
  const { createServer } = await import("node:http");
  createServer((request, response) => {
    if (request.url === "/json") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ hello: "world", list: [1, 2, 3] }));
    } else response.end(request.url === "/headers" ? request.headers["user-agent"] : "Hello World");
  }).listen(port, "127.0.0.1");
}
