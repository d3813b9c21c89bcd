// What Node.js or Bun has and cob has not says so, whichever way a program comes to it.
import { expect, test } from "bun:test";
import { createCipheriv, getCiphers, X509Certificate } from "node:crypto";
import { createContext, runInNewContext } from "node:vm";
import { serialize } from "node:v8";
import { Worker } from "node:worker_threads";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

test("modules that are not there yet, but exist elsewhere", async () => {
  for (const name of ["node:domain", "domain", "node:sqlite", "node:test", "node:test/reporters", "bun:sqlite", "bun:ffi"]) {
    const full = name.includes(":") ? name : `node:${name}`;
    expect(() => require(name)).toThrow(`'${full}' is not implemented by cob yet`);
    await expect(import(name)).rejects.toMatchObject({ code: "ERR_UNKNOWN_BUILTIN_MODULE" });
  }
});

test("names that only exist with a prefix, and names of nothing", () => {
  expect(() => require("sqlite")).toThrow("Cannot find module 'sqlite'");
  expect(() => require("node:nope")).toThrow("No such built-in module: node:nope");
  expect(() => require("bun:nope")).toThrow("Cannot find module 'bun:nope'");
});

test("functions and classes", () => {
  const cases = {
    "crypto.createCipheriv": () => createCipheriv("aes-128-cbc", Buffer.alloc(16), Buffer.alloc(16)),
    "crypto.X509Certificate": () => new X509Certificate(""),
    "vm.createContext": () => createContext({}),
    "vm.runInNewContext": () => runInNewContext("1"),
    "v8.serialize": () => serialize({}),
    "worker_threads.Worker": () => new Worker("x.js"),
  };
  for (const name in cases) {
    expect(cases[name]).toThrow(`${name} is not implemented by cob yet`);
    expect(cases[name]).toThrow(expect.objectContaining({ code: "ERR_METHOD_NOT_IMPLEMENTED" }));
  }
  expect(getCiphers()).toEqual([]);
});
