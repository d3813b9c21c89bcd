// stream_consumers.js - node:stream/consumers: collects a readable, of Node's or the web's kind.
const { JSON, Symbol } = globalThis;

async function chunks(stream) {
  const list = [];
  for await (const chunk of stream[Symbol.asyncIterator] ? stream : stream.values()) list.push(chunk);
  return list;
}

const bytesOf = (chunk) => {
  const { Buffer } = require("node:buffer");
  return typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk.buffer ?? chunk, chunk.byteOffset, chunk.byteLength);
};

/** @returns {Promise<Buffer>} */
async function buffer(stream) {
  const { Buffer } = require("node:buffer");
  return Buffer.concat((await chunks(stream)).map(bytesOf));
}
async function arrayBuffer(stream) {
  const all = await buffer(stream);
  return all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength);
}
async function text(stream) {
  const { TextDecoder } = globalThis;
  const decoder = new TextDecoder();
  let out = "";
  for (const chunk of await chunks(stream)) out += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
  return out + decoder.decode();
}
const json = async (stream) => JSON.parse(await text(stream));
const blob = async (stream) => new (require("web/blob").Blob)(await chunks(stream));
const bytes = async (stream) => new globalThis.Uint8Array(await arrayBuffer(stream));

module.exports = { arrayBuffer, blob, buffer, bytes, json, text };
