// inspect_web.js - how Bun.inspect shows the web's objects, which keep everything in private fields.
const { JSON, Map, Symbol } = globalThis;

const custom = Symbol.for("nodejs.util.inspect.custom");

// "3 bytes", "1.0 KB", "1.50 KB", "1.1 GB": decimal units.
function sizeText(size) {
    if (size <= 0) return "0 KB";
    if (size < 1000) return `${size} bytes`;
    const units = ["KB", "MB", "GB", "TB"];
    let unit = 0;
    for (size /= 1000; size >= 1000 && unit < units.length - 1; size /= 1000) unit++;
    return `${size.toFixed(unit > 0 || size % 1 < 0.05 ? 1 : 2)} ${units[unit]}`;
}

function block(head, lines, indent) {
    if (lines.length === 0) return head;
    return `${head} {\n${lines.map((line) => `${indent}  ${line}`).join("\n")}\n${indent}}`;
}

// The parts of a list are separated by commas, the last one has none.
function commas(lines) {
    return lines.map((line, i) => (i + 1 < lines.length ? `${line},` : line));
}

function blobText(blob, indent) {
    const { BunFile } = require("bun/file");
    if (blob instanceof BunFile) {
        const where = blob[custom](0, {}, () => "").trim();
        return block(where, [`type: ${JSON.stringify(blob.type)}`], indent);
    }
    const { File } = require("web/blob");
    const isFile = blob instanceof File, fields = [];
    if (isFile) fields.push(`name: ${JSON.stringify(blob.name)}`);
    if (blob.type !== "") fields.push(`type: ${JSON.stringify(blob.type)}`);
    if (isFile) fields.push(`lastModified: ${blob.lastModified}`);
    return block(`${isFile ? "File" : "Blob"} (${sizeText(blob.size)})`, commas(fields), indent);
}

// Headers, URLSearchParams, FormData: values of one name stand together.
function pairsText(name, pairs, show, indent) {
    const groups = new Map();
    for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
    if (groups.size === 0) return `${name} {}`;
    const lines = [];
    for (const [key, values] of groups) {
        const texts = values.map((value) => show(value, `${indent}  `));
        lines.push(`${JSON.stringify(key)}: ${texts.length === 1 ? texts[0] : `[ ${texts.join(", ")} ]`},`);
    }
    return block(name, lines, indent);
}

function bodyText(body, show, indent) {
    if (body === null || body === undefined || body.source === null || body.disturbed) return [];
    if (body.size < 0) return [show(body.stream(), indent)];
    const { isBlob } = require("web/blob");
    return [isBlob(body.source) ? blobText(body.source, indent) : `Blob (${sizeText(body.size)})`];
}

function sized(name, body) {
    return `${name} (${sizeText(body === null || body === undefined || body.disturbed ? 0 : body.size)})`;
}

function requestText(request, body, show, indent) {
    const inner = `${indent}  `;
    const fields = [
        `method: ${JSON.stringify(request.method)},`, `url: ${JSON.stringify(request.url)},`,
        `headers: ${show(request.headers, inner)}`,
    ];
    return block(sized("Request", body), [...fields, ...bodyText(body, show, inner)], indent);
}

function responseText(response, body, show, indent) {
    const inner = `${indent}  `, fields = [];
    for (const name of ["ok", "url", "status", "statusText", "headers", "redirected", "bodyUsed"]) {
        fields.push(`${name}: ${show(response[name], inner)}`);
    }
    return block(sized("Response", body), commas([...fields, ...bodyText(body, show, inner)]), indent);
}

/**
 * @param {object} value @param {(value: unknown, indent: string) => string} show for what is inside
 * @returns {string | undefined} undefined: not an object of the web
 */
function webText(value, show, indent) {
    // Each class is loaded by the first object there is; a tag that lies is found out below.
    switch (value[Symbol.toStringTag]) {
        case "Blob": case "File": return require("web/blob").isBlob(value) ? blobText(value, indent) : undefined;
        case "Headers": return value instanceof globalThis.Headers ? pairsText("Headers", value, show, indent) : undefined;
        case "URLSearchParams":
            return value instanceof globalThis.URLSearchParams ? pairsText("URLSearchParams", value, show, indent) : undefined;
        case "FormData": return value instanceof globalThis.FormData ? pairsText("FormData", value, show, indent) : undefined;
        case "Request": {
            const { internals } = require("web/request");
            return internals.isRequest(value) ? requestText(value, internals.body(value), show, indent) : undefined;
        }
        case "Response": {
            const { internals } = require("web/response");
            return internals.isResponse(value) ? responseText(value, internals.body(value), show, indent) : undefined;
        }
        default: return undefined;
    }
}

module.exports = { webText };
