// host.cjs - runs one module test: host.cjs <test path> <harness files...>. The harness files are scripts of
// the global scope; the test is imported from where it stands, so that its fixtures and itself resolve.
const fs = require("node:fs");
const vm = require("node:vm");
const path = process.argv[2];

process.on("unhandledRejection", () => {}); // nothing in test262 is about them
globalThis.print = (text) => process.stdout.write(text + "\n");
globalThis.$262 = {
  global: globalThis,
  gc: () => globalThis.gc?.(),
  evalScript: (code) => vm.runInThisContext(code),
  detachArrayBuffer: (buffer) => void structuredClone(buffer, { transfer: [buffer] }),
};
for (const file of process.argv.slice(3)) vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
import(path).catch((error) => {
  process.stdout.write(`Test262:Uncaught:${error?.constructor?.name}: ${error?.message ?? error}\n`);
  process.exitCode = 1;
});
