// util.parseArgs: command line arguments to { values, positionals, tokens }.
"use strict";

const { Object } = globalThis;
const { codes } = require("internal/errors");
const {
    validateArray, validateBoolean, validateBooleanArray, validateObject, validateString, validateStringArray,
    validateUnion,
} = require("internal/validators");
const { hasOwn } = Object;

function defaultArgs() {
    const { argv, execArgv } = process;
    const evaluated = execArgv.some((arg) => /^(?:-[pe]|--eval|--print)/.test(arg));
    return argv.slice(evaluated ? 1 : 2);
}

const optionNamed = (options, short) =>
    Object.keys(options).find((name) => hasOwn(options, name) && options[name].short === short) ?? short;
const typeOf = (options, name) => (hasOwn(options, name) ? options[name].type : undefined);

// --- words to tokens ---------------------------------------------------------------------------------

function tokenize(args, options) {
    const tokens = [];
    const rest = args.slice();
    let index = -1;
    let grouped = 0;
    const next = () => {
        if (grouped > 0) grouped--;
        else index++;
        return rest.shift();
    };
    const option = (name, rawName, at, value, inlineValue) =>
        tokens.push({ kind: "option", name, rawName, index: at, value, inlineValue });
    while (rest.length > 0) {
        const arg = next();
        if (arg === "--") {
            tokens.push({ kind: "option-terminator", index });
            for (const value of rest.splice(0)) tokens.push({ kind: "positional", index: ++index, value });
            break;
        }
        if (/^-[^-]$/s.test(arg)) {
            const name = optionNamed(options, arg[1]);
            const at = index;
            const takes = typeOf(options, name) === "string" && rest.length > 0 && rest[0] != null;
            if (takes) index++;
            option(name, arg, at, takes ? rest.shift() : undefined, takes ? false : undefined);
        } else if (isShortGroup(arg, options)) {
            const expanded = expandGroup(arg, options);
            rest.unshift(...expanded);
            grouped = expanded.length;
        } else if (isShortWithValue(arg, options)) {
            const name = optionNamed(options, arg[1]);
            option(name, `-${arg[1]}`, index, arg.slice(2), true);
        } else if (/^--[^=]+$/s.test(arg) && arg.length > 2 && arg.indexOf("=", 3) === -1) {
            const name = arg.slice(2);
            const at = index;
            const takes = typeOf(options, name) === "string" && rest.length > 0 && rest[0] != null;
            if (takes) index++;
            option(name, arg, at, takes ? rest.shift() : undefined, takes ? false : undefined);
        } else if (arg.startsWith("--") && arg.indexOf("=", 3) !== -1) {
            const equals = arg.indexOf("=");
            option(arg.slice(2, equals), arg.slice(0, equals), index, arg.slice(equals + 1), true);
        } else {
            tokens.push({ kind: "positional", index, value: arg });
        }
    }
    return tokens;
}

function isShortGroup(arg, options) {
    if (arg.length <= 2 || arg[0] !== "-" || arg[1] === "-") return false;
    return typeOf(options, optionNamed(options, arg[1])) !== "string";
}

function isShortWithValue(arg, options) {
    if (arg.length <= 2 || arg[0] !== "-" || arg[1] === "-") return false;
    return typeOf(options, optionNamed(options, arg[1])) === "string";
}

function expandGroup(arg, options) {
    const expanded = [];
    for (let i = 1; i < arg.length; i++) {
        const isString = typeOf(options, optionNamed(options, arg[i])) === "string";
        if (!isString || i === arg.length - 1) {
            expanded.push(`-${arg[i]}`);
        } else {
            expanded.push(`-${arg.slice(i)}`);
            break;
        }
    }
    return expanded;
}

// --- checks and results ------------------------------------------------------------------------------

function checkOptionUse(config, token) {
    if (!hasOwn(config.options, token.name)) {
        throw new codes.ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, config.allowPositionals);
    }
    const { short, type } = config.options[token.name];
    const shown = `${short ? `-${short}, ` : ""}--${token.name}`;
    if (type === "string" && typeof token.value !== "string") {
        throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown} <value>' argument missing`);
    }
    if (type === "boolean" && token.value != null) {
        throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown}' does not take an argument`);
    }
}

// `--foo -bar` is probably a forgotten value; -- and a value in the same word are not.
function checkAmbiguous(token) {
    if (token.inlineValue || typeof token.value !== "string" || !(token.value.length > 1 && token.value[0] === "-")) return;
    const example = token.rawName.startsWith("--")
        ? `'${token.rawName}=-XYZ'` : `'--${token.name}=-XYZ' or '${token.rawName}-XYZ'`;
    throw new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
        `Option '${token.rawName}' argument is ambiguous.\nDid you forget to specify the option argument for ` +
        `'${token.rawName}'?\nTo specify an option argument starting with a dash use ${example}.`);
}

// Negated: the token becomes that of the positive option.
function store(token, options, values, allowNegative) {
    let { value } = token;
    if (allowNegative && value === undefined && token.name.startsWith("no-")) {
        const positive = token.name.slice(3);
        if (typeOf(options, positive) === "boolean") {
            token.name = positive;
            value = false;
        }
    }
    const { name } = token;
    if (name === "__proto__") return;
    const stored = value ?? true;
    if (hasOwn(options, name) && options[name].multiple) {
        if (values[name]) values[name].push(stored);
        else values[name] = [stored];
    } else {
        values[name] = stored;
    }
}

function checkConfig(options) {
    validateObject(options, "options");
    for (const name of Object.keys(options)) {
        const option = options[name];
        validateObject(option, `options.${name}`);
        const type = hasOwn(option, "type") ? option.type : undefined;
        validateUnion(type, `options.${name}.type`, ["string", "boolean"]);
        if (hasOwn(option, "short")) {
            validateString(option.short, `options.${name}.short`);
            if (option.short.length !== 1) {
                throw new codes.ERR_INVALID_ARG_VALUE(`options.${name}.short`, option.short, "must be a single character");
            }
        }
        const multiple = hasOwn(option, "multiple") ? option.multiple : undefined;
        if (hasOwn(option, "multiple")) validateBoolean(multiple, `options.${name}.multiple`);
        if (option.default === undefined) continue;
        const many = multiple === true;
        const check = type === "string" ? (many ? validateStringArray : validateString)
            : many ? validateBooleanArray : validateBoolean;
        check(option.default, `options.${name}.default`);
    }
}

/** @param {object} [config] */
function parseArgs(config = {}) {
    const own = (key, fallback) => (config != null && hasOwn(config, key) ? config[key] : undefined) ?? fallback;
    const args = own("args", undefined) ?? defaultArgs();
    const strict = own("strict", true);
    const allowPositionals = own("allowPositionals", !strict);
    const returnTokens = own("tokens", false);
    const allowNegative = own("allowNegative", false);
    const options = own("options", { __proto__: null });
    const settings = { args, strict, options, allowPositionals, allowNegative };

    validateArray(args, "args");
    validateBoolean(strict, "strict");
    validateBoolean(allowPositionals, "allowPositionals");
    validateBoolean(returnTokens, "tokens");
    validateBoolean(allowNegative, "allowNegative");
    checkConfig(options);

    const result = { values: { __proto__: null }, positionals: [] };
    const tokens = tokenize(args, options);
    if (returnTokens) result.tokens = tokens;
    for (const token of tokens) {
        if (token.kind === "option") {
            if (strict) {
                checkNamed(settings, token);
                checkAmbiguous(token);
            }
            store(token, options, result.values, allowNegative);
        } else if (token.kind === "positional") {
            if (!allowPositionals) throw new codes.ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
            result.positionals.push(token.value);
        }
    }
    for (const name of Object.keys(options)) {
        const value = options[name].default;
        if (value !== undefined && result.values[name] === undefined) result.values[name] = value;
    }
    return result;
}

function checkNamed(settings, token) {
    if (settings.allowNegative && token.name.startsWith("no-") && token.value === undefined) {
        const positive = token.name.slice(3);
        if (typeOf(settings.options, positive) === "boolean" && !hasOwn(settings.options, token.name)) return;
    }
    checkOptionUse(settings, token);
}

module.exports = { parseArgs };
