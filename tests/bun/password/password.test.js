import { password } from "bun";
import { describe, expect, test } from "bun:test";

const cheap = { algorithm: "argon2id", memoryCost: 8, timeCost: 1 };
const cheapBcrypt = { algorithm: "bcrypt", cost: 4 };
// Made by Bun 1.4.5; the long password is bcrypt's SHA-512 case, the one with a NUL byte libcrypt's blind spot.
const known = [
    ["h\0y", "$argon2d$v=19$m=16,t=2,p=1$25qRsFF65Q2Q45bechh9Lq/mtsbt+BC4STXaqFkjLOE$BMNFlhE4IeGPA9gxftGo013rgTBC+m1Ss/tsgBuuwLg"],
    ["hello".repeat(100), "$2b$10$PsJ3/W82mzNJoP0rSblfvet2ab9jZg2aH7tIxr1B8uFLJwuWk/jTi"],
    ["h\0y", "$2b$04$QDU77eJ4KcqeemyxAi.mluNmfhwngou9qYfVga31Cfg0wW.4FshNS"],
    ["x".repeat(72), "$2b$04$mmldVyEZN2Jff5ijghmmAeCPEO6rS15WeSdz7tQTj1e4Cerizqop2"],
    ["x".repeat(73), "$2b$04$w1ERC5H67TlT.tCjQY55zOcJ0IEmybosiNyMQLraX6UkTziAtKr2G"],
];

test("what Bun.password is", () => {
    expect(Object.entries(password).map(([key, f]) => [key, f.name, f.length])).toEqual(
        ["hash", "hashSync", "verify", "verifySync"].map((name) => [name, name, 2]));
});

test.each(known)("a hash that Bun made of %p", async (text, hash) => {
    expect(password.verifySync(text, hash)).toBe(true);
    expect(await password.verify(Buffer.from(text), new TextEncoder().encode(hash).buffer)).toBe(true);
    expect(password.verifySync(text + "x", hash)).toBe(false);
});

describe.each([[cheap, /^\$argon2id\$v=19\$m=8,t=1,p=1\$[^$]{43}\$[^$]{43}$/],
    [{ ...cheap, algorithm: "argon2i", memoryCost: 9 }, /^\$argon2i\$v=19\$m=9,t=1,p=1\$/],
    [{ ...cheap, algorithm: "argon2d", timeCost: 3 }, /^\$argon2d\$v=19\$m=8,t=3,p=1\$/],
    [cheapBcrypt, /^\$2b\$04\$[./A-Za-z0-9]{53}$/]])("%j", (options, form) => {
    test("hash and verify", async () => {
        const hashes = [password.hashSync("caf\u00e9", options), await password.hash(Buffer.from("caf\u00e9"), options)];
        expect(hashes[0]).not.toBe(hashes[1]);
        for (const hash of hashes) {
            expect(hash).toMatch(form);
            expect(password.verifySync("caf\u00e9", hash)).toBe(true);
            expect(await password.verify("caf\u00e9", hash, options.algorithm)).toBe(true);
            for (const other of ["cafe", "caf\u00e9\0", "caf\u00e9x", "c"]) expect(password.verifySync(other, hash)).toBe(false);
        }
    });
});

test("bytes may change once the job has begun", async () => {
    const bytes = Buffer.from("secret");
    const job = password.hash(bytes, cheap);
    bytes.fill(0);
    expect(password.verifySync("secret", await job)).toBe(true);
});

function errorOf(call) {
    try {
        call();
    } catch (error) {
        return [error.constructor.name, error.code, error.message];
    }
}
const invalid = (message) => ["TypeError", "ERR_INVALID_ARG_TYPE", message];

test.each(["hash", "hashSync"])("%s checks its arguments at once", (name) => {
    const type = "password must be a string, ArrayBuffer or ArrayBufferView";
    const cases = [
        [[], type], [[undefined], type], [[""], "password must not be empty"], [[new Uint8Array(0)], "password must not be empty"],
        [["a", 5], "PasswordHashOptions must be an object"], [["a", {}], "Expected options.algorithm to be a string for 'hash'."],
        [["a", { algorithm: 5 }], "PasswordHashOptions.algorithm must be a string"],
        [["a", "scrypt"], `Expected algorithm to be a unknown algorithm, expected one of: "bcrypt", "argon2id", "argon2d", "argon2i" (default is "argon2id") for 'hash'.`],
        ...[3, 32, 4.5, NaN, Infinity].map((cost) => [["a", { algorithm: "bcrypt", cost }], "Rounds must be an integer between 4 and 31"]),
        [["a", { algorithm: "bcrypt", cost: "4" }], "Expected cost to be a number for 'hash'."],
        [["a", { ...cheap, timeCost: 0 }], "Time cost must be greater than 0"],
        [["a", { ...cheap, timeCost: 1.5 }], "Time cost must be an integer between 1 and 4294967295"],
        [["a", { ...cheap, memoryCost: 7 }], "Memory cost must be at least 8"],
        [["a", { ...cheap, memoryCost: 2 ** 32 }], "Memory cost must be an integer between 8 and 4294967295"],
    ];
    for (const [args, message] of cases) expect(errorOf(() => password[name](...args))).toEqual(invalid(message));
});

test("verify checks its arguments at once, and the hash later", async () => {
    for (const name of ["verify", "verifySync"]) {
        expect(errorOf(() => password[name]())).toEqual(invalid("password must be a string, ArrayBuffer or ArrayBufferView"));
        expect(errorOf(() => password[name]("a"))).toEqual(invalid("hash must be a string, ArrayBuffer or ArrayBufferView"));
        expect(errorOf(() => password[name]("a", "$", 5))).toEqual(invalid("algorithm must be a string"));
    }
    for (const empty of [["", "$"], ["a", ""], [new Uint8Array(0), "$"]]) expect(await password.verify(...empty)).toBe(false);
    const argon = password.hashSync("a", cheap), bcrypt = password.hashSync("a", cheapBcrypt);
    const encoding = ["Error", "PASSWORD_INVALID_ENCODING", 'Password verification failed with error "InvalidEncoding"'];
    const unknown = ["Error", "PASSWORD_UNSUPPORTED_ALGORITHM", 'Password verification failed with error "UnsupportedAlgorithm"'];
    const bad = [
        [["a", "x"], unknown], [["a", "$1$abc$def"], unknown], [["a", "$2b$04$short"], encoding], [["a", bcrypt + "x"], encoding],
        [["a", argon.slice(0, -1)], encoding], [["a", "$argon2id$"], encoding], [["a", bcrypt, "argon2id"], encoding],
        [["a", argon.replace("v=19", "v=16")], encoding],
    ];
    for (const [args, error] of bad) {
        expect(errorOf(() => password.verifySync(...args))).toEqual(error);
        const reason = await password.verify(...args).catch((e) => [e.constructor.name, e.code, e.message]);
        expect(reason).toEqual(error);
    }
    expect(password.verifySync("a", argon, "argon2i")).toBe(true);
    expect(password.verifySync("a", argon, "bcrypt")).toBe(false);
});
