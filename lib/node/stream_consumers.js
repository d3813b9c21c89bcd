// node:stream/consumers - reads a whole stream (Node's, web, or any async iterable) into one value.
"use strict";

const { JSON } = globalThis;

async function blob(stream) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    return new globalThis.Blob(chunks);
}

async function arrayBuffer(stream) {
    return (await blob(stream)).arrayBuffer();
}

async function bytes(stream) {
    const { Buffer } = require("node:buffer");
    const data = Buffer.from(await arrayBuffer(stream));
    return new globalThis.Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

async function buffer(stream) {
    return require("node:buffer").Buffer.from(await arrayBuffer(stream));
}

async function text(stream) {
    const decoder = new globalThis.TextDecoder();
    let result = "";
    for await (const chunk of stream) {
        result += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    }
    return result + decoder.decode();
}

async function json(stream) {
    return JSON.parse(await text(stream));
}

module.exports = { arrayBuffer, blob, buffer, bytes, text, json };
