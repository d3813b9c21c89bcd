// cob-only: hashes that name a cost beyond all reason are refused before any memory is taken; Bun tries.
import { expect, test } from "bun:test";

test("the memory that a hash may ask for is limited", async () => {
    const hash = Bun.password.hashSync("a", { algorithm: "argon2id", memoryCost: 8, timeCost: 1 });
    const code = (promise) => promise.then(() => "none", (error) => error.code);
    expect(await code(Bun.password.verify("a", hash.replace("m=8", "m=4294967295")))).toBe("PASSWORD_OUT_OF_MEMORY");
    expect(await code(Bun.password.verify("a", hash.replace("m=8,t=1,p=1", "m=4194304,t=1,p=65")))).toBe("PASSWORD_OUT_OF_MEMORY");
    expect(await code(Bun.password.hash("a", { algorithm: "argon2id", memoryCost: 2 ** 32 - 1 }))).toBe("PASSWORD_OUT_OF_MEMORY");
});
