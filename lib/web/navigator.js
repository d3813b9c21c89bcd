// navigator.js - globalThis.navigator.
const { Intl, Object, Symbol } = globalThis;
const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require("internal/errors");

const PLATFORMS = { linux: "Linux", darwin: "MacIntel", win32: "Win32" };
const secret = Symbol("secret");

class Navigator {
  constructor(key = undefined) {
    if (key !== secret) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  get hardwareConcurrency() { return require("node:os").availableParallelism(); }
  get language() { return Intl.DateTimeFormat().resolvedOptions().locale; }
  get languages() { return Object.freeze([this.language]); }
  get userAgent() { return `Bun/${globalThis.Bun.version}`; }
  get platform() {
    const { platform, arch } = globalThis.process;
    if (platform !== "linux") return PLATFORMS[platform] ?? platform;
    return `Linux ${arch === "x64" ? "x86_64" : arch === "arm64" ? "aarch64" : arch}`;
  }
}
for (const name of ["hardwareConcurrency", "language", "languages", "userAgent", "platform"]) {
  Object.defineProperty(Navigator.prototype, name, { enumerable: true });
}
Object.defineProperty(Navigator.prototype, Symbol.toStringTag, { configurable: true, value: "Navigator" });

module.exports = { Navigator, navigator: new Navigator(secret) };
