// dynamic_function.js - `new Function("x", "return import(x)")`: the engine cannot import, so such bodies go
// through the transformer. Packages use this form to keep their compilers from rewriting import().
const { Error, Reflect } = globalThis;

/** What the global Function does. @param {Function} NativeFunction @param {IArguments} args @param {Function} [target] new.target */
function construct(NativeFunction, args, target, Wrapper) {
  const { length } = args;
  const body = length > 0 ? args[length - 1] : undefined;
  if (typeof body === "string" && body.includes("import")) return make(NativeFunction, [...args]);
  return Reflect.construct(NativeFunction, args, target === undefined || target === Wrapper ? NativeFunction : target);
}

/** @param {Function} NativeFunction @param {any[]} args of the Function constructor */
function make(NativeFunction, args) {
  Reflect.construct(NativeFunction, args); // its own syntax errors first
  const loader = require("internal/modules/loader");
  const { commonjsHelper } = require("internal/modules/esm");
  const body = `${args[args.length - 1]}`;
  const parameters = args.slice(0, -1).join(",");
  const path = `${globalThis.process.cwd()}/[function]`;
  const { 1: factory } = loader.native.loadSource(
    `return function anonymous(${parameters}\n) {\n${body}\n}`, path, path, "js");
  const importer = callerPath() ?? path;
  return factory.call(undefined, {}, undefined, undefined, undefined, undefined, commonjsHelper(importer));
}

/** The file that called the Function constructor: relative specifiers mean relative to it. */
function callerPath() {
  const top = require("internal/stack").topFrame(new Error());
  return top?.file.startsWith("/") ? top.file : undefined;
}

module.exports = { construct };
