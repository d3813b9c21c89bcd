// dynamic_function.js - `new Function("x", "return import(x)")`: the engine cannot import, so such bodies go
// through the transformer. Packages use this form to keep their compilers from rewriting import().
const { Error, Reflect, process } = globalThis;

/** @param {Function} NativeFunction @param {any[]} args of the Function constructor */
function make(NativeFunction, args) {
  Reflect.construct(NativeFunction, args); // its own syntax errors first
  const loader = require("internal/modules/loader");
  const { commonjsHelper } = require("internal/modules/esm");
  const body = `${args[args.length - 1]}`;
  const parameters = args.slice(0, -1).join(",");
  const path = `${process.cwd()}/[function]`;
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

module.exports = { make };
