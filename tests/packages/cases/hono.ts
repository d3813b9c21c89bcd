import { Hono } from "hono";
import { html } from "hono/html";
const app = new Hono();
app.get("/", (c) => c.text("home"));
app.get("/users/:id{[0-9]+}", (c) => c.json({ id: c.req.param("id"), q: c.req.query("q") }));
app.post("/echo", async (c) => c.json(await c.req.json(), 201));
app.get("/page", (c) => c.html(html`<p>${"<x>"}</p>`));
app.onError((e, c) => c.text(e.message, 500));
app.get("/boom", () => { throw new Error("boom") });
for (const [path, init] of [["/"], ["/users/7?q=a%20b"], ["/echo", { method: "POST", body: '{"a":1}', headers: { "content-type": "application/json" } }], ["/page"], ["/boom"], ["/none"]] as [string, RequestInit?][]) {
  const r = await app.request(path, init);
  console.log(r.status, r.headers.get("content-type"), await r.text());
}
