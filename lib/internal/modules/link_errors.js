// link_errors.js - what goes wrong between modules: names that are not exported, require() of a module that waits.
const { Object, SyntaxError, TypeError } = globalThis;

/**
 * Bun's sentence and Node's; the stack begins with the place of the request. `asking`: who imports, by which request.
 * @param {{importer: ModuleRecord, request: number} | undefined} asking
 */
function linkError(bunText, nodeText, asking) {
  if (asking === undefined) return new SyntaxError(bunText);
  const { importer, request } = asking;
  const specifier = importer.asked[request * 4];
  const error = new SyntaxError(`${bunText} ${nodeText(specifier)} (imported by ${importer.path})`);
  const frame = importer.host.frameAt(importer, importer.asked[request * 4 + 3]);
  if (frame !== "") Object.defineProperty(error, "stack", { __proto__: null, value: `${frame}\nSyntaxError: ${error.message}`, writable: true, configurable: true });
  return error;
}

function missingExport(name, target, asking) {
  const bunText = name === "default" ? `Missing 'default' export in module '${target.path}'.` : `Export named '${name}' not found in module '${target.path}'.`;
  return linkError(bunText, (specifier) =>
    target.isCommonJS
      ? `The requested module '${specifier}' is a CommonJS module, which may not support all module.exports as named exports`
      : `The requested module '${specifier}' does not provide an export named '${name}'`, asking);
}

function ambiguousExport(name, target, asking) {
  return linkError(`Export named '${name}' cannot be resolved due to ambiguous multiple bindings in module '${target.path}'.`,
    (specifier) => `The requested module '${specifier}' contains conflicting star exports for name '${name}'`, asking);
}

function requireAsync(record, waiting) {
  const error = new TypeError(
    `require() async module "${record.path}" is unsupported. use "await import()" instead. ` +
      `require() cannot be used on an ESM graph with top-level await: ${waiting.path} has it.`,
  );
  error.code = "ERR_REQUIRE_ASYNC_MODULE";
  return error;
}

module.exports = { missingExport, ambiguousExport, requireAsync };
