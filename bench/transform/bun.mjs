// bun.mjs SECONDS FILE...: the same measurement with Bun.Transpiler.
import { readFileSync } from "node:fs";
const [seconds, ...files] = process.argv.slice(2);
const loaders = { ts: "ts", mts: "ts", tsx: "tsx", js: "jsx", mjs: "jsx", cjs: "jsx", jsx: "jsx" };
const transpilers = Object.fromEntries(["ts", "tsx", "jsx"].map((loader) => [loader, new Bun.Transpiler({ loader })]));
const sources = files.map((f) => [readFileSync(f), transpilers[loaders[f.split(".").pop()]]]);
let best = Infinity, bytes = 0;
for (const start = performance.now(); performance.now() - start < Number(seconds) * 1000; ) {
  const from = performance.now();
  bytes = 0;
  for (const [text, transpiler] of sources) {
    transpiler.transformSync(text);
    bytes += text.length;
  }
  best = Math.min(best, (performance.now() - from) / 1000);
}
console.log(`${bytes} bytes, ${files.length} files, ${best.toFixed(4)} s, ${(bytes / best / 1e6).toFixed(1)} MB/s`);
