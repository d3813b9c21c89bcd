// An HTTP server with a live heap of LIVE_MB: a request reads, changes and prints records of it, so that it allocates and
// makes old objects point to new ones - what a collector finds hard and "hello world" hides.
const port = Number(process.env.BENCH_PORT);
const RECORD_BYTES = 250; // about what one record below costs in these engines
const records = [];
for (let i = 0; i < (Number(process.env.LIVE_MB) * 1e6) / RECORD_BYTES; i++) records.push(record(i));
let next = 0;

function record(id) {
  return { id, name: `record ${id}`, tags: [id % 7, id % 11, id % 13], seen: { at: id, by: null } };
}

function answer() {
  const page = [];
  for (let i = 0; i < 20; i++) {
    next = (next + 7919) % records.length;
    records[next] = { ...records[next], seen: { at: next, by: { name: `reader ${next}` } } };
    page.push(records[next]);
  }
  return JSON.stringify(JSON.parse(JSON.stringify({ page })));
}

if (globalThis.Bun) Bun.serve({ port, hostname: "127.0.0.1", fetch: () => new Response(answer()) });
else if (globalThis.Deno) Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, () => new Response(answer()));
else {
  const { createServer } = await import("node:http");
  createServer((request, response) => response.end(answer())).listen(port, "127.0.0.1");
}
