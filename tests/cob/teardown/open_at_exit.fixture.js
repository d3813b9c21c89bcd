// Opens one of everything when the program is already ending: nobody will wait for or close any of it.
const fs = require("node:fs");
const zlib = require("node:zlib");
const crypto = require("node:crypto");
const { spawn } = require("node:child_process");

process.on("exit", () => {
  for (let i = 0; i < 20; i++) {
    fs.readFile(__filename, () => console.log("never"));
    zlib.gzip(Buffer.alloc(100000), () => console.log("never"));
    crypto.pbkdf2("a", "b", 2000, 32, "sha256", () => console.log("never"));
    fs.promises.stat(".").then(() => console.log("never"));
  }
  fs.open(__filename, () => console.log("never"));
  fs.createReadStream(__filename).on("data", () => console.log("never"));
  fs.watch(__dirname, () => {});
  spawn("sleep", ["0.1"]).on("exit", () => console.log("never"));
  crypto.createHash("sha256").update("x");
  zlib.createGzip().write("x");
  process.on("SIGUSR2", () => {});
  const server = Bun.serve({ port: 0, fetch: () => new Promise(() => {}) });
  fetch(server.url).then(() => console.log("never"));
  process.stdin.on("data", () => {});
  setTimeout(() => console.log("never"), 0);
  setImmediate(() => console.log("never"));
  console.log("end");
});
