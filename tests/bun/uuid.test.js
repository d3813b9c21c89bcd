import { expect, test } from "bun:test";

const { randomUUIDv5 } = Bun;

test("randomUUIDv5: the examples of RFC 9562 and the encodings", () => {
    expect(randomUUIDv5("www.example.com", "dns")).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    const namespace = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    expect(randomUUIDv5("www.example.com", namespace.toUpperCase())).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    expect(randomUUIDv5(Buffer.from("a"), Buffer.from(namespace.replaceAll("-", ""), "hex"))).toBe(randomUUIDv5("a", "DNS"));
    expect(randomUUIDv5("a", "dns", "base64")).toBe("Tz8omGnjWg2CCsToeYfbzg==");
    expect(randomUUIDv5("a", "dns", "base64url")).toBe("Tz8omGnjWg2CCsToeYfbzg");
    expect(randomUUIDv5("a", "url", "buffer").toString("hex")).toBe("e1407479313656c09908bb02fb0339e2");
    expect(randomUUIDv5("a", "x500")).toBe("54a0a790-c611-5b5b-b50e-ff01490ecdfa");
});

test("randomUUIDv5 checks its arguments", () => {
    const code = (...args) => {
        try {
            randomUUIDv5(...args);
        } catch (error) {
            return error.code;
        }
    };
    expect(code()).toBe("ERR_INVALID_ARG_TYPE");
    expect(code("a")).toBe("ERR_INVALID_ARG_TYPE");
    expect(code(5, "dns")).toBe("ERR_INVALID_ARG_TYPE");
    expect(code("a", "zz")).toBe("ERR_INVALID_ARG_VALUE");
    expect(code("a", Buffer.alloc(3))).toBe("ERR_INVALID_ARG_VALUE");
    expect(code("a", "dns", "zz")).toBe("ERR_UNKNOWN_ENCODING");
});
