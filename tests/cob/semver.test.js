// cob-only: Bun takes quadratic time for some of these.
import { expect, test } from "bun:test";

const { satisfies } = Bun.semver;

test("time is linear in the length of either text", () => {
    const n = 200_000;
    const texts = ["v".repeat(n), "1.0.0rc|".repeat(n / 8), "> ".repeat(n), "1 - ".repeat(n / 4), `1.0.0-${"0".repeat(n)}`, "-\t".repeat(n)];
    for (const text of texts) {
        satisfies("1.0.0", text);
        satisfies(text, "1.0.0");
    }
    expect(satisfies(`1.0.0-${"0".repeat(n)}1`, Array(n / 10).fill("1.0.0-0").join("||"))).toBe(false);
    expect(satisfies("2.0.0", `${Array(n).fill("1").join("||")}||2`)).toBe(true);
}, 5000);
