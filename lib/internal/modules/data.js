// data.js - modules that are not code: JSON, text, TOML, YAML, XML and the like.
const { Error, JSON, Number, SyntaxError, TypeError } = globalThis;
const { requireBuiltin } = require("internal/boot");
const { codedError } = require("internal/modules/loader");

// The numbers are Format of src/module/loader.c.
const JSON_TEXT = 2, TEXT = 3, TOML = 4, ADDON = 5, FILE = 6, JSONC = 7, YAML = 8, JSON5 = 9, BYTES = 11,
  XML = 12;

/** Value of a file that is not code; an error says which file, and where in it. */
function parseData(format, text, path) {
  try {
    return valueOf(format, text, path);
  } catch (error) {
    if (error instanceof SyntaxError) placeError(error, format, text, path);
    throw error;
  }
}

function valueOf(format, text, path) {
  switch (format) {
    case JSON_TEXT:
      return JSON.parse(text);
    case TEXT:
      return text;
    case FILE:
    case BYTES:
      return text;
    case TOML:
      return { ...requireBuiltin("bun/toml").TOML.parse(text) };
    case JSONC: // as in Bun an empty file is an empty object
      return /\S/.test(text) ? requireBuiltin("bun/jsonc").JSONC.parse(text) : {};
    case JSON5:
      return requireBuiltin("bun/json5").JSON5.parse(text);
    case YAML:
      return requireBuiltin("bun/yaml").YAML.parse(text);
    case XML:
      return requireBuiltin("bun/xml").XML.parse(text);
    case ADDON:
      throw codedError(Error, "ERR_DLOPEN_FAILED", `Native addons are not supported yet: ${path}`);
    default:
      throw codedError(TypeError, "ERR_UNKNOWN_FILE_EXTENSION", `Unknown file extension for ${path}`);
  }
}

/** The parsers of bun/data end their messages so; the engine's for JSON knows no place. */
const PLACE = /\(line (\d+), column (\d+)\)$/;

function placeError(error, format, text, path) {
  const place = PLACE.exec(format === JSON_TEXT ? requireBuiltin("bun/data").natives.dataJson(text) : error.message);
  error.message = `${path}: ${error.message}`;
  if (place === null) return;
  const { addPlace, convert } = require("internal/stack_capture");
  addPlace(convert(error), { file: path, line: Number(place[1]), column: Number(place[2]) });
}

module.exports = { parseData };
