// urlpattern_syntax.js - the pattern strings of URLPattern (URL Pattern standard, sections 1.6 and 2): text to parts,
// parts to a regular expression and back to the text's normal form; and whole URLs with patterns in them.
//
// Functions stand in the standard's order, so that its text can be read beside them. Positions count UTF-16 units, not
// code points as there: they are only ever used to cut. Cost: one pass each.
const { Set, String, TypeError } = globalThis;

/** @param {string} reason */
function invalid(reason) {
    const error = new TypeError(`Failed to construct URLPattern: ${reason}`);
    error.code = "ERR_INVALID_URL_PATTERN";
    return error;
}

// --- tokens ---------------------------------------------------------------------------------------

const OPEN = 0, CLOSE = 1, REGEXP = 2, NAME = 3, CHAR = 4, ESCAPED = 5, MODIFIER = 6, ASTERISK = 7, END = 8, INVALID = 9;

class Token {
    constructor(type, index, end, value) {
        this.type = type;
        this.index = index;
        this.end = end;
        this.value = value;
    }
}

const punctuation = { __proto__: null, "{": OPEN, "}": CLOSE, "*": ASTERISK, "+": MODIFIER, "?": MODIFIER };
const reasons = {
    __proto__: null,
    "\\": "a backslash at the end",
    ":": "a colon without a name",
    "(": "a group that is empty, not closed, capturing or not ASCII",
};
const nameAt = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const nameGoesOn = /^[\p{ID_Continue}$\u200c\u200d]/u;

// Behind the parenthesis that closes the group whose text begins at `start`; -1 if that is no group. Groups inside it
// have to begin with "(?", so that they are not counted.
function groupEnd(input, start) {
    if (input[start] === "?" || input[start] === ")") return -1;
    let depth = 1;
    for (let i = start; i < input.length; i++) {
        const char = input[i];
        if (char > "\x7f") return -1;
        if (char === "\\") {
            i++;
            if (i === input.length || input[i] > "\x7f") return -1;
        } else if (char === "(") {
            depth++;
            if (input[i + 1] !== "?") return -1;
        } else if (char === ")") {
            depth--;
            if (depth === 0) return i + 1;
        }
    }
    return -1;
}

function codePointAt(input, index) {
    const code = input.charCodeAt(index);
    return code < 0xd800 || code > 0xdbff ? input[index] : String.fromCodePoint(input.codePointAt(index));
}

function tokenAt(input, index) {
    const char = codePointAt(input, index);
    const next = index + char.length;
    if (char in punctuation) return new Token(punctuation[char], index, next, char);
    if (char === "\\" && next < input.length) {
        const escaped = codePointAt(input, next);
        return new Token(ESCAPED, index, next + escaped.length, escaped);
    }
    if (char === ":") {
        nameAt.lastIndex = next;
        const name = nameAt.exec(input);
        if (name !== null) return new Token(NAME, index, next + name[0].length, name[0]);
    }
    if (char === "(") {
        const end = groupEnd(input, next);
        if (end > 0) return new Token(REGEXP, index, end, input.slice(next, end - 1));
    }
    return new Token(char in reasons ? INVALID : CHAR, index, next, char);
}

function tokenize(input, lenient) {
    const tokens = [];
    let index = 0;
    while (index < input.length) {
        const token = tokenAt(input, index);
        if (token.type === INVALID && !lenient) throw invalid(`${reasons[token.value]} at ${index} of "${input}"`);
        tokens.push(token);
        index = token.end;
    }
    tokens.push(new Token(END, index, index, ""));
    return tokens;
}

// --- parts ----------------------------------------------------------------------------------------

const FIXED = 0, CUSTOM = 1, SEGMENT = 2, FULL = 3;

// `modifier`: "", "?", "*" or "+". A FIXED part has neither name nor prefix nor suffix.
class Part {
    constructor(type, value, modifier, name = "", prefix = "", suffix = "") {
        this.type = type;
        this.value = value;
        this.modifier = modifier;
        this.name = name;
        this.prefix = prefix;
        this.suffix = suffix;
    }
}

/** What sets the components apart. */
class Options {
    constructor(delimiter, prefix) {
        this.prefix = prefix;
        this.segment = `[^${escapeRegExp(delimiter)}]+?`;
    }
}

const plainOptions = new Options("", "");
const hostnameOptions = new Options(".", "");
const pathnameOptions = new Options("/", "/");
const FULL_WILDCARD = ".*";

class PatternParser {
    constructor(input, options, encode) {
        this.input = input;
        this.options = options;
        this.encode = encode;
        this.tokens = tokenize(input, false);
        this.index = 0;
        this.parts = [];
        this.names = new Set();
        this.pending = ""; // fixed text that goes on, perhaps
        this.nextNumber = 0;
    }

    take(type) {
        const token = this.tokens[this.index];
        if (token.type !== type) return undefined;
        this.index++;
        return token;
    }

    need(type, what) {
        const token = this.take(type);
        if (token !== undefined) return token;
        const { index, value } = this.tokens[this.index];
        const found = value === "" ? "the end" : `"${value}"`;
        throw invalid(`${what} expected, not ${found}, at ${index} of "${this.input}"`);
    }

    takeMatcher(name) {
        return this.take(REGEXP) ?? (name === undefined ? this.take(ASTERISK) : undefined);
    }

    takeModifier() {
        return (this.take(MODIFIER) ?? this.take(ASTERISK))?.value ?? "";
    }

    takeText() {
        let text = "";
        for (let token; (token = this.take(CHAR) ?? this.take(ESCAPED)) !== undefined;) text += token.value;
        return text;
    }

    flush() {
        if (this.pending === "") return;
        const value = this.encode(this.pending);
        this.pending = "";
        this.parts.push(new Part(FIXED, value, ""));
    }

    parse() {
        while (this.index < this.tokens.length) this.parseStep();
        return this.parts;
    }

    parseStep() {
        const char = this.take(CHAR);
        const name = this.take(NAME);
        const matcher = this.takeMatcher(name);
        if (name !== undefined || matcher !== undefined) {
            let prefix = char?.value ?? "";
            if (prefix !== this.options.prefix) {
                this.pending += prefix;
                prefix = "";
            }
            this.flush();
            this.addGroup(prefix, name, matcher, "", this.takeModifier());
            return;
        }
        const fixed = char ?? this.take(ESCAPED);
        if (fixed !== undefined) this.pending += fixed.value;
        else if (this.take(OPEN) !== undefined) this.parseBraces();
        else {
            this.flush();
            this.need(END, "the end of the pattern");
        }
    }

    parseBraces() {
        const prefix = this.takeText();
        const name = this.take(NAME);
        const matcher = this.takeMatcher(name);
        const suffix = this.takeText();
        this.need(CLOSE, '"}"');
        const modifier = this.takeModifier();
        if (name !== undefined || matcher !== undefined) {
            this.flush();
            this.addGroup(prefix, name, matcher, suffix, modifier);
        } else if (modifier === "") {
            this.pending += prefix;
        } else {
            this.flush();
            if (prefix !== "") this.parts.push(new Part(FIXED, this.encode(prefix), modifier));
        }
    }

    // A regular expression that says what a name or "*" says counts as one.
    addGroup(prefix, nameToken, matcher, suffix, modifier) {
        let value = this.options.segment;
        if (matcher !== undefined) value = matcher.type === ASTERISK ? FULL_WILDCARD : matcher.value;
        const type = value === this.options.segment ? SEGMENT : value === FULL_WILDCARD ? FULL : CUSTOM;
        const name = nameToken?.value ?? String(this.nextNumber++);
        if (this.names.has(name)) throw invalid(`the name "${name}" twice in "${this.input}"`);
        this.names.add(name);
        this.parts.push(new Part(type, type === CUSTOM ? value : "", modifier, name, this.encode(prefix), this.encode(suffix)));
    }
}

/** @param {string} input @param {Options} options @param {(text: string) => string} encode */
function parsePattern(input, options, encode) {
    return new PatternParser(input, options, encode).parse();
}

// --- parts to a regular expression ----------------------------------------------------------------

function escapeRegExp(text) {
    return text.replace(/[.+*?^${}()[\]|/\\]/g, "\\$&");
}

function groupRegExp(part, options) {
    const { modifier } = part;
    const value = part.type === SEGMENT ? options.segment : part.type === FULL ? FULL_WILDCARD : part.value;
    const repeats = modifier === "*" || modifier === "+";
    if (part.prefix === "" && part.suffix === "") return repeats ? `((?:${value})${modifier})` : `(${value})${modifier}`;
    const prefix = escapeRegExp(part.prefix), suffix = escapeRegExp(part.suffix);
    if (!repeats) return `(?:${prefix}(${value})${suffix})${modifier}`;
    // What repeats has suffix and prefix between its items only.
    return `(?:${prefix}((?:${value})(?:${suffix}${prefix}(?:${value}))*)${suffix})${modifier === "*" ? "?" : ""}`;
}

/** @param {Part[]} parts @param {Options} options */
function regExpText(parts, options) {
    let text = "^";
    for (const part of parts) {
        if (part.type !== FIXED) text += groupRegExp(part, options);
        else if (part.modifier === "") text += escapeRegExp(part.value);
        else text += `(?:${escapeRegExp(part.value)})${part.modifier}`;
    }
    return `${text}$`;
}

// --- parts to a pattern string --------------------------------------------------------------------

/** @param {string} text */
function escapePattern(text) {
    return text.replace(/[+*?:{}()\\]/g, "\\$&");
}

const startsWithDigit = (name) => name >= "0" && name < ":";

// Without braces the text behind a group, or before it, would be read as part of it.
function needsBraces(part, previous, next, options, custom) {
    if (part.suffix !== "" || (part.prefix !== "" && part.prefix !== options.prefix)) return true;
    if (custom && part.type === SEGMENT && part.modifier === "" && next?.prefix === "" && next.suffix === "" &&
        (next.type === FIXED ? nameGoesOn.test(next.value) : startsWithDigit(next.name))) {
        return true;
    }
    return part.prefix === "" && previous?.type === FIXED && options.prefix !== "" && previous.value.endsWith(options.prefix);
}

function matcherText(part, previous, options, custom, braces) {
    if (part.type === CUSTOM) return `(${part.value})`;
    if (part.type === SEGMENT) return custom ? "" : `(${options.segment})`;
    const standsAlone = previous === undefined || previous.type === FIXED || previous.modifier !== "" || braces ||
        part.prefix !== "";
    return !custom && standsAlone ? "*" : `(${FULL_WILDCARD})`;
}

function groupText(part, previous, next, options) {
    const custom = !startsWithDigit(part.name);
    const braces = needsBraces(part, previous, next, options, custom);
    let text = escapePattern(part.prefix);
    if (custom) text += `:${part.name}`;
    text += matcherText(part, previous, options, custom, braces);
    if (part.type === SEGMENT && custom && nameGoesOn.test(part.suffix)) text += "\\";
    text += escapePattern(part.suffix);
    return (braces ? `{${text}}` : text) + part.modifier;
}

/** @param {Part[]} parts @param {Options} options */
function patternText(parts, options) {
    let text = "";
    for (let i = 0; i < parts.length; i++) {
        const part = parts[i];
        if (part.type !== FIXED) text += groupText(part, parts[i - 1], parts[i + 1], options);
        else if (part.modifier === "") text += escapePattern(part.value);
        else text += `{${escapePattern(part.value)}}${part.modifier}`;
    }
    return text;
}

// --- URLs with patterns in them -------------------------------------------------------------------

// States that are components have the component's name. Ranks say which come earlier in a URL.
const rank = {
    __proto__: null, protocol: 1, authority: 1, username: 1, password: 1, hostname: 2, port: 3, pathname: 4, search: 5, hash: 6,
};

class UrlParser {
    constructor(input, isSpecial) {
        this.input = input;
        this.isSpecial = isSpecial;
        this.tokens = tokenize(input, true);
        this.result = { __proto__: null };
        this.start = 0; // of the component, in tokens
        this.index = 0;
        this.increment = 1;
        this.depth = 0; // of braces
        this.brackets = 0;
        this.special = false;
        this.state = "init";
    }

    parse() {
        for (; this.state !== "done"; this.index += this.increment) {
            this.increment = 1;
            const { type } = this.tokens[this.index];
            if (type === END) {
                this.end();
            } else if (type === OPEN) {
                this.depth++;
            } else if (this.depth > 0) {
                if (type === CLOSE) this.depth--;
            } else {
                this.step();
            }
        }
        const { result } = this;
        // Who names a host and no port means the default port.
        if (result.hostname !== undefined) result.port ??= "";
        return result;
    }

    end() {
        if (this.state === "authority") {
            this.rewind("hostname");
        } else if (this.state === "init") { // no protocol: a relative URL
            this.rewind("init");
            if (this.is("#")) this.change("hash", 1);
            else if (this.isSearch()) this.change("search", 1);
            else this.change("pathname", 0);
        } else {
            this.change("done", 0);
        }
    }

    step() {
        switch (this.state) {
            case "init": if (this.is(":")) this.rewind("protocol"); return;
            case "protocol": if (this.is(":")) this.endProtocol(); return;
            case "authority":
                if (this.is("@")) this.rewind("username");
                else if (this.is("/") || this.isSearch() || this.is("#")) this.rewind("hostname");
                return;
            case "username":
                if (this.is(":")) this.change("password", 1);
                else if (this.is("@")) this.change("hostname", 1);
                return;
            case "password": if (this.is("@")) this.change("hostname", 1); return;
            case "hostname":
                if (this.is("[")) this.brackets++;
                else if (this.is("]")) this.brackets--;
                else if (this.is(":") && this.brackets === 0) this.change("port", 1);
                else this.endComponent();
                return;
            default: this.endComponent();
        }
    }

    // What comes behind the port begins with a character that says what it is.
    endComponent() {
        const at = rank[this.state];
        if (at < rank.pathname && this.is("/")) this.change("pathname", 0);
        else if (at < rank.search && this.isSearch()) this.change("search", 1);
        else if (at < rank.hash && this.is("#")) this.change("hash", 1);
    }

    endProtocol() {
        this.special = this.isSpecial(this.component());
        if (this.is("/", 1) && this.is("/", 2)) this.change("authority", 3);
        else this.change(this.special ? "authority" : "pathname", 1);
    }

    component() {
        return this.input.slice(this.tokens[this.start].index, this.tokens[this.index].index);
    }

    // Components that were passed over are empty.
    change(state, skip) {
        const { result } = this;
        if (this.state !== "init" && this.state !== "authority") result[this.state] = this.component();
        if (this.state !== "init" && state !== "done") {
            const from = rank[this.state], to = rank[state];
            if (from < rank.hostname && to > rank.hostname) result.hostname ??= "";
            if (from < rank.pathname && to > rank.pathname) result.pathname ??= this.special ? "/" : "";
            if (from < rank.search && to > rank.search) result.search ??= "";
        }
        this.state = state;
        this.index += skip;
        this.start = this.index;
        this.increment = 0;
    }

    rewind(state) {
        this.index = this.start;
        this.increment = 0;
        this.state = state;
    }

    /** Whether the token is that character and not pattern syntax. */
    is(char, ahead = 0) {
        const token = this.tokens[this.index + ahead] ?? this.tokens[this.tokens.length - 1];
        return token.value === char && (token.type === CHAR || token.type === ESCAPED || token.type === INVALID);
    }

    // "?" is a modifier behind what can have one.
    isSearch() {
        if (this.is("?")) return true;
        if (this.tokens[this.index].value !== "?") return false;
        const previous = this.tokens[this.index - 1]?.type;
        return previous !== NAME && previous !== REGEXP && previous !== CLOSE && previous !== ASTERISK;
    }
}

/**
 * @param {string} input @param {(protocol: string) => boolean} isSpecial whether that pattern matches a special scheme
 * @returns {Record<string, string>} the patterns of the components that it has
 */
function parseUrlPattern(input, isSpecial) {
    return new UrlParser(input, isSpecial).parse();
}

module.exports = {
    invalid, plainOptions, hostnameOptions, pathnameOptions, FIXED, CUSTOM, FULL, parsePattern, regExpText, patternText,
    escapePattern, parseUrlPattern,
};
