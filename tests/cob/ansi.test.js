// cob-only: Bun breaks a word between the characters of a grapheme.
import { expect, test } from "bun:test";

test("wrapAnsi keeps graphemes whole", () => {
    const flag = "\u{1f1fa}\u{1f1f8}", accent = "e\u0301";
    expect(Bun.wrapAnsi(`a${flag}b`, 2, { hard: true })).toBe(`a\n${flag}\nb`);
    expect(Bun.wrapAnsi(accent.repeat(3), 1, { hard: true })).toBe([accent, accent, accent].join("\n"));
});
