// routes.js - the `routes` option of Bun.serve: exact paths in a Map, patterns in a tree of segments.
//
// Precedence in each segment: a literal, then ":name", then "*". Cost: one Map look-up for exact paths, one step
// a segment for the others.
const { Map, Object, JSON, Error, TypeError, decodeURIComponent } = globalThis;
const { internals: requests } = require("web/request");
const { internals: responses } = require("web/response");
const { isBlob } = require("web/blob");

class Node {
  literals = new Map();
  parameter = undefined; // Node
  route = undefined; // {target, names}
  rest = undefined; // the same, for "*"
}

const METHOD = /^(?:CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|TRACE)$/;

function argumentError(message) {
  const error = new TypeError(message);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

function todoError(message) {
  const error = new Error(`${message}\n\nIf you run into this, please file an issue and we will add support for it.`);
  error.name = "TODOError";
  return error;
}

function checkTarget(path, target) {
  if (typeof target === "function" || target === false || responses.isResponse(target) || isBlob(target)) return target;
  throw argumentError(`'routes' expects a Record<string, Response | HTMLBundle | {[method: string]: (req: BunRequest) => Response|Promise<Response>}>
Route ${JSON.stringify(path)} is none of these.`);
}

// Methods as one object: `any` answers all that are not named.
function makeTarget(path, value, prepare) {
  const plain = typeof value === "object" && value !== null && !responses.isResponse(value) && !isBlob(value);
  if (!plain) return { any: prepare(checkTarget(path, value)), methods: undefined };
  const methods = Object.create(null);
  for (const name of Object.keys(value)) {
    if (!METHOD.test(name)) checkTarget(path, undefined);
    methods[name.toUpperCase()] = prepare(checkTarget(path, value[name]));
  }
  if (methods.GET !== undefined && methods.HEAD === undefined) methods.HEAD = methods.GET;
  return { any: undefined, methods };
}

function insert(root, path, target) {
  const names = [];
  let node = root;
  const segments = path.slice(1).split("/");
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i];
    if (segment === "*" && i === segments.length - 1) {
      node.rest = { target, names };
      return;
    }
    if (segment.startsWith(":") || segment === "*") {
      const name = segment === "*" ? "*" : segment.slice(1);
      if (/^\d/.test(name)) throw todoError("Route parameter names cannot start with a number.");
      if (name !== "*" && names.includes(name)) throw todoError("Support for duplicate route parameter names is not yet implemented.");
      names.push(name);
      node = node.parameter ??= new Node();
    } else {
      let child = node.literals.get(segment);
      if (child === undefined) node.literals.set(segment, (child = new Node()));
      node = child;
    }
  }
  node.route = { target, names };
}

/** @param {Record<string, unknown>} routes @param {(target: any) => any} prepare */
function compile(routes, prepare) {
  if (typeof routes !== "object") throw argumentError("Bun.serve() expects 'routes' to be an object shaped like { path: handler }");
  const exact = new Map();
  const root = new Node();
  let patterns = false;
  for (const path of Object.keys(routes)) {
    if (!path.startsWith("/") && path !== "*") throw argumentError(`Invalid route ${JSON.stringify(path)}. Path must start with '/'`);
    const target = makeTarget(path, routes[path], prepare);
    if (!/[:*]/.test(path)) exact.set(path, target);
    else {
      patterns = true;
      insert(root, path === "*" ? "/*" : path, target);
    }
  }
  return { exact, root, patterns };
}

const answers = (route, method) => route !== undefined && (route.target.methods === undefined || method in route.target.methods);

// The most specific route that answers `method`; `values` receives what its parameters stand for.
function find(node, segments, at, values, method) {
  if (at === segments.length) return answers(node.route, method) ? node.route : undefined;
  const segment = segments[at];
  const literal = node.literals.get(segment);
  if (literal !== undefined) {
    const found = find(literal, segments, at + 1, values, method);
    if (found !== undefined) return found;
  }
  if (node.parameter !== undefined && segment !== "") {
    values.push(segment);
    const found = find(node.parameter, segments, at + 1, values, method);
    if (found !== undefined) return found;
    values.pop();
  }
  return answers(node.rest, method) ? node.rest : undefined;
}

function decode(text) {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pathOf(url, hostLength) {
  // "http://" and the host come first in a URL that the server put together.
  const from = url.indexOf("/", 7 + (url.startsWith("http://") ? hostLength : 0));
  if (from === -1) return "/";
  let to = url.indexOf("?", from);
  if (to === -1) to = url.length;
  const hash = url.indexOf("#", from);
  return url.slice(from, hash !== -1 && hash < to ? hash : to);
}


/** Own properties of a routed request: the parameters, and its cookies once somebody asks. */
function defineParams(request, params) {
  request.params = params;
  requests.markRouted(request);
}

// undefined: no route, ask `fetch`.
function pick(target, method) {
  const chosen = target.methods === undefined ? target.any : target.methods[method];
  return chosen === false ? undefined : chosen;
}

/** The handler, Response or file for a request; sets request.params. */
function match(table, request, hostLength) {
  const path = pathOf(request.url, hostLength);
  const exact = table.exact.get(path);
  if (exact !== undefined && (exact.methods === undefined || request.method in exact.methods)) {
    const chosen = pick(exact, request.method);
    if (typeof chosen === "function") defineParams(request, {});
    return chosen;
  }
  if (!table.patterns) return undefined;
  const values = [];
  const found = find(table.root, path.slice(1).split("/"), 0, values, request.method);
  if (found === undefined) return undefined;
  const chosen = pick(found.target, request.method);
  if (typeof chosen !== "function") return chosen;
  const params = {};
  for (let i = 0; i < found.names.length; i++) params[found.names[i]] = decode(values[i]);
  defineParams(request, params);
  return chosen;
}

exports.compile = compile;
exports.match = match;
