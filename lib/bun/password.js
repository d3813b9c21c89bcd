// password.js - Bun.password: argon2 and bcrypt, at once or on the thread pool.
//
// Hashes are those of Bun: 32 bytes of salt and digest for argon2, SHA-512 of what bcrypt would not read to its end.
const { ArrayBuffer, Error, Number, Object, Promise, TypeError, Uint8Array } = globalThis;
const { viewBytes, isBuffer } = require("web/body");
const { isView } = ArrayBuffer;

// Algorithm and Outcome of src/bun/password.c.
const ALGORITHMS = { __proto__: null, argon2d: 0, argon2i: 1, argon2id: 2, bcrypt: 3 };
const BCRYPT = ALGORITHMS.bcrypt;
const SAME = 1;
const BAD_ENCODING = 2;

const BCRYPT_PASSWORD_MAX = 72;
const U32_MAX = 0xffffffff;
const DEFAULT_ROUNDS = 10;
const DEFAULT_TIME = 2;
const DEFAULT_MEMORY = 65536;

const invalid = (message) => Object.assign(new TypeError(message), { code: "ERR_INVALID_ARG_TYPE" });

function failure(what, name, code) {
    return Object.assign(new Error(`Password ${what} failed with error "${name}"`), { code: `PASSWORD_${code}` });
}

function algorithmNamed(name, user) {
    const found = ALGORITHMS[name];
    if (found !== undefined) return found;
    const names = '"bcrypt", "argon2id", "argon2d", "argon2i" (default is "argon2id")';
    throw invalid(`Expected algorithm to be a unknown algorithm, expected one of: ${names} for '${user}'.`);
}

function numberOption(options, name) {
    const value = options[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "number") throw invalid(`Expected ${name} to be a number for 'hash'.`);
    return value;
}

function rounds(options) {
    const cost = numberOption(options, "cost") ?? DEFAULT_ROUNDS;
    if (!Number.isInteger(cost) || cost < 4 || cost > 31) throw invalid("Rounds must be an integer between 4 and 31");
    return cost;
}

function atMost32Bits(value, what, least) {
    if (!Number.isInteger(value) || value > U32_MAX) throw invalid(`${what} must be an integer between ${least} and ${U32_MAX}`);
    return value;
}

function timeCost(options) {
    const time = numberOption(options, "timeCost") ?? DEFAULT_TIME;
    if (time < 1) throw invalid("Time cost must be greater than 0");
    return atMost32Bits(time, "Time cost", 1);
}

function memoryCost(options) {
    const memory = numberOption(options, "memoryCost") ?? DEFAULT_MEMORY;
    if (memory < 8) throw invalid("Memory cost must be at least 8");
    return atMost32Bits(memory, "Memory cost", 8);
}

function settings(options) {
    if (options === undefined || options === null) return settings("argon2id");
    if (typeof options === "string") return settings({ algorithm: options });
    if (typeof options !== "object" && typeof options !== "function") throw invalid("PasswordHashOptions must be an object");
    const name = options.algorithm;
    if (name === undefined || name === null) throw invalid("Expected options.algorithm to be a string for 'hash'.");
    if (typeof name !== "string") throw invalid("PasswordHashOptions.algorithm must be a string");
    const algorithm = algorithmNamed(name, "hash");
    if (algorithm === BCRYPT) return { algorithm, time: rounds(options), memory: 0, saltBytes: 16 };
    return { algorithm, time: timeCost(options), memory: memoryCost(options), saltBytes: 32 };
}

// `loose`: what is neither text nor bytes becomes text, as in Bun's asynchronous functions.
function bytesOf(value, what, loose) {
    if (isView(value) || isBuffer(value)) return viewBytes(value);
    if (typeof value !== "string" && (!loose || value === undefined)) {
        throw invalid(`${what} must be a string, ArrayBuffer or ArrayBufferView`);
    }
    return require("node:buffer").Buffer.from(`${value}`);
}

function whole(algorithm, password) {
    if (algorithm !== BCRYPT || password.length <= BCRYPT_PASSWORD_MAX) return password;
    return require("node:crypto").createHash("sha512").update(password).digest();
}

function prepareHash(value, options, loose) {
    if (value === undefined) bytesOf(value, "password");
    const { algorithm, time, memory, saltBytes } = settings(options);
    const bytes = bytesOf(value, "password", loose);
    if (bytes.length === 0) throw invalid("password must not be empty");
    const salt = globalThis.crypto.getRandomValues(new Uint8Array(saltBytes));
    return (callback) => native.hash(algorithm, whole(algorithm, bytes), salt, time, memory, callback);
}

function hashed(result) {
    if (typeof result === "string") return result;
    throw failure("hashing", "OutOfMemory", "OUT_OF_MEMORY");
}

function algorithmOf(text) {
    const name = /^\$(argon2(?:id?|d))\$/.exec(text)?.[1];
    if (name !== undefined) return ALGORITHMS[name];
    return text.startsWith("$2") ? BCRYPT : undefined;
}

/** @returns {(callback?: Function) => boolean | number | undefined} the check: arguments are wrong at once, hashes in the promise */
function prepare(value, encoded, name, loose) {
    if (value === undefined) bytesOf(value, "password");
    if (encoded === undefined) bytesOf(encoded, "hash");
    let asked;
    if (name !== undefined && name !== null) {
        if (typeof name !== "string") throw invalid("algorithm must be a string");
        asked = algorithmNamed(name, "verify");
    }
    const password = bytesOf(value, "password", loose);
    const bytes = bytesOf(encoded, "hash", loose);
    if (password.length === 0 || bytes.length === 0) return () => false;
    const text = require("node:buffer").Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    const found = algorithmOf(text);
    return (callback) => {
        if (found === undefined && asked === undefined) {
            throw failure("verification", "UnsupportedAlgorithm", "UNSUPPORTED_ALGORITHM");
        }
        if (asked === BCRYPT && found !== undefined && found !== BCRYPT) return false;
        if (found === undefined || (asked !== undefined && asked !== BCRYPT && found === BCRYPT)) return BAD_ENCODING;
        return native.verify(found, whole(found, password), bytes, callback);
    };
}

function verified(outcome) {
    if (typeof outcome === "boolean") return outcome;
    if (outcome <= SAME) return outcome === SAME;
    if (outcome === BAD_ENCODING) throw failure("verification", "InvalidEncoding", "INVALID_ENCODING");
    throw failure("verification", "OutOfMemory", "OUT_OF_MEMORY");
}

// `start` gets the callback; what it returns is the result unless that is undefined. `finish` may throw.
function promised(start, finish) {
    return new Promise((resolve, reject) => {
        const settle = (result) => {
            try {
                resolve(finish(result));
            } catch (error) {
                reject(error);
            }
        };
        const known = start(settle);
        if (known !== undefined) settle(known);
    });
}

const password = {
    /** @param {string | ArrayBuffer | ArrayBufferView} password @param {string | object} [options] @returns {Promise<string>} */
    hash(password, options) {
        const start = prepareHash(password, options, true);
        return promised(start, hashed);
    },
    /** @param {string | ArrayBuffer | ArrayBufferView} password @param {string | object} [options] @returns {string} */
    hashSync(password, options) {
        return hashed(prepareHash(password, options, false)());
    },
    /** @returns {Promise<boolean>} */
    verify(password, hash, algorithm = undefined) {
        return promised(prepare(password, hash, algorithm, true), verified);
    },
    /** @returns {boolean} */
    verifySync(password, hash, algorithm = undefined) {
        return verified(prepare(password, hash, algorithm, false)());
    },
};

module.exports = { password };
