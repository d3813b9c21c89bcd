// The modules of the network before they exist: what needs no connection is real, the rest says so.
import { expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import dns, { promises } from "node:dns";
import http, { Agent, METHODS, STATUS_CODES } from "node:http";
import https from "node:https";
import http2 from "node:http2";
import { isBuiltin } from "node:module";
import inspector from "node:inspector";
import { Recoverable, start } from "node:repl";
import { getEnabledCategories } from "node:trace_events";
import net, { isIP } from "node:net";
import tls from "node:tls";
import dgram from "node:dgram";

test("names and texts", () => {
  expect(STATUS_CODES[404]).toBe("Not Found");
  expect(Object.keys(STATUS_CODES).length).toBeGreaterThan(60);
  expect(METHODS).toContain("M-SEARCH");
  expect([...METHODS].sort()).toEqual(METHODS);
  expect(dns.NOTFOUND).toBe("ENOTFOUND");
  expect(promises.EOF).toBe("EOF");
  expect(isBuiltin("http") && isBuiltin("node:dns/promises")).toBe(true);
});

test("addresses", () => {
  const cases = { "1.2.3.4": 4, "01.2.3.4": 0, "1.2.3": 0, "256.1.1.1": 0, "::": 6, "::1": 6, "1::2:3.4.5.6": 6, "fe80::1%eth0": 6,
    "fe80::1%": 0, "1:2:3:4:5:6:7:8": 6, "1:2:3:4:5:6:7:8:9": 0, "1::2::3": 0, "": 0, x: 0, "1.2.3.4\0": 0 };
  for (const text in cases) expect([text, isIP(text)]).toEqual([text, cases[text]]);
  expect(net.isIPv4("127.0.0.1") && net.isIPv6("::ffff:1.2.3.4") && !net.isIPv4("::1")).toBe(true);
});

test("agents and other classes can be extended, and agents made", () => {
  class Mine extends Agent {
    constructor() {
      super({ keepAlive: true, maxSockets: 3 });
    }
  }
  const mine = new Mine();
  expect(mine).toBeInstanceOf(EventEmitter);
  expect([mine.keepAlive, mine.maxSockets, mine.protocol, https.globalAgent.defaultPort]).toEqual([true, 3, "http:", 443]);
  mine.destroy();
  class Connection extends net.Socket {}
  expect(() => new Connection()).toThrow("net.Socket is not implemented by cob yet");
});

test("tools: no inspector is there, and says so by Node's own means", () => {
  expect(inspector.url()).toBeUndefined();
  expect(getEnabledCategories()).toBeUndefined();
  expect(new Recoverable(new Error("x"))).toBeInstanceOf(SyntaxError);
  expect(() => start()).toThrow("repl.start is not implemented by cob yet");
});

test("what would need a connection says so", () => {
  const cases = {
    "http.createServer": () => http.createServer(), "http.request": () => http.request("http://x"), "https.get": () => https.get("x"),
    "http2.connect": () => http2.connect("http://x"), "net.connect": () => net.connect(1), "tls.connect": () => tls.connect(1),
    "dns.lookup": () => dns.lookup("x", () => {}), "dgram.createSocket": () => dgram.createSocket("udp4"),
    "http.Agent.createConnection": () => new Agent().createConnection({}),
  };
  for (const name in cases) {
    expect(cases[name]).toThrow(expect.objectContaining({
      code: "ERR_METHOD_NOT_IMPLEMENTED", message: `${name} is not implemented by cob yet` }));
  }
});
