import { expect, test } from "bun:test";

test("messages arrive in order, later, as copies", async () => {
  const { port1, port2 } = new MessageChannel(), seen = [];
  const done = new Promise((resolve) => {
    port2.onmessage = (event) => {
      seen.push(event.data);
      if (seen.length === 2) resolve();
    };
  });
  const sent = { a: 1 };
  port1.postMessage(sent);
  port1.postMessage(2);
  expect(seen).toEqual([]);
  await done;
  expect(seen).toEqual([{ a: 1 }, 2]);
  expect(seen[0]).not.toBe(sent);
  port1.close();
});

test("a transferred port keeps its waiting messages", async () => {
  const outer = new MessageChannel(), inner = new MessageChannel();
  inner.port1.postMessage("early");
  const port = await new Promise((resolve) => {
    outer.port2.onmessage = (event) => resolve(event.ports[0]);
    outer.port1.postMessage(null, [inner.port2]);
  });
  const text = await new Promise((resolve) => { port.onmessage = (event) => resolve(event.data); });
  expect(text).toBe("early");
  outer.port1.close();
  inner.port1.close();
});

test("BroadcastChannel reaches the others only", async () => {
  const a = new BroadcastChannel("t"), b = new BroadcastChannel("t"), other = new BroadcastChannel("u");
  let wrong = 0;
  a.onmessage = other.onmessage = () => wrong++;
  const got = await new Promise((resolve) => {
    b.onmessage = (event) => resolve(event.data);
    a.postMessage(4);
  });
  expect([got, wrong]).toEqual([4, 0]);
  for (const channel of [a, b, other]) channel.close();
});
