import { expect, test } from "bun:test";

const { sliceAnsi, stripANSI, stringWidth } = Bun;
const link = (text, url = "u") => `\x1b]8;;${url}\x07${text}\x1b]8;;\x07`;

test.each([
    [["\x1b[31mhello\x1b[39m", 1, 3], "\x1b[31mel\x1b[39m"],
    [["\x1b[1;31mab", 1], "\x1b[1m\x1b[31mb\x1b[39m\x1b[22m"],
    [["a\x1b[1;31mb", 0, 2], "a\x1b[1;31mb\x1b[39m\x1b[22m"],
    [["\x1b[31mred\x1b[0mnormal", 0, 3], "\x1b[31mred\x1b[0m"],
    [["\x1b[32mA\x1b[0;31mB", 0, 1], "\x1b[32mA\x1b[39m"],
    [["\x1b[31mA\x1b[32mB", 1, 2], "\x1b[32mB\x1b[39m"],
    [["\x1b[1m\x1b[2mab", 1, 2], "\x1b[1m\x1b[2mb\x1b[22m"],
    [["\x1b[38;5;1;4mab", 0, 1], "\x1b[38;5;1m\x1b[4ma\x1b[24m\x1b[39m"],
    [["\x1b[38:2:1:2:3mab", 1], "\x1b[38:2:1:2:3mb\x1b[39m"],
    [["a\x1b[31mb", 0, 1], "a"],
    [["\x1b[31m\x1b[39m", 0, 5], ""],
    [["a\x1b[31mb\x1b[39m\x1b]0;t\x07", 0, 5], "a\x1b[31mb\x1b[39m\x1b]0;t\x07"],
    [["\x9b31mab", 1, 2], "\x9b31mb\x1b[39m"],
    [[`\x1b[31m${link("abc")}`, 1, 2], `\x1b[31m${link("b")}\x1b[39m`],
    [[`${link("a")}${link("b", "v")}`, 1, 2], link("b", "v")],
    [["\u4f60\u597d\u4e16", 1, 4], "\u597d"],
    [["e\x1b[31m\u0301\x1b[39mB", 0, 1], "e\x1b[31m\u0301\x1b[39m"],
    [["A\r\nB", 1, 2], "\r\nB"],
    [["hello", -3, -1], "ll"],
    [["hello", "1", 3.9], "el"],
    [["hello", NaN, null], ""],
    [["\u03b1\u03b2", 0, 2, false], "\u03b1"],
    [["0123456789", 2, 8, "."], ".3456."],
    [["abcdef", 1, 3, "."], ".c"],
    [["abcdef", 1, 3, "..."], "..."],
    [["\x1b[31mab\x1b[39m\x1b[32mcdef\x1b[39m", 0, 3, { ellipsis: "." }], "\x1b[31mab\x1b[39m\x1b[32m.\x1b[39m"],
    [[`\x1b[31m${link("abcdef")}`, 1, 4, "."], `\x1b[31m.${link("c")}.\x1b[39m`],
    [[undefined], "undefined"],
])("sliceAnsi(%j)", (args, expected) => expect(sliceAnsi(...args)).toBe(expected));

test("what steers is not seen", () => {
    const sequences = ["\x1b[31m", "\x1b[2K", "\x1b]0;title\x07", "\x1b]8;;u\x1b\\", "\x1bP1;2+x\x1b\\", "\x1bXs\x9c", "\x9fapc\x9c", "\x1b(B", "\x1b7"];
    for (const sequence of sequences) {
        expect(stripANSI(`a${sequence}b`)).toBe("ab");
        expect(stringWidth(`a${sequence}b`)).toBe(2);
        expect(sliceAnsi(`a${sequence}b`, 1, 2)).toStartWith(sequence === "\x1b[31m" || sequence.includes("]8;") ? sequence + "b" : "b");
    }
    expect(stripANSI("\x1b]2;cut\x1b[1mtext")).toBe("text");
    expect(stripANSI("\x1b[31")).toBe("");
});

test("stringWidth of what is joined, and of what some terminals show wide", () => {
    const widths = { "\u{1f1e6}": 1, "\u{1f1e6}\u{1f1e8}": 2, "1\ufe0f\u20e3": 2, "\u263a": 1, "\u263a\ufe0f": 2, "\u{1f468}\u200d\u{1f469}": 2, "\u{1f44b}\u{1f3fd}": 2, "e\u0301": 1, "\u4f60": 2 };
    for (const [text, width] of Object.entries(widths)) expect([text, stringWidth(text)]).toEqual([text, width]);
    expect(stringWidth("\u03b1\u03b2", { ambiguousIsNarrow: false })).toBe(4);
    expect(stringWidth("\x1b[31ma", { countAnsiEscapeCodes: true })).toBe(5);
});

test("time is linear", () => {
    const n = 20_000;
    for (const part of ["\x1b", "\x1b]", "\x1b[1", "\x1bP", "\x1b[1ma", "\u0301", "\x1b]8;;", "\u{1f1e6}"]) {
        const text = part.repeat(n);
        sliceAnsi(text, 1, n - 1, ".");
        sliceAnsi(text, -5);
    }
}, 10000);
