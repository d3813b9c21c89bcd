// esbuild.mjs SECONDS FILE...: the same measurement with esbuild's transform(): CPU time of its service process.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { transform, stop } from "../../node_modules/esbuild/lib/main.js";
const [seconds, ...files] = process.argv.slice(2);
const loaders = { ts: "ts", mts: "ts", tsx: "tsx", js: "jsx", mjs: "jsx", cjs: "jsx", jsx: "jsx" };
const sources = files.map((f) => [readFileSync(f), { loader: loaders[f.split(".").pop()], jsx: "automatic", jsxDev: true, logLevel: "silent" }]);
await transform("");
const service = execFileSync("pgrep", ["-P", process.pid, "esbuild"]).toString().trim();
const cpu = () => readdirSync(`/proc/${service}/task`)
    .reduce((sum, task) => sum + Number(readFileSync(`/proc/${service}/task/${task}/schedstat`, "utf8").split(" ")[0]), 0) / 1e9;
const start = cpu();
let best = Infinity, bytes = 0;
do {
    const from = cpu();
    bytes = 0;
    for (const [text, options] of sources) {
        await transform(text, options);
        bytes += text.length;
    }
    best = Math.min(best, cpu() - from);
} while (cpu() - start < Number(seconds));
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${service}/status`, "utf8"))[1] / 1024;
console.log(`${bytes} bytes, ${files.length} files, ${best.toFixed(4)} s, ${(bytes / best / 1e6).toFixed(1)} MB/s, peak ${peak.toFixed(0)} MB`);
stop();
