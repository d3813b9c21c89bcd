// util.parseEnv: the text of an .env file as an object. Lines are KEY=value, optionally after `export`;
// values may stand in ", ' or ` quotes over several lines; \n is expanded inside double quotes only.
"use strict";

const line = /^[ \t]*(?:export[ \t]+)?([^=#\s][^=\n]*?)[ \t]*=[ \t]*/;

function readQuoted(text, quote) {
    const end = text.indexOf(quote, 1);
    if (end === -1) return undefined;
    const value = text.slice(1, end);
    return { value: quote === '"' ? value.replaceAll("\\n", "\n") : value, end: end + 1 };
}

/** @param {string} content @returns {Record<string, string>} */
function parseEnvText(content) {
    const result = {};
    let text = content.replace(/\r\n?/g, "\n");
    while (text !== "") {
        const newline = text.indexOf("\n");
        const rest = () => (text.indexOf("\n") === -1 ? "" : text.slice(text.indexOf("\n") + 1));
        const match = line.exec(newline === -1 ? text : text.slice(0, newline));
        if (match === null) {
            text = rest();
            continue;
        }
        text = text.slice(match[0].length);
        const quote = text[0];
        const quoted = quote === '"' || quote === "'" || quote === "`" ? readQuoted(text, quote) : undefined;
        if (quoted !== undefined) {
            result[match[1]] = quoted.value;
            text = text.slice(quoted.end);
        } else {
            const stop = text.search(/[\n#]/);
            result[match[1]] = (stop === -1 ? text : text.slice(0, stop)).trim();
        }
        text = rest();
    }
    return result;
}

module.exports = { parseEnvText };
