import { expect, test } from "bun:test";

const { wrapAnsi } = Bun;
const link = (text) => `\x1b]8;;u\x07${text}\x1b]8;;\x07`;

test.each([
    [["one two three four", 8], "one two\nthree\nfour"],
    [["abcdefghij", 4], "abcdefghij"],
    [["abcdefghij", 4, { hard: true }], "abcd\nefgh\nij"],
    [["ab cdefghij", 4, { hard: true }], "ab\ncdef\nghij"],
    [["hello world", 3, { wordWrap: false }], "hel\nlo\nwor\nld"],
    [["  hello  x ", 20], "hello  x"],
    [["  hello  x ", 20, { trim: false }], "  hello  x "],
    [["foo bar", 3, { trim: false }], "foo\n \nbar"],
    [["a\r\nb\n", 5], "a\nb\n"],
    [["\u4f60\u597d\u4e16", 4, { hard: true }], "\u4f60\u597d\n\u4e16"],
    [["\x1b[31mhello world\x1b[39m", 5], "\x1b[31mhello\x1b[39m\n\x1b[31mworld\x1b[39m"],
    [["\x1b[1m\x1b[31mab cd", 2], "\x1b[1m\x1b[31mab\x1b[39m\n\x1b[31mcd"],
    [["\x1b[38;5;9mab cd", 2], "\x1b[38;5;9mab\ncd"],
    [["\x1b[31mab\ncd", 2], "\x1b[31mab\ncd"],
    [[link("ab cd"), 2], `${link("ab")}\n${link("cd")}`],
    [["\tq \x1b[1m\tr\x1b[0m", 9], "q \x1b[1m\tr\x1b[0m"],
    [["\x1b[32mhelloworld\x1b[39m", 5, { hard: true }], "\x1b[32mhello\x1b[39m\n\x1b[32mworld\x1b[39m"],
    [["\u03b1\u03b2 \u03b3", 4, { ambiguousIsNarrow: false }], "\u03b1\u03b2\n\u03b3"],
    [["   ", 2], ""],
    [["   ", 2, { trim: false }], "  \n "],
    [[123456, 3, { hard: true }], "123\n456"],
])("wrapAnsi(%j)", (args, expected) => expect(wrapAnsi(...args)).toBe(expected));

test("without a sensible width the text stays as it is", () => {
    for (const columns of [0, -5, NaN, Infinity, undefined]) expect(wrapAnsi("  a b\r\n", columns)).toBe("  a b\r\n");
    expect([wrapAnsi.name, wrapAnsi.length]).toEqual(["wrapAnsi", 3]);
});

test("time is linear", () => {
    const n = 20_000;
    for (const part of [" ", "a ", "\x1b[1m ", "\t", "\t ", "\x1b]8;;u\x07a", "\n"]) {
        const text = part.repeat(n);
        for (const options of [{}, { hard: true }, { wordWrap: false }, { trim: false }]) wrapAnsi(text, 10, options);
    }
}, 10000);
