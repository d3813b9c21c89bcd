// register.js - module.register: hooks that may be asynchronous.
//
// Node.js runs them on a thread of their own; here they are modules of this program. While there are any, a graph is
// loaded before it is linked, one request after the other, each through the hooks; then all goes on as without them.
// Limits: require() does not pass through these hooks (registerHooks has hooks for it), nor does import.meta.resolve;
// `transferList` is not needed, as nothing is sent anywhere.
const { Promise, Set, URL } = globalThis;
const loader = require("internal/modules/loader");
const hooks = require("internal/modules/hooks");
const esm = require("internal/modules/esm");

/** @type {{resolve?: Function, load?: Function}[]} */
const registered = [];
/** Settles when the initialize functions have. */
let ready = Promise.resolve();

/** @param {string | URL} specifier @param {string | URL | object} [parentURL] @param {{parentURL?: string | URL, data?: any}} [options] */
function register(specifier, parentURL, options) {
  if (parentURL !== null && typeof parentURL === "object" && !(parentURL instanceof URL)) {
    options = parentURL;
    parentURL = options.parentURL;
  }
  globalThis.process.emitWarning("`module.register()` is deprecated. Use `module.registerHooks()` instead.", "DeprecationWarning", "DEP0205");
  const parent = parentURL === undefined || `${parentURL}` === "data:" ? `${globalThis.process.cwd()}/` : loader.fromURL(`${parentURL}`);
  const record = esm.getRecord(loader.resolveDefault(`${specifier}`, parent, false));
  record.load();
  record.link();
  record.evaluateSync();
  const { initialize, resolve, load } = record.getNamespace();
  const begun = initialize?.(options?.data);
  ready = ready.then(() => begun);
  ready.catch(() => {}); // reported by the import that waits for it
  registered.push({ resolve, load });
  loader.state.asyncHooks = module.exports;
}

/** As runChain of hooks.js, with promises. */
async function runChain(name, subject, context, last, validate) {
  const chain = registered.map((entry) => entry[name]).filter((hook) => hook !== undefined);
  const step = async (index, current, given) => {
    if (index < 0) return last(current, given);
    let calledNext = false;
    const next = (nextSubject = current, extra = undefined) => {
      calledNext = true;
      return step(index - 1, nextSubject, extra === undefined ? given : { ...given, ...extra });
    };
    const result = await chain[index](current, given, next);
    if (!calledNext && result?.shortCircuit !== true) throw hooks.badReturn("true", name, "shortCircuit", result?.shortCircuit);
    validate(result, current);
    return result;
  };
  return step(chain.length - 1, subject, context);
}

/** The record of what `specifier` means to `importer`, not yet linked. */
async function request(specifier, importer, type, isMain = false) {
  await ready;
  const context = hooks.resolveContext(importer, false, type);
  const id = hooks.keepResolution(await runChain("resolve", specifier, context, hooks.resolveLast(importer), hooks.checkResolved), context);
  const key = esm.recordKey(id, type);
  if (!loader.registry.has(key)) await loadText(id, type, isMain, key);
  return esm.getRecord(id, type, isMain);
}

async function loadText(id, type, isMain, key) {
  let own;
  const last = (url, { format }) => (own = hooks.loadDefault(hooks.toId(url), format));
  const result = await runChain("load", hooks.toURL(id), hooks.loadContext(id, type), last, hooks.checkLoaded);
  if (loader.registry.has(key) || !hooks.keepText(id, result, own)) return; // a record of somebody who asked meanwhile, or the file
  const compile = (early = "") => hooks.again(id, early);
  loader.registry.set(key, esm.recordFromParts(id, loader.stripQuery(id), compile(), isMain, compile, type));
}

/** Loads all that `record` needs. */
async function loadGraph(record, seen = new Set()) {
  if (seen.has(record)) return;
  seen.add(record);
  await (record.requesting ??= record.loadThrough((specifier, type) => request(specifier, record.path, type)));
  for (const target of record.requested) await loadGraph(target, seen);
}

module.exports = { register, request, loadGraph, textFor: hooks.textFor };
