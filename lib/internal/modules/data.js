// data.js - modules that are not code: JSON, text, TOML, YAML, XML and the like.
const { Error, JSON, TypeError } = globalThis;
const { requireBuiltin } = require("internal/boot");
const { codedError } = require("internal/modules/loader");

// The numbers are Format of src/module/loader.c.
const JSON_TEXT = 2, TEXT = 3, TOML = 4, ADDON = 5, FILE = 6, JSONC = 7, YAML = 8, JSON5 = 9, BYTES = 12,
  XML = 13;

/** Value of a file that is not code. */
function parseData(format, text, path) {
  switch (format) {
    case JSON_TEXT:
      return parseJSON(text, path);
    case TEXT:
      return text;
    case FILE:
    case BYTES:
      return text;
    case TOML:
      return { ...requireBuiltin("bun/toml").TOML.parse(text) };
    case JSONC:
      return requireBuiltin("bun/jsonc").JSONC.parse(text);
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

function parseJSON(text, path) {
  try {
    return JSON.parse(text);
  } catch (error) {
    error.message = `${path}: ${error.message}`;
    throw error;
  }
}

module.exports = { parseData };
