// Titles of test.each: "%s %d %i %f %j %o %p %# %%" and "$field.path", as Bun fills them in.
//
// A placeholder whose argument has the wrong type stays in the text but uses up the argument; once
// the arguments are used up the rest of the title is left alone. An unresolved $path stays and eats
// the character after it: odd, but names must equal Bun's for reports to be comparable.

const { inspect } = require("internal/test/format");
const { JSON, Number, String } = globalThis;
const pathPart = /[A-Za-z0-9_$.]/;

// Text for one placeholder; undefined: the argument does not fit.
function fill(kind, value) {
    switch (kind) {
        case "s": return typeof value === "string" ? value : undefined;
        case "i": return typeof value === "number" && Number.isInteger(value) ? String(value) : undefined;
        case "d": case "f": return typeof value === "number" ? String(value) : undefined;
        case "j": case "o": return JSON.stringify(value) ?? "";
        case "p": return inspect(value);
        default: return undefined;
    }
}

function lookUp(object, path) {
    if (/^\d/.test(path)) return undefined;  // not an identifier
    let value = object;
    for (const part of path.split(".")) {
        if (value === null || value === undefined || part === "") return undefined;
        value = value[part];
    }
    return value ?? undefined;
}

/** @returns {string} the title of row `index`, whose arguments are `args` */
function formatTitle(title, args, index) {
    const fields = typeof args[0] === "object" && args[0] !== null ? args[0] : undefined;
    let text = "", used = 0, at = 0;
    while (at < title.length && used < args.length) {
        const char = title[at];
        if (char === "$" && fields && at + 1 < title.length) {
            let end = at + 1;
            while (end < title.length && pathPart.test(title[end])) end++;
            const value = lookUp(fields, title.slice(at + 1, end));
            if (value === undefined) {
                text += title.slice(at, end);
                at = end + 1;
            } else {
                text += typeof value === "string" ? value : inspect(value);
                at = end;
            }
            continue;
        }
        const kind = title[at + 1];
        if (char !== "%" || kind === undefined) {
            text += char;
            at++;
            continue;
        }
        at += 2;
        if (kind === "%") text += "%";
        else if (kind === "#") text += String(index);
        else if ("sidfjop".includes(kind)) text += fill(kind, args[used++]) ?? "%" + kind;
        else if (kind === " ") text += "% ";
        else text += kind;
    }
    return text + title.slice(at);
}

module.exports = { formatTitle };
