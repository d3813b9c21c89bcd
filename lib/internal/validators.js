// Argument checks shared by the node: modules. Each throws Node's coded error or returns undefined.
"use strict";

const { codes } = require("internal/errors");
const { Array, ArrayBuffer, Number, Object, RegExp } = globalThis;
const { isArray } = Array;
const { isInteger, MAX_SAFE_INTEGER, MIN_SAFE_INTEGER } = Number;

const isInt32 = (value) => value === (value | 0);
const isUint32 = (value) => value === value >>> 0;

function typeError(name, expected, value) {
    return new codes.ERR_INVALID_ARG_TYPE(name, expected, value);
}

const octal = /^[0-7]+$/;

function parseFileMode(value, name, fallback) {
    value ??= fallback;
    if (typeof value === "string") {
        if (!octal.test(value)) {
            throw new codes.ERR_INVALID_ARG_VALUE(
                name, value, "must be a 32-bit unsigned integer or an octal string");
        }
        value = parseInt(value, 8);
    }
    validateUint32(value, name);
    return value;
}

function validateInteger(value, name, min = MIN_SAFE_INTEGER, max = MAX_SAFE_INTEGER) {
    if (typeof value !== "number") throw typeError(name, "number", value);
    if (!isInteger(value)) throw new codes.ERR_OUT_OF_RANGE(name, "an integer", value);
    if (value < min || value > max) throw new codes.ERR_OUT_OF_RANGE(name, `>= ${min} && <= ${max}`, value);
}

function validateInt32(value, name, min = -2147483648, max = 2147483647) {
    validateInteger(value, name, min, max);
}

function validateUint32(value, name, positive = false) {
    validateInteger(value, name, positive ? 1 : 0, 4294967295);
}

function validateString(value, name) {
    if (typeof value !== "string") throw typeError(name, "string", value);
}

function validateStringWithoutNullBytes(value, name) {
    validateString(value, name);
    if (value.includes("\0")) {
        throw new codes.ERR_INVALID_ARG_VALUE(name, value, "must be a string without null bytes");
    }
}

function validateNumber(value, name, min = undefined, max = undefined) {
    if (typeof value !== "number") throw typeError(name, "number", value);
    const unordered = (min != null || max != null) && value !== value;
    if (unordered || (min != null && value < min) || (max != null && value > max)) {
        const range = [min != null ? `>= ${min}` : "", max != null ? `<= ${max}` : ""].filter(Boolean);
        throw new codes.ERR_OUT_OF_RANGE(name, range.join(" && "), value);
    }
}

function validateOneOf(value, name, oneOf) {
    if (oneOf.includes(value)) return;
    const allowed = oneOf.map((v) => (typeof v === "string" ? `'${v}'` : String(v))).join(", ");
    throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${allowed}`);
}

function validateBoolean(value, name) {
    if (typeof value !== "boolean") throw typeError(name, "boolean", value);
}

const kValidateObjectNone = 0;
const kValidateObjectAllowNullable = 1;
const kValidateObjectAllowArray = 2;
const kValidateObjectAllowFunction = 4;
const kValidateObjectAllowObjects = kValidateObjectAllowArray | kValidateObjectAllowFunction;
const kValidateObjectAllowObjectsAndNull = kValidateObjectAllowObjects | kValidateObjectAllowNullable;

function validateObject(value, name, options = kValidateObjectNone) {
    if (value === null && options & kValidateObjectAllowNullable) return;
    if (isArray(value) && options & kValidateObjectAllowArray) return;
    if (typeof value === "function" && options & kValidateObjectAllowFunction) return;
    if (value === null || isArray(value) || typeof value !== "object") throw typeError(name, "Object", value);
}

// A dictionary in the sense of Web IDL: undefined and null are the empty one.
function validateDictionary(value, name) {
    if (value != null && typeof value !== "object" && typeof value !== "function") {
        throw typeError(name, "a dictionary", value);
    }
}

function validateArray(value, name, minLength = 0) {
    if (!isArray(value)) throw typeError(name, "Array", value);
    if (value.length < minLength) {
        throw new codes.ERR_INVALID_ARG_VALUE(name, value, `must be longer than ${minLength}`);
    }
}

function validateEach(check) {
    return (value, name) => {
        validateArray(value, name);
        for (let i = 0; i < value.length; i++) check(value[i], `${name}[${i}]`);
    };
}
const validateStringArray = validateEach(validateString);
const validateBooleanArray = validateEach(validateBoolean);
const validateAbortSignalArray = validateEach((signal, name) => {
    if (signal == null) throw typeError(name, "AbortSignal", signal);
    validateAbortSignal(signal, name);
});

function validateBuffer(buffer, name = "buffer") {
    if (!ArrayBuffer.isView(buffer)) throw typeError(name, ["Buffer", "TypedArray", "DataView"], buffer);
}

function validateEncoding(data, encoding) {
    if (`${encoding}`.toLowerCase() === "hex" && data.length % 2 !== 0) {
        throw new codes.ERR_INVALID_ARG_VALUE("encoding", encoding, `is invalid for data of length ${data.length}`);
    }
}

function validatePort(port, name = "Port", allowZero = true) {
    const typeOk = typeof port === "number" || (typeof port === "string" && port.trim().length > 0);
    if (!typeOk || +port !== +port >>> 0 || port > 0xffff || (+port === 0 && !allowZero)) {
        throw new codes.ERR_SOCKET_BAD_PORT(name, port, allowZero);
    }
    return port | 0;
}

function validateSignalName(signal, name = "signal") {
    validateString(signal, name);
    const { signals } = require("os").constants;
    if (signals[signal] !== undefined) return;
    if (signals[signal.toUpperCase()] !== undefined) {
        throw new codes.ERR_UNKNOWN_SIGNAL(`${signal} (signals must use all capital letters)`);
    }
    throw new codes.ERR_UNKNOWN_SIGNAL(signal);
}

function validateAbortSignal(signal, name) {
    if (signal !== undefined && (signal === null || typeof signal !== "object" || !("aborted" in signal))) {
        throw typeError(name, "AbortSignal", signal);
    }
}

function validateFunction(value, name) {
    if (typeof value !== "function") throw typeError(name, "Function", value);
}

function validatePlainFunction(value, name) {
    const tag = typeof value === "function" && Object.prototype.toString.call(value);
    if (tag === false || tag === "[object AsyncFunction]") throw typeError(name, "Function", value);
}

function validateUndefined(value, name) {
    if (value !== undefined) throw typeError(name, "undefined", value);
}

function validateUnion(value, name, union) {
    if (!union.includes(value)) throw typeError(name, `('${union.join("|")}')`, value);
}

function validateIgnoreOption(value, name) {
    if (typeof value === "string" || value instanceof RegExp || typeof value === "function") return;
    if (isArray(value)) return value.forEach((item, i) => validateIgnoreOption(item, `${name}[${i}]`));
    throw typeError(name, ["string", "RegExp", "Function"], value);
}

const linkValue = /^(?:<[^>]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;

function validateLinkHeaderFormat(value, name) {
    if (typeof value === "undefined" || !linkValue.test(value)) {
        throw new codes.ERR_INVALID_ARG_VALUE(name, value,
            'must be an array or string of format "</styles.css>; rel=preload; as=style"');
    }
}

function validateLinkHeaderValue(hints) {
    if (typeof hints === "string") {
        validateLinkHeaderFormat(hints, "hints");
        return hints;
    }
    if (!isArray(hints)) validateLinkHeaderFormat(undefined, "hints");
    for (const hint of hints) validateLinkHeaderFormat(hint, "hints");
    return hints.join(", ");
}

// False for undefined and NaN, true for finite numbers; everything else throws.
function validateFiniteNumber(number, name) {
    if (number === undefined) return false;
    if (typeof number === "number") {
        if (number - number === 0) return true;
        if (number !== number) return false;
    }
    validateNumber(number, name);
    throw new codes.ERR_OUT_OF_RANGE(name, "a finite number", number);
}

function checkRangesOrGetDefault(number, name, lower, upper, fallback) {
    if (!validateFiniteNumber(number, name)) return fallback;
    if (number < lower || number > upper) {
        throw new codes.ERR_OUT_OF_RANGE(name, `>= ${lower} and <= ${upper}`, number);
    }
    return number;
}

function validateThisInternalField(object, field, className) {
    if (typeof object !== "object" || object === null || !(field in object)) {
        throw new codes.ERR_INVALID_THIS(className);
    }
}

module.exports = {
    checkRangesOrGetDefault, isInt32, isUint32, kValidateObjectAllowArray, kValidateObjectAllowFunction,
    kValidateObjectAllowNullable, kValidateObjectAllowObjects, kValidateObjectAllowObjectsAndNull,
    kValidateObjectNone, parseFileMode, validateAbortSignal, validateAbortSignalArray, validateArray,
    validateBoolean, validateBooleanArray, validateBuffer, validateDictionary, validateEncoding,
    validateFiniteNumber, validateFunction, validateIgnoreOption, validateInt32, validateInteger,
    validateLinkHeaderValue, validateNumber, validateObject, validateOneOf, validatePlainFunction,
    validatePort, validateSignalName, validateString, validateStringArray, validateStringWithoutNullBytes,
    validateThisInternalField, validateUint32, validateUndefined, validateUnion,
};
