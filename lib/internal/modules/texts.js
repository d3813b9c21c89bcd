// texts.js - modules whose text is in a data: URL, and the text of a direct eval.
const { TypeError, Uint8Array, decodeURIComponent } = globalThis;
const { requireBuiltin } = require("internal/boot");
const { native: files, codedError } = require("internal/modules/loader");
const { recordFromParts, valueRecord } = require("internal/modules/esm");

function dataRecord(id, type) {
  const match = /^data:([^,;]*)(?:;(?!base64,)[^,;]*)*(;base64)?,(.*)$/s.exec(id);
  if (match === null) throw new TypeError(`Invalid URL: ${id}`);
  const { 1: media, 2: base64, 3: body } = match;
  const { Buffer } = requireBuiltin("node:buffer");
  const bytes = () => (base64 ? Buffer.from(body, "base64") : Buffer.from(decodeURIComponent(body)));
  if (type === "bytes") return valueRecord(id, new Uint8Array(bytes()), true);
  const mime = media.trim();
  const lang = type !== "" ? type : loaderOf(mime);
  if (lang === "") throw codedError(TypeError, "ERR_UNKNOWN_MODULE_FORMAT", `Unknown module format: ${mime} for URL ${id}`);
  const text = bytes().toString();
  const compile = (early) => files.loadSource(text, "/data.mjs", id, lang, early);
  return recordFromParts(id, id, compile(), false, compile, type);
}

function loaderOf(mime) {
  if (mime === "application/json") return "json";
  return /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/i.test(mime) ? "js" : "";
}

/**
 * The text for a direct eval: import() and what the engine lacks are rewritten as in files. Text that cannot be
 * parsed on its own stays: the engine says what is wrong with it, or knows that the place of the call allows it.
 */
function evalText(text) {
  if (!/\b(?:import|using|accessor)\b|@/.test(text) || text.includes("$m")) return text;
  try {
    return files.transformScript(text, "[eval]", true);
  } catch {
    return text;
  }
}

module.exports = { dataRecord, evalText };
