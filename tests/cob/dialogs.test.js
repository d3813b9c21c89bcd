// cob-only: Bun's confirm sees nothing of a pipe that prompt has read from.
import { expect, test } from "bun:test";

/** What was asked, and what `list` evaluates to. */
function run(list, input) {
    const source = `const answers = [${list}]; console.log("\\n" + JSON.stringify(answers));`;
    const { stdout } = Bun.spawnSync({ cmd: [process.execPath, "-e", source], stdin: Buffer.from(input) });
    const [asked, answers] = String(stdout).split("\n");
    return { asked, answers: JSON.parse(answers) };
}

test("prompt asks for a line", () => {
    const { asked, answers } = run('prompt("Name?"), prompt("Name?", "Ann"), prompt("Name?"), prompt(), prompt("\\u00fc")', "Bob\r\n\n\n x \n\u00fc");
    expect(asked).toBe("Name? Name? [Ann] Name? Prompt \u00fc ");
    expect(answers).toEqual(["Bob", "Ann", null, " x ", "\u00fc"]);
});

test("prompt at the end of the input", () => {
    expect(run('prompt("a"), prompt("a", "b")', "").answers).toEqual([null, null]);
});

test("confirm takes y only, alert waits for a line", () => {
    const { asked, answers } = run('confirm("a"), confirm("b"), alert("c"), confirm(), confirm("d")', "y\nyes\n\nY\n");
    expect(asked).toBe("a [y/N] b [y/N] c [Enter] Confirm [y/N] d [y/N] ");
    expect(answers).toEqual([true, false, null, true, false]);
});

test("what follows the line stays in standard input", () => {
    expect(run('prompt("?"), require("fs").readFileSync(0, "utf8")', "1\n2\n3\n").answers).toEqual(["1", "2\n3\n"]);
});
