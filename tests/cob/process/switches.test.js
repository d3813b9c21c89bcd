// cob-only: Bun has not these switches of Node.js.
import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";

const run = (...args) => {
    const { stdout, stderr, status, signal } = spawnSync(process.execPath, args, { encoding: "utf8" });
    return { stdout, stderr, status, signal };
};

test("--disallow-code-generation-from-strings", () => {
    const program = `
        for (const make of [() => eval("1"), () => (0, eval)("1"), () => new Function("1"), () => new Function("import(1)")])
            try { make(); console.log("made") } catch (error) { console.log(error.name) }
        import("fs").then((fs) => console.log(typeof fs.readFileSync), console.log);`;
    expect(run("--disallow-code-generation-from-strings", "-e", program).stdout).toBe("EvalError\n".repeat(4) + "function\n");
    expect(run("-e", program).stdout).toBe("made\n".repeat(4) + "function\n");
});

test("--disable-proto", () => {
    const program = `
        const log = (fn) => { try { console.log(fn()) } catch (error) { console.log(error.code) } };
        log(() => "__proto__" in {});
        log(() => ({}).__proto__ === Object.prototype);
        log(() => (({}).__proto__ = null));
        log(() => Object.getPrototypeOf({ __proto__: null }));
        log(() => require("util").inspect(new (class A { x = 1 })()));`;
    const show = (mode) => run(`--disable-proto=${mode}`, "-e", program).stdout.split("\n").slice(0, -1);
    expect(show("delete")).toEqual(["false", "false", "null", "null", "A { x: 1 }"]);
    expect(show("throw")).toEqual(["true", "ERR_PROTO_ACCESS", "ERR_PROTO_ACCESS", "null", "A { x: 1 }"]);
    expect(run("--disable-proto=other", "-e", "").status).toBe(12);
});

test("--abort-on-uncaught-exception", () => {
    const flag = "--abort-on-uncaught-exception";
    const { stderr, signal } = run(flag, "-e", "process.on('exit', () => console.log('exit')); throw new Error('mine')");
    expect(signal).toBe("SIGABRT");
    expect(stderr).toContain("Error: mine");
    expect(run(flag, "-e", "process.on('uncaughtException', () => console.log('caught')); throw 1")).toMatchObject({ stdout: "caught\n", status: 0 });
});

test("--pending-deprecation", () => {
    const program = "process.env.A = 1; process.env.A = undefined; process.env.A = null; module.parent; module.parent";
    const told = (...flags) => run(...flags, "-e", program).stderr.match(/DEP\d+/g);
    expect(told("--pending-deprecation")).toEqual(["DEP0104", "DEP0144"]);
    expect(told()).toBe(null);
});
