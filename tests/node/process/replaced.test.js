// What programs replace to hear of errors and warnings: console.error, process.stderr.write, process._fatalException.
import { spawnSync } from "node:child_process";
import { expect, test } from "bun:test";

const isCob = Boolean(process.versions.cob); // Bun does not ask them
const run = (text) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ["-e", text], { encoding: "utf8" });
    return { stdout, stderr, status };
};

test.if(isCob)("a replaced console.error gets the warnings", () => {
    const { stdout, stderr } = run("console.error = (text) => console.log('got', text.split('\\n')[0]); process.emitWarning('mine')");
    expect(stdout).toMatch(/^got \(node:\d+\) Warning: mine\n$/);
    expect(stderr).toBe("");
});

test.if(isCob)("a replaced process.stderr.write gets the warnings", () => {
    const { stdout, stderr } = run("process.stderr.write = (text) => console.log('got', text.includes('Warning: 100%s')); process.emitWarning('100%s')");
    expect(stdout).toBe("got true\n");
    expect(stderr).toBe("");
});

test("a warning goes to standard error", () => {
    expect(run("process.emitWarning('mine')").stderr).toContain("Warning: mine");
});

test.if(isCob)("a replaced process._fatalException decides about errors", () => {
    const set = "process.on('exit', () => console.log('exit')); process._fatalException = (e, p) => { console.log(e.message, p); return e.message !== 'last' };";
    const handled = run(`${set} setTimeout(() => console.log('on'), 1); Promise.reject(new Error('rejected')); throw new Error('thrown')`);
    expect(handled).toEqual({ stdout: "thrown false\nrejected true\non\nexit\n", stderr: "", status: 0 });
    const refused = run(`${set} throw new Error('last')`);
    expect([refused.stdout, refused.status]).toEqual(["last false\n", 1]);
    expect(refused.stderr).toContain("Error: last");
    const removed = run("process._fatalException = undefined; throw new Error('alone')");
    expect(removed.status).toBe(6);
    expect(removed.stderr).toContain("Error: alone");
});

test.if(isCob)("what Object.prototype holds is no option of a child", () => {
    const { stdout, status } = run(`
        const { execSync, execFileSync, spawnSync, fork } = require("child_process");
        Object.prototype.cwd = "/";
        Object.prototype.uid = 1;
        Object.prototype.shell = "/no/such/shell";
        console.log(String(execSync("pwd")) + execFileSync("pwd") + spawnSync("pwd").stdout + spawnSync("id", ["-u"], {}).stdout);`);
    const here = `${process.cwd()}\n`;
    expect(stdout).toBe(`${here}${here}${here}${process.getuid()}\n\n`);
    expect(status).toBe(0);
});
