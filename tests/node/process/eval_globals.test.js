// What -e and -p programs find without require, and streams that survive their destruction.
import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";

const run = (...args) => spawnSync(process.execPath, args, { encoding: "utf8" });

test("-e and -p have Node's modules as globals", () => {
  expect(run("-p", "[typeof os.cpus, typeof path.join, typeof fs.readFileSync, typeof util.inspect]").stdout).toContain("function");
  expect(run("-e", "console.log(typeof os.cpus, typeof path.join)").stdout).toBe("function function\n");
  expect(run("-p", "path = 5; path + 1").stdout).toBe("6\n");
});

test("stdout and stderr take text after destroy()", () => {
  const source = `
    process.stdout.destroy(); process.stderr.destroy();
    console.log("out"); process.stdout.write("more\\n"); console.error("err");
    setTimeout(() => process.stderr.write("later\\n"), 5);`;
  const { stdout, stderr, status } = run("-e", source);
  expect({ stdout, stderr, status }).toEqual({ stdout: "out\nmore\n", stderr: "err\nlater\n", status: 0 });
});
