// cob-only: Bun's confirm sees nothing of a pipe that prompt has read from.
import { expect, test } from "bun:test";

function run(source, input) {
    const { stdout, stderr } = Bun.spawnSync({ cmd: [process.execPath, "-e", source], stdin: Buffer.from(input) });
    return [String(stdout), String(stderr)];
}
const show = (list) => `process.stderr.write(JSON.stringify([${list}]))`;

test("prompt asks for a line", () => {
    const [asked, got] = run(show('prompt("Name?"), prompt("Name?", "Ann"), prompt("Name?"), prompt(), prompt("\\u00fc")'), "Bob\r\n\n\n x \n\u00fc");
    expect(asked).toBe("Name? Name? [Ann] Name? Prompt \u00fc ");
    expect(JSON.parse(got)).toEqual(["Bob", "Ann", null, " x ", "\u00fc"]);
});

test("prompt at the end of the input", () => {
    expect(run(show('prompt("a"), prompt("a", "b")'), "")[1]).toBe("[null,null]");
});

test("confirm takes y only, alert waits for a line", () => {
    const [asked, got] = run(show('confirm("a"), confirm("b"), alert("c"), confirm(), confirm("d")'), "y\nyes\n\nY\n");
    expect(asked).toBe("a [y/N] b [y/N] c [Enter] Confirm [y/N] d [y/N] ");
    expect(JSON.parse(got)).toEqual([true, false, null, true, false]);
});

test("what follows the line stays in standard input", () => {
    const source = 'const one = prompt("?"); process.stdin.on("data", (data) => console.error(JSON.stringify([one, String(data)])))';
    expect(JSON.parse(run(source, "1\n2\n3\n")[1])).toEqual(["1", "2\n3\n"]);
});
