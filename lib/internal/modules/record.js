// record.js - ES module records: the graph, linking, evaluation (ECMA-262 sections 16.2.1.5 and .6).
//
// A module's code is a generator (docs/modules.md). Its local exports are cells; `$m(slot, value)` stores a
// value and tells the importers' setters, so imported bindings are plain local variables in the importer.
// CommonJS modules, JSON and builtins take part as records whose names are known once they have run.
const { Array, ArrayBuffer, Map, Set, Object, Promise, Proxy, ReferenceError, Reflect, Symbol, SyntaxError, TypeError, WeakMap } = globalThis;
const { create, defineProperty, freeze, keys, seal } = Object;

const NEW = 0, LINKING = 1, LINKED = 2, EVALUATING = 3, EVALUATING_ASYNC = 4, EVALUATED = 5;
const EXPORT_LOCAL = 0, EXPORT_INDIRECT = 1, EXPORT_STAR = 2;
const NAMESPACE = "*";
const DEFER = 1, SOURCE = 2; // phases of a request

/** One exported local binding. */
class Cell {
  value = undefined;
  set = false;
  hoisted = false; // set when the module is linked
  asking = undefined; // who imports it from a module whose names are not known yet
  /** @type {Function[]} */ setters = [];
  put(value) {
    this.value = value;
    this.set = true;
    const { setters } = this;
    for (let i = 0; i < setters.length; i++) setters[i](value);
    return value;
  }
  /** @param {ModuleRecord} owner */
  constructor(owner) {
    this.owner = owner;
  }
  /** Might an importer that is linked now read this before it is set? Not if the owner is to run first. */
  isEarly() {
    const { status } = this.owner;
    return !this.set && !this.hoisted && (status === LINKING || status === EVALUATING || status === EVALUATING_ASYNC);
  }
  connect(setter) {
    this.setters.push(setter);
    if (this.set) setter(this.value);
  }
}

/** namespace proxy -> record */
const namespaces = new WeakMap();
let asyncOrder = 0;

/**
 * @typedef {object} Host what the loader provides
 * @property {(specifier: string, referrer: ModuleRecord, type: string, phase: number) => ModuleRecord} request
 * @property {(record: ModuleRecord, specifier: any, options: any) => Promise<any>} dynamicImport
 * @property {(record: ModuleRecord) => object} meta
 */
class ModuleRecord {
  status = NEW;
  error = undefined;
  hasError = false;
  namespace = undefined;
  deferredNamespace = undefined;
  required = undefined;
  /** @type {ModuleRecord[]} */ requested = [];
  /** @type {number[]} phase of each request */ phases = [];
  /** @type {Map<string, any>} export name -> [kind, request, importName] or Cell */ exports = new Map();
  /** @type {number[]} */ stars = [];
  /** @type {Cell[]} */ cells = [];
  /** pairs of request, name */ imports = [];
  hasTLA = false;
  generator = undefined;
  /** @type {Promise<void> | undefined} until imports are connected */ connecting = undefined;
  dfsIndex = 0;
  dfsAncestor = 0;
  cycleRoot = undefined;
  asyncOrder = 0;
  pendingAsync = 0;
  asyncParents = [];
  capability = undefined;

  /** @param {string} url identity, also shown in messages @param {Host} host */
  constructor(url, path, host) {
    this.url = url;
    this.path = path;
    this.host = host;
  }

  // --- loading ---

  /** From the transformer's tables. */
  setCode(factory, meta) {
    this.factory = factory;
    this.hasTLA = meta.a;
    this.imports = meta.i;
    this.requests = meta.r;
    for (let i = 0; i < meta.s; i++) this.cells.push(new Cell(this));
    const e = meta.e;
    for (let i = 0; i < e.length; i += 4) {
      if (e[i] === EXPORT_LOCAL) this.addLocal(e[i + 1], this.cells[e[i + 2]], e[i + 3]);
      else if (e[i] === EXPORT_STAR) this.stars.push(e[i + 2]);
      else this.exports.set(e[i + 1], { request: e[i + 2], name: e[i] === EXPORT_INDIRECT ? e[i + 3] : NAMESPACE });
    }
  }

  addLocal(name, cell, hoisted) {
    if (hoisted) cell.hoisted = true;
    this.exports.set(name, cell);
  }

  load() {
    const { requests } = this;
    if (requests === undefined) return;
    this.requests = undefined;
    try {
      for (let i = 0; i < requests.length; i += 4) {
        const target = this.host.request(requests[i], this, requests[i + 1], requests[i + 3]);
        if (requests[i + 2] === SOURCE) throw sourceError(target);
        this.requested.push(target);
        this.phases.push(requests[i + 2]);
      }
    } catch (error) {
      this.requests = requests;
      this.requested = [];
      this.phases = [];
      throw error;
    }
    this.asked = requests;
    for (const target of this.requested) target.load();
  }

  /** As the first half of load, with an asynchronous host. @param {(specifier: string, type: string) => Promise<ModuleRecord>} request */
  async loadThrough(request) {
    const { requests } = this;
    if (requests === undefined) return;
    const targets = [];
    for (let i = 0; i < requests.length; i += 4) {
      const target = await request(requests[i], requests[i + 1]);
      if (requests[i + 2] === SOURCE) throw sourceError(target);
      targets.push(target);
    }
    if (this.requests === undefined) return; // somebody's require() was faster
    this.requested = targets;
    this.phases = requests.filter((_, i) => i % 4 === 2);
    this.asked = requests;
    this.requests = undefined;
  }

  // --- names ---

  /** @returns {Set<string>} */
  exportedNames(seen = new Set()) {
    const names = new Set();
    if (seen.has(this)) return names;
    seen.add(this);
    for (const name of this.exports.keys()) names.add(name);
    for (const star of this.stars)
      for (const name of this.requested[star].exportedNames(seen)) if (name !== "default") names.add(name);
    return names;
  }

  /** @returns {Cell | {namespaceOf: ModuleRecord} | null | "ambiguous"} */
  resolveExport(name, path = []) {
    for (let i = 0; i < path.length; i += 2) if (path[i] === this && path[i + 1] === name) return null;
    path.push(this, name);
    const found = this.exports.get(name);
    if (found instanceof Cell) return found;
    if (found !== undefined) {
      const target = this.requested[found.request];
      return found.name === NAMESPACE ? { namespaceOf: target, deferred: this.phases[found.request] === DEFER } : target.resolveExport(found.name, path);
    }
    if (name === "default") return null;
    let star = null;
    for (const index of this.stars) {
      const resolution = this.requested[index].resolveExport(name, path);
      if (resolution === "ambiguous") return resolution;
      if (resolution === null) continue;
      if (star === null) star = resolution;
      else if (star !== resolution && !(star.namespaceOf && star.namespaceOf === resolution.namespaceOf && star.deferred === resolution.deferred)) return "ambiguous";
    }
    return star;
  }

  // --- linking ---

  /** @returns {Promise<any> | undefined} to wait for before evaluating: an async generator's first step is not sync. */
  link() {
    const stack = [];
    const waits = [];
    try {
      this.innerLink(stack, 0, waits);
    } catch (error) {
      for (const record of stack) {
        record.status = NEW;
        record.targets = record.generator = undefined;
      }
      throw error;
    }
    return waits.length > 0 ? Promise.all(waits) : undefined;
  }

  innerLink(stack, index, waits) {
    if (this.status !== NEW) return index;
    this.status = LINKING;
    this.dfsIndex = this.dfsAncestor = index++;
    stack.push(this);
    for (const target of this.requested) {
      index = target.innerLink(stack, index, waits);
      if (target.status === LINKING && target.dfsAncestor < this.dfsAncestor) this.dfsAncestor = target.dfsAncestor;
    }
    this.resolveNames();
    if (this.dfsAncestor === this.dfsIndex) {
      const cycle = stack.slice(stack.lastIndexOf(this));
      for (const record of cycle) {
        record.initialize();
        if (record.connecting !== undefined) waits.push(record.connecting);
      }
      for (const record of cycle) record.status = LINKED;
      stack.length -= cycle.length;
    }
    return index;
  }

  /** Finds what each import means, or throws the SyntaxError. */
  resolveNames() {
    for (const [name, found] of this.exports)
      if (!(found instanceof Cell)) checkResolution(this.resolveExport(name), found.name === NAMESPACE ? name : found.name, this.requested[found.request], this, found.request);
    const targets = [];
    const { imports } = this;
    for (let i = 0; i < imports.length; i += 2) {
      const target = this.requested[imports[i]];
      const name = imports[i + 1];
      targets.push(name === NAMESPACE ? { namespaceOf: target, deferred: this.phases[imports[i]] === DEFER } : checkResolution(target.resolveExport(name), name, target, this, imports[i]));
    }
    this.targets = targets;
  }

  /** Runs the code's prologue and connects its imports; all modules of the cycle have their names by now. */
  initialize() {
    if (this.factory === undefined) return;
    const { targets } = this;
    this.targets = undefined;
    this.checkEarlyReads(targets);
    this.generator = this.factory.call(undefined, makeHelper(this));
    const first = this.generator.next();
    if (this.hasTLA)
      this.connecting = first.then((step) => {
        this.connecting = undefined;
        connect(step.value, targets);
      });
    else connect(first.value, targets);
  }

  /**
   * In a cycle an import may be read before the module that exports it has run: a ReferenceError. The code is
   * compiled again, with a check at each read of those imports; no other module pays for it.
   */
  checkEarlyReads(targets) {
    if (!targets.some((target) => target instanceof Cell && target.isEarly())) return;
    this.earlyTargets = targets;
    const flags = targets.map((target) => (target instanceof Cell && target.isEarly() ? "1" : "0")).join("");
    this.factory = this.host.recompile(this, flags) ?? this.factory;
  }

  /**
   * What require() gives: with a default export it says __esModule, so that code compiled from ES modules takes the
   * default from there. An object of its own, as in Node.js; the property is not enumerable, as Bun's cannot be seen.
   */
  getRequired() {
    if (this.required === undefined) {
      const names = this.exportedNames();
      this.required = names.has("default") && !names.has("__esModule") ? makeNamespace(this, "Module", true) : this.getNamespace();
    }
    return this.required;
  }

  getNamespace(deferred = false) {
    if (deferred) return (this.deferredNamespace ??= makeDeferredNamespace(this));
    return (this.namespace ??= makeNamespace(this));
  }

  // --- deferred evaluation (import defer) ---

  /** What evaluating this module evaluates first: of deferred requests only the asynchronous parts. */
  evaluationList() {
    const { requested, phases } = this;
    if (!phases.includes(DEFER)) return requested;
    const list = [];
    for (let i = 0; i < requested.length; i++)
      for (const target of phases[i] === DEFER ? requested[i].asyncDependencies() : [requested[i]])
        if (!list.includes(target)) list.push(target);
    return list;
  }

  asyncDependencies(seen = new Set(), out = []) {
    if (seen.has(this) || this.status === EVALUATING || this.isCycleEvaluated()) return out;
    seen.add(this);
    if (this.hasTLA) out.push(this);
    else for (const target of this.requested) target.asyncDependencies(seen, out);
    return out;
  }

  isCycleEvaluated() {
    return (this.cycleRoot ?? this).status === EVALUATED;
  }

  isReadyForSync(seen = new Set()) {
    if (seen.has(this) || this.isCycleEvaluated()) return true;
    seen.add(this);
    if (this.status === EVALUATING || this.status === EVALUATING_ASYNC || this.hasTLA) return false;
    return this.requested.every((target) => target.isReadyForSync(seen));
  }

  /** At the first use of a deferred namespace. */
  evaluateDeferred() {
    if (this.status === EVALUATED) {
      if (this.hasError) throw this.error;
      return;
    }
    if (!this.isReadyForSync()) throw new TypeError(`Deferred module '${this.path}' cannot be evaluated now: it is running, or waits`);
    this.evaluateSync();
  }

  // --- evaluation ---

  /**
   * @param {ModuleRecord} [importer] whose import() asks for it
   * @returns {Promise<undefined>} settles when this module and what it needs has run
   */
  evaluate(importer = undefined) {
    let root = this;
    if (root.status === EVALUATING_ASYNC || root.status === EVALUATED) root = root.cycleRoot ?? root;
    if (root.capability !== undefined) return root.capability.promise;
    const capability = (root.capability = Promise.withResolvers());
    const stack = [];
    stack.importer = importer;
    try {
      root.innerEvaluate(stack, 0);
    } catch (error) {
      for (const record of stack) {
        record.status = EVALUATED;
        record.setError(error);
        record.cycleRoot ??= record;
      }
      root.setError(error);
      capability.reject(error);
      return capability.promise;
    }
    if (root.status === EVALUATED) capability.resolve();
    return capability.promise;
  }

  /** As evaluate, for require(): everything has run on return, or it throws. */
  evaluateSync() {
    const waiting = this.findAsync();
    if (waiting !== undefined) throw linkErrors().requireAsync(this, waiting);
    const promise = this.evaluate();
    if (this.hasError) {
      promise.catch(() => {});
      throw this.error;
    }
  }

  /** @returns {ModuleRecord | undefined} a module with top-level await that has to run for this one */
  findAsync(seen = new Set()) {
    if (seen.has(this)) return undefined;
    seen.add(this);
    if (this.hasTLA && this.status !== EVALUATED) return this;
    for (const target of this.evaluationList()) {
      const found = target.findAsync(seen);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  setError(error) {
    this.hasError = true;
    this.error = error;
  }

  innerEvaluate(stack, index) {
    if (this.status === EVALUATING_ASYNC || this.status === EVALUATED) {
      if (this.hasError) throw this.error;
      return index;
    }
    if (this.status === EVALUATING) return index;
    this.status = EVALUATING;
    this.dfsIndex = this.dfsAncestor = index++;
    this.pendingAsync = 0;
    stack.push(this);
    for (let target of this.evaluationList()) {
      index = target.innerEvaluate(stack, index);
      if (target.waitsFor(stack.importer)) continue;
      if (target.status === EVALUATING) {
        if (target.dfsAncestor < this.dfsAncestor) this.dfsAncestor = target.dfsAncestor;
      } else {
        target = target.cycleRoot ?? target;
        if (target.hasError) throw target.error;
      }
      if (target.asyncOrder > 0 && target.status !== EVALUATED) {
        this.pendingAsync++;
        target.asyncParents.push(this);
      }
    }
    if (this.pendingAsync > 0 || this.hasTLA) {
      this.asyncOrder = ++asyncOrder;
      if (this.pendingAsync === 0) this.executeAsync();
    } else {
      this.execute();
    }
    if (this.dfsAncestor === this.dfsIndex)
      for (let top; ; ) {
        top = stack.pop();
        top.status = top.asyncOrder === 0 ? EVALUATED : EVALUATING_ASYNC;
        top.cycleRoot = this;
        if (top === this) break;
      }
    return index;
  }

  /**
   * Does this module run, wait at its top level, and may the import() that evaluates others now be what it waits for? As in
   * Bun those do not wait for it in turn (the specification has it so, and nothing would ever go on).
   */
  waitsFor(importer) {
    if (importer === undefined || this.status !== EVALUATING_ASYNC || this.generator !== undefined) return false;
    return (this.cycleRoot ?? this).reaches(importer);
  }

  reaches(other, seen = new Set()) {
    if (this === other) return true;
    if (seen.has(this)) return false;
    seen.add(this);
    return this.requested.some((target) => target.reaches(other, seen));
  }

  /** Runs a synchronous body to its end. */
  execute() {
    this.generator.next();
    this.generator = undefined;
  }

  executeAsync() {
    const { generator } = this;
    this.generator = undefined;
    // Somebody else who links this module at the same time may be waiting still.
    const running = this.connecting === undefined ? generator.next() : this.connecting.then(() => generator.next());
    running.then(
      () => this.fulfilled(),
      (error) => this.rejected(error),
    );
  }

  gatherParents(list) {
    for (const parent of this.asyncParents) {
      if (list.includes(parent) || parent.cycleRoot?.hasError) continue;
      if (--parent.pendingAsync > 0) continue;
      list.push(parent);
      if (!parent.hasTLA) parent.gatherParents(list);
    }
  }

  fulfilled() {
    if (this.status === EVALUATED) return;
    this.status = EVALUATED;
    this.capability?.resolve();
    const list = [];
    this.gatherParents(list);
    list.sort((a, b) => a.asyncOrder - b.asyncOrder);
    for (const parent of list) {
      if (parent.status === EVALUATED) continue;
      if (parent.hasTLA) {
        parent.executeAsync();
        continue;
      }
      try {
        parent.execute();
      } catch (error) {
        parent.rejected(error);
        continue;
      }
      parent.status = EVALUATED;
      parent.capability?.resolve();
    }
  }

  rejected(error) {
    if (this.status === EVALUATED) return;
    this.setError(error);
    this.status = EVALUATED;
    this.capability?.reject(error);
    for (const parent of this.asyncParents) parent.rejected(error);
  }
}

/**
 * A module whose exports are an object that exists only once it has run: CommonJS, data, builtins.
 * A name that is imported explicitly may be any; a missing one is an error when the module has run. The
 * namespace of a CommonJS module has the names that can be told without running it, as in Node.js, and when
 * it has run those that are there, as in Bun.
 */
class SyntheticRecord extends ModuleRecord {
  /** @param {() => any} run returns module.exports @param {() => string[]} lexicalNames */
  constructor(url, path, host, run, lexicalNames) {
    super(url, path, host);
    this.run = run;
    this.lexicalNames = lexicalNames;
    this.value = undefined;
    /** @type {Set<string> | undefined} */ this.known = undefined;
    this.closed = false; // the names are all there will be
    this.hasRun = false;
    this.lateNamespaces = undefined; // functions that add to namespaces what the module has when it has run
    this.cell("default");
  }
  cell(name) {
    let cell = this.exports.get(name);
    if (cell !== undefined) return cell;
    this.exports.set(name, (cell = new Cell(this)));
    if (this.hasRun) {
      this.fill(name, cell);
      if (!cell.set) cell.put(undefined); // the text has it, the value does not
    }
    return cell;
  }
  resolveNames() {}
  initialize() {}
  exportedNames() {
    if (this.known === undefined) {
      this.known = new Set(this.lexicalNames());
      if (this.isCommonJS) this.known.add("module.exports");
      if (this.hidesMark()) this.known.delete("__esModule");
      for (const name of this.known) this.cell(name);
      if (this.hasRun && this.isCommonJS) this.addOwnNames();
    }
    return this.known.has("default") ? this.known : new Set([...this.known, "default"]);
  }
  resolveExport(name) {
    if (this.closed) return this.exportedNames().has(name) ? this.cell(name) : null;
    if (this.status !== EVALUATED || this.exports.has(name)) return this.cell(name);
    if (!isObject(this.value) || !(name in this.value)) return null;
    return this.cell(name);
  }
  execute() {
    this.sync(this.run());
    if (this.known === undefined || !this.isCommonJS) return;
    this.addOwnNames();
    const { lateNamespaces } = this;
    this.lateNamespaces = undefined;
    lateNamespaces?.forEach((extend) => extend(this));
  }
  /** The names that the text did not tell. */
  addOwnNames() {
    const { value, known } = this;
    for (const name of ownNames(value)) {
      if (known.has(name) || (name === "__esModule" && this.hidesMark())) continue;
      known.add(name);
      try {
        this.cell(name);
      } catch {
        this.exports.get(name).put(undefined); // its getter throws
      }
    }
  }
  /** As in Bun, __esModule is no export, unless the package says that it is made of ES modules. */
  hidesMark() {
    return this.isCommonJS && !this.isInModulePackage();
  }
  /** Publishes `value` (again) under the names that somebody knows. */
  sync(value) {
    this.value = value;
    this.hasRun = true;
    for (const [name, cell] of this.exports) {
      this.fill(name, cell);
      if (!cell.set && !this.known?.has(name)) throw linkErrors().missingExport(name, this, cell.asking);
      if (!cell.set) cell.put(undefined);
    }
  }
  fill(name, cell) {
    const { value } = this;
    if (name === "default") {
      // Bun and bundlers give `default` its own value when the module says it was compiled from an ES module,
      // but in packages that say they are made of ES modules it is as in Node.js.
      const isMarked = !this.isBuiltin && isObject(value) && value.__esModule === true && "default" in value;
      const esModule = isMarked && !(this.isCommonJS && this.isInModulePackage());
      cell.put(esModule ? value.default : value);
    } else if (name === "module.exports" && this.isCommonJS) {
      cell.put(value);
    } else if (isObject(value) && name in value) {
      cell.put(value[name]);
    } else if (this.isBuiltin && cell.set) {
      cell.put(undefined); // the program deleted it, and synchronises
    }
  }
}

/** What a namespace shows of module.exports: hidden values, too, if it is a plain object, but no hidden accessors. */
function ownNames(value) {
  if (!isObject(value) || ArrayBuffer.isView(value)) return [];
  const isPlain = typeof value === "object" && !Array.isArray(value);
  try {
    return Object.getOwnPropertyNames(value).filter((name) => {
      const { enumerable, get, set } = Reflect.getOwnPropertyDescriptor(value, name);
      return enumerable || (isPlain && get === undefined && set === undefined);
    });
  } catch {
    return []; // a proxy that does not tell its names
  }
}

const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

const linkErrors = () => require("internal/modules/link_errors");

function checkResolution(resolution, name, target, importer, request) {
  if (resolution === null) throw linkErrors().missingExport(name, target, { importer, request });
  if (resolution === "ambiguous") throw linkErrors().ambiguousExport(name, target, { importer, request });
  // Whether a CommonJS module has the name is known when it has run.
  if (resolution instanceof Cell && resolution.owner === target && !resolution.set) resolution.asking ??= { importer, request };
  return resolution;
}

function connect(setters, targets) {
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i];
    if (target instanceof Cell) target.connect(setters[i]);
    else setters[i](target.namespaceOf.getNamespace(target.deferred));
  }
}

/** The `$m` of docs/modules.md. */
function makeHelper(record) {
  const { cells, host } = record;
  const $m = (slot, value) => cells[slot].put(value);
  $m.post = function (result) {
    for (let i = 1; i < arguments.length; i += 2) cells[arguments[i]].put(arguments[i + 1]);
    return result;
  };
  $m.readonly = (name) => {
    throw new TypeError(`Cannot assign to import "${name}"`);
  };
  $m.import = (specifier, options) => host.dynamicImport(record, specifier, options, 0);
  $m.defer = (specifier, options) => host.dynamicImport(record, specifier, options, DEFER);
  $m.source = (specifier, options) => host.dynamicImport(record, specifier, options, SOURCE);
  if (record.earlyTargets !== undefined) $m.early = (index, names) => readEarly(record.earlyTargets[index], names.split(",")[index]);
  host.decorate($m, record);
  return $m;
}

/** An import was read as undefined: that is its value, or it has none yet. */
function readEarly(cell, name) {
  if (!cell.set) throw new ReferenceError(`Cannot access '${name}' before initialization.`);
}

// --- namespace objects (ECMA-262 section 10.4.6) ---------------------------------------------------------
// A proxy over a sealed object whose data properties the cells keep up to date: reads need no trap once
// every binding is initialised, writes are refused.

const refuse = () => false;

function makeNamespace(record, tag = "Module", marked = false) {
  const names = [...record.exportedNames()].sort();
  if (tag !== "Module" && names.includes("then")) names.splice(names.indexOf("then"), 1);
  const target = create(null);
  let unset = 0;
  const handler = {
    __proto__: null,
    set: refuse,
    defineProperty(_, key, descriptor) {
      const own = Reflect.getOwnPropertyDescriptor(handler.live, key);
      if (own === undefined) return false;
      return (
        descriptor.configurable !== true &&
        descriptor.enumerable !== !own.enumerable &&
        descriptor.get === undefined && descriptor.set === undefined &&
        (!("writable" in descriptor) || descriptor.writable === own.writable) &&
        (!("value" in descriptor) || Object.is(descriptor.value, own.value))
      );
    },
    preventExtensions: () => true,
    setPrototypeOf: (_, proto) => proto === null,
    live: target,
  };
  const uninitialized = new Set();
  for (const name of names) {
    const resolution = record.resolveExport(name);
    if (resolution === null || resolution === "ambiguous") continue;
    if (!(resolution instanceof Cell)) {
      defineNamespaceProperty(target, name, undefined);
      const other = resolution.namespaceOf;
      if (other === record && !resolution.deferred && tag === "Module") continue;
      target[name] = other.getNamespace(resolution.deferred);
      continue;
    }
    defineNamespaceProperty(target, name, resolution.value);
    if (!resolution.set) {
      unset++;
      uninitialized.add(name);
    }
    resolution.setters.push((value) => {
      target[name] = value;
      if (uninitialized.delete(name) && --unset === 0) removeTraps(handler);
    });
  }
  if (marked) defineProperty(target, "__esModule", { __proto__: null, value: true, writable: true });
  defineProperty(target, Symbol.toStringTag, { __proto__: null, value: tag });
  if (!growLater(record, target, handler)) seal(target);
  if (unset > 0) addTraps(handler, uninitialized);
  const namespace = new Proxy(target, handler);
  for (const name of names) {
    const resolution = record.resolveExport(name);
    if (resolution?.namespaceOf === record && !resolution.deferred && tag === "Module") target[name] = namespace;
  }
  namespaces.set(namespace, record);
  return namespace;
}

/** CommonJS modules that have still to run and whose names are the namespace's. */
function openModules(record, found = new Set(), seen = new Set()) {
  if (seen.has(record)) return found;
  seen.add(record);
  if (record.isCommonJS && !record.hasRun) found.add(record);
  for (const star of record.stars) openModules(record.requested[star], found, seen);
  return found;
}

/** Sees to it that a namespace gets the names that are known later. @returns {boolean} false if there are none */
function growLater(record, target, handler) {
  const open = openModules(record);
  if (open.size === 0) return false;
  handler.ownKeys = () => {
    const all = Reflect.ownKeys(target);
    return [...all.filter((key) => typeof key === "string").sort(), ...all.filter((key) => typeof key === "symbol")];
  };
  const extend = (module_) => {
    for (const name of module_.known) {
      if (Object.hasOwn(target, name)) continue;
      const resolution = record.resolveExport(name);
      if (!(resolution instanceof Cell)) continue;
      defineNamespaceProperty(target, name, resolution.value);
      resolution.setters.push((value) => {
        target[name] = value;
      });
    }
    open.delete(module_);
    if (open.size === 0) seal(target);
  };
  for (const module_ of open) (module_.lateNamespaces ??= []).push(extend);
  return true;
}

/** Evaluates the module when a name that an export could have is asked for; "then" never counts as one. */
function makeDeferredNamespace(record) {
  const trap = (operation) => (target, key, ...rest) => {
    if (typeof key === "string" && key !== "then") record.evaluateDeferred();
    return operation(target, key, ...rest);
  };
  const handler = { __proto__: null, set: refuse };
  for (const name of ["has", "getOwnPropertyDescriptor", "defineProperty", "deleteProperty"]) handler[name] = trap(Reflect[name]);
  handler.get = trap((target, key) => target[key]);
  handler.ownKeys = (target) => {
    record.evaluateDeferred();
    return Reflect.ownKeys(target);
  };
  const namespace = new Proxy(makeNamespace(record, "Deferred Module"), handler);
  namespaces.set(namespace, record);
  return namespace;
}

const sourceError = (record) => new SyntaxError(`Source phase import is not available for '${record.path}'`);

const defineNamespaceProperty = (target, name, value) =>
  defineProperty(target, name, { __proto__: null, value, writable: true, enumerable: true, configurable: false });

function addTraps(handler, uninitialized) {
  const check = (name) => {
    if (uninitialized.has(name)) throw new ReferenceError(`Cannot access '${String(name)}' before initialization.`);
  };
  handler.get = (target, name) => {
    check(name);
    return target[name];
  };
  handler.getOwnPropertyDescriptor = (target, name) => {
    check(name);
    return Reflect.getOwnPropertyDescriptor(target, name);
  };
}

function removeTraps(handler) {
  delete handler.get;
  delete handler.getOwnPropertyDescriptor;
}

module.exports = {
  ModuleRecord, SyntheticRecord, Cell, EVALUATED, DEFER, SOURCE, sourceError,
  /** @returns {boolean} */ isNamespace: (value) => namespaces.has(value),
  namespaceRecord: (value) => namespaces.get(value),
};
