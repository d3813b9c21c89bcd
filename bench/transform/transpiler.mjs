// transpiler.mjs SECONDS FILE...: the same measurement with Bun.Transpiler, on Bun or on cob.
import { readFileSync } from "node:fs";
const [seconds, ...files] = process.argv.slice(2);
const loaders = { ts: "ts", mts: "ts", tsx: "tsx", js: "jsx", mjs: "jsx", cjs: "jsx", jsx: "jsx" };
const transpilers = Object.fromEntries(["ts", "tsx", "jsx"].map((loader) => [loader, new Bun.Transpiler({ loader })]));
const sources = files.map((f) => [readFileSync(f), transpilers[loaders[f.split(".").pop()]]]);
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const start = cpu();
let best = Infinity, bytes = 0;
do {
    const from = cpu();
    bytes = 0;
    for (const [text, transpiler] of sources) {
        transpiler.transformSync(text);
        bytes += text.length;
    }
    best = Math.min(best, cpu() - from);
} while (cpu() - start < Number(seconds));
console.log(`${bytes} bytes, ${files.length} files, ${best.toFixed(4)} s, ${(bytes / best / 1e6).toFixed(1)} MB/s`);
