// domexception.js - DOMException (WebIDL section 2.8.1) as a real Error object with WebIDL's shape.
//
// The instance is made by Error, so that stack traces and Error.isError work; its brand and data are
// private fields stamped onto it, because WebIDL wants `class DOMException` not to extend Error itself.
const { Error, Object, Symbol } = globalThis;

// Legacy names in the order of their codes, 1 to 25; the last column of each is the constant.
const LEGACY = [
  ["IndexSizeError", "INDEX_SIZE_ERR"], [null, "DOMSTRING_SIZE_ERR"],
  ["HierarchyRequestError", "HIERARCHY_REQUEST_ERR"], ["WrongDocumentError", "WRONG_DOCUMENT_ERR"],
  ["InvalidCharacterError", "INVALID_CHARACTER_ERR"], [null, "NO_DATA_ALLOWED_ERR"],
  ["NoModificationAllowedError", "NO_MODIFICATION_ALLOWED_ERR"], ["NotFoundError", "NOT_FOUND_ERR"],
  ["NotSupportedError", "NOT_SUPPORTED_ERR"], ["InUseAttributeError", "INUSE_ATTRIBUTE_ERR"],
  ["InvalidStateError", "INVALID_STATE_ERR"], ["SyntaxError", "SYNTAX_ERR"],
  ["InvalidModificationError", "INVALID_MODIFICATION_ERR"], ["NamespaceError", "NAMESPACE_ERR"],
  ["InvalidAccessError", "INVALID_ACCESS_ERR"], [null, "VALIDATION_ERR"],
  ["TypeMismatchError", "TYPE_MISMATCH_ERR"], ["SecurityError", "SECURITY_ERR"],
  ["NetworkError", "NETWORK_ERR"], ["AbortError", "ABORT_ERR"], ["URLMismatchError", "URL_MISMATCH_ERR"],
  ["QuotaExceededError", "QUOTA_EXCEEDED_ERR"], ["TimeoutError", "TIMEOUT_ERR"],
  ["InvalidNodeTypeError", "INVALID_NODE_TYPE_ERR"], ["DataCloneError", "DATA_CLONE_ERR"],
];
const codeOf = { __proto__: null };
LEGACY.forEach(([name], i) => { if (name) codeOf[name] = i + 1; });

// A base class whose constructor returns its argument: fields of the subclass land on that object.
const Stamp = function (object) { return object; };

class Data extends Stamp {
  #name;
  #message;
  constructor(object, message, name) {
    super(object);
    this.#name = name;
    this.#message = message;
  }
  static has(value) { return typeof value === "object" && value !== null && #name in value; }
  static name(value) { return value.#name; }
  static message(value) { return value.#message; }
}

function check(value) {
  if (Data.has(value)) return value;
  const { codes: { ERR_INVALID_THIS } } = require("internal/errors");
  throw new ERR_INVALID_THIS("DOMException");
}

class DOMException {
  constructor(message = "", options = "Error") {
    message = `${message}`;
    const error = new Error(message);
    delete error.message; // the prototype's getter answers
    let name = "Error";
    if (options !== null && typeof options === "object") {
      if (options.name !== undefined) name = `${options.name}`;
      if ("cause" in options) {
        Object.defineProperty(error, "cause", {
          value: options.cause, writable: true, enumerable: false, configurable: true,
        });
      }
    } else {
      name = `${options}`;
    }
    Object.setPrototypeOf(error, new.target.prototype);
    new Data(error, message, name);
    return error;
  }

  get name() { return Data.name(check(this)); }
  get message() { return Data.message(check(this)); }
  get code() { return codeOf[Data.name(check(this))] ?? 0; }
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
for (const key of ["name", "message", "code"]) {
  Object.defineProperty(DOMException.prototype, key, { enumerable: true });
}
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, {
  value: "DOMException", configurable: true,
});
LEGACY.forEach(([, constant], i) => {
  const row = { value: i + 1, enumerable: true };
  Object.defineProperty(DOMException, constant, row);
  Object.defineProperty(DOMException.prototype, constant, row);
});

module.exports = { DOMException, isDOMException: Data.has };
