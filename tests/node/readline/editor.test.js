// The line editor of node:readline: what it writes for keys, and the names under which programs reach into it.
import { expect, test } from "bun:test";
import { createInterface } from "node:readline";
import { createInterface as createPromised } from "node:readline/promises";
import { PassThrough } from "node:stream";

function terminal(columns, options = {}) {
    const input = new PassThrough();
    const output = new PassThrough();
    let text = "";
    output.isTTY = true;
    output.columns = columns;
    output.on("data", (chunk) => (text += chunk));
    const iface = createInterface({ input, output, terminal: true, ...options });
    const lines = [];
    iface.on("line", (line) => lines.push(line));
    return {
        iface, output, lines,
        /** Writes keys and returns what they put on the screen. */
        type(keys) {
            text = "";
            iface.write(keys);
            return text;
        },
        key(name, more) {
            text = "";
            iface.write(null, { name, ...more });
            return text;
        },
        shown(action) {
            text = "";
            action();
            return text;
        },
    };
}

test("text at the end of the line is only appended, in the middle the line is drawn again", () => {
    const t = terminal(80);
    expect(t.shown(() => t.iface.prompt())).toBe("\x1b[1G\x1b[0J> \x1b[3G");
    expect(t.type("bob")).toBe("bob");
    expect(t.key("left")).toBe("\x1b[1D");
    expect(t.type("X")).toBe("\x1b[1G\x1b[0J> boXb\x1b[6G");
    expect(t.key("return")).toBe("\x1b[1C\r\n");
    expect(t.lines).toEqual(["boXb"]);
});

test("a terminal that says it has no columns", () => {
    const t = terminal(0);
    expect(t.shown(() => t.iface.question("name? ", () => {}))).toBe("\x1b[1G\x1b[0Jname? \x1b[7G");
    expect(t.type("x")).toBe("x");
});

test("prompts of several lines, wide characters, lines that wrap", () => {
    const t = terminal(20);
    expect(t.shown(() => t.iface.question("one\ntwo ? ", () => {}))).toBe("\x1b[1G\x1b[0Jone\ntwo ? \x1b[7G");
    expect(t.type("\u65e5\u672c")).toBe("\u65e5\u672c");
    expect(t.iface.getCursorPos()).toEqual({ rows: 1, cols: 10 });
    expect(t.key("backspace")).toBe("\x1b[1A\x1b[1G\x1b[0Jone\ntwo ? \u65e5\x1b[9G");
    t.type("0123456789abc");
    expect(t.iface.getCursorPos()).toEqual({ rows: 2, cols: 1 });
    expect(t.key("home")).toBe("\x1b[2A\x1b[1G\x1b[0Jone\ntwo ? \u65e50123456789abc\x1b[7G\x1b[1A");
});

test("a pair of surrogates is one character", () => {
    const t = terminal(80);
    t.type("a\u{1f600}b");
    t.key("left");
    t.key("left");
    expect(t.iface.cursor).toBe(1);
    t.key("right");
    t.key("backspace");
    expect(t.iface.line).toBe("ab");
});

test("killed text comes back, the history is searched by what was typed", () => {
    const t = terminal(80, { history: ["git push", "ls -l", "git pull"] });
    t.type("one two");
    t.key("w", { ctrl: true });
    expect(t.iface.line).toBe("one ");
    t.key("u", { ctrl: true });
    expect(t.iface.line).toBe("");
    t.key("y", { ctrl: true });
    expect(t.iface.line).toBe("one ");
    t.key("u", { ctrl: true });
    t.type("git");
    t.key("up");
    t.key("up");
    expect(t.iface.line).toBe("git pull");
    t.key("down");
    t.key("down");
    expect(t.iface.line).toBe("git");
});

test("at the end of the history stands what was typed", () => {
    const t = terminal(80, { history: ["b", "a"] });
    t.type("x");
    t.key("up");
    expect([t.iface.line, t.key("up")]).toEqual(["x", ""]);
    t.key("home");
    const seen = ["up", "up", "up", "up", "down", "down", "down", "down"].map((name) => (t.key(name), t.iface.line));
    expect(seen).toEqual(["b", "a", "", "", "a", "b", "", ""]);
});

test("a question of readline/promises ends with Ctrl-C and Ctrl-D", async () => {
    for (const [name, text] of [["c", "Aborted with Ctrl+C"], ["d", "Aborted with Ctrl+D"]]) {
        const iface = createPromised({ input: new PassThrough(), output: new PassThrough(), terminal: true });
        const answer = iface.question("? ");
        iface.write(null, { ctrl: true, name });
        const error = await answer.catch((reason) => reason);
        expect([error.name, error.code, error.message]).toEqual(["AbortError", "ABORT_ERR", text]);
    }
});

test("clearLine, as @inquirer/select calls it", () => {
    const t = terminal(80);
    t.type("text");
    expect(t.shown(() => t.iface.clearLine())).toBe("\r\n");
    expect([t.iface.line, t.iface.cursor, t.lines]).toEqual(["", 0, []]);
});

test("a program may take over _writeToOutput (passwords) and _ttyWrite", () => {
    const t = terminal(80);
    let muted = "";
    t.iface._writeToOutput = (text) => void (muted += text.replace(/[a-z]/g, "*"));
    expect(t.type("secret")).toBe("");
    t.iface._refreshLine();
    expect(muted).toBe("******> ******");
    const seen = [];
    t.iface._ttyWrite = (text, key) => seen.push([text, key?.name]);
    t.iface.write("z");
    t.iface.write(null, { name: "up" });
    expect(seen).toEqual([["z", undefined], [null, "up"]]);
});

test("the second tab lists what fits", () => {
    const t = terminal(20, { completer: (line) => [["apple", "apricot", "avocado"].filter((w) => w.startsWith(line)), line] });
    t.type("ap");
    expect(t.key("tab")).toBe("");
    expect(t.key("tab")).toBe("\r\napple    apricot\r\n\r\n\x1b[1G\x1b[0J> ap\x1b[5G");
    t.type("p");
    expect(t.key("tab")).toBe("le");
});
