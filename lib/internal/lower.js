// lower.js - run-time half of the syntax the transformer rewrites: `using`, decorators (docs/modules.md).
// Reached as `$m.lower` by rewritten code only, so nothing here checks its own arguments.
const { Error, Object, Reflect, String, Symbol, TypeError } = globalThis;
const { create, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;

const symbol = (name) => Symbol[name] ?? Symbol.for(`Symbol.${name}`);
const dispose = symbol("dispose");
const asyncDispose = symbol("asyncDispose");
const metadataKey = symbol("metadata");

/** ToPropertyKey. */
const key = (value) => (typeof value === "symbol" ? value : typeof value === "object" && value !== null ? toKey(value) : String(value));
// A computed key converts an object with the hint "string" and keeps a symbol that comes out.
const toKey = (value) => Reflect.ownKeys({ [value]: 0 })[0];

const named = (fn, name) => defineProperty(fn, "name", { __proto__: null, value: name, configurable: true });

// --- using -----------------------------------------------------------------------------------------------

function suppress(error, suppressed) {
  const { SuppressedError } = globalThis;
  if (SuppressedError) return new SuppressedError(error, suppressed);
  const result = new Error();
  result.name = "SuppressedError";
  result.error = error;
  result.suppressed = suppressed;
  return result;
}

function checkMethod(method, value) {
  if (typeof method !== "function") throw new TypeError("Object not disposable");
  if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected");
  return method;
}

class Resources {
  items = [];
  failed = false;
  error = undefined;
  isAsync = false;

  use(value) {
    if (value === null || value === undefined) return value;
    this.items.push({ value, method: checkMethod(value[dispose], value), kind: "sync" });
    return value;
  }
  useAsync(value) {
    this.isAsync = true;
    if (value === null || value === undefined) {
      this.items.push({ value, method: undefined, kind: "async" });
      return value;
    }
    let kind = "async";
    let method = value[asyncDispose];
    if (method === null || method === undefined) {
      method = value[dispose];
      kind = "sync in async";
    }
    this.items.push({ value, method: checkMethod(method, value), kind });
    return value;
  }
  fail(error) {
    this.error = this.failed ? suppress(error, this.error) : error;
    this.failed = true;
  }
  /** Disposes in reverse order. A promise if something must be awaited. */
  done() {
    if (this.isAsync) return this.doneAsync();
    while (this.items.length > 0) {
      const { value, method } = this.items.pop();
      try {
        Reflect.apply(method, value, []);
      } catch (error) {
        this.fail(error);
      }
    }
    if (this.failed) throw this.error;
  }
  async doneAsync() {
    while (this.items.length > 0) {
      const { value, method, kind } = this.items.pop();
      try {
        const result = method === undefined ? undefined : Reflect.apply(method, value, []);
        if (kind === "async") await result;
        else if (kind === "sync in async") await undefined;
      } catch (error) {
        this.fail(error);
      }
    }
    if (this.failed) throw this.error;
  }
}

const using = () => new Resources();

// --- standard decorators (TC39, 2023-11) -----------------------------------------------------------------

const isField = (e) => e.kind === "field";

function checkDecorators(list) {
  for (const decorator of list)
    if (typeof decorator !== "function") throw new TypeError("Decorator must be a function");
  return list;
}

function checkResult(value, what) {
  if (value !== undefined && typeof value !== "function") throw new TypeError(`${what} must be a function or undefined`);
  return value;
}

function makeAccess({ kind, name, access }) {
  if (access) return access;
  const result = { has: (object) => name in object };
  if (kind !== "setter") result.get = (object) => object[name];
  if (kind === "field" || kind === "accessor" || kind === "setter")
    result.set = (object, value) => {
      object[name] = value;
    };
  return result;
}

/** Calls one decorator; addInitializer is refused once it has returned. */
function callDecorator(decorator, value, context, initializers) {
  let finished = false;
  context.addInitializer = (initializer) => {
    if (finished) throw new TypeError("addInitializer was called after decoration was completed");
    if (typeof initializer !== "function") throw new TypeError("An initializer must be a function");
    initializers.push(initializer);
  };
  const result = Reflect.apply(decorator, undefined, [value, context]);
  finished = true;
  return result;
}

const run = (initializers, self) => {
  for (const initializer of initializers) Reflect.apply(initializer, self, []);
};

/** Members of one class evaluation: what `$m_c0` is. */
class Decorators {
  elements = [];
  markers = [];
  staticInitializers = [];
  instanceInitializers = [];
  classInitializers = [];

  constructor(classDecorators) {
    this.classDecorators = checkDecorators(classDecorators);
  }
  /** Registers an element; the key of a method that apply() deletes again. */
  add(list, kind, isStatic, name, access) {
    this.elements.push({
      list: checkDecorators(list), kind, isStatic, name, access, hidden: undefined,
      descriptor: undefined, init: [], extra: [],
    });
    return this.marker();
  }
  marker() {
    const marker = Symbol("decorators");
    this.markers.push(marker);
    return marker;
  }
  key(value) {
    return (this.elements[this.elements.length - 1].name = key(value));
  }
  hide(index) {
    return (this.elements[index].hidden ??= Symbol(this.elements[index].name));
  }
  /** Applies everything; the class, or what its decorators made of it. */
  apply(target) {
    for (const marker of this.markers) delete target[marker];
    const parent = getPrototypeOf(target);
    const inherited = typeof parent === "function" ? parent[metadataKey] : undefined;
    this.metadata = create(inherited ?? null);
    const { elements } = this;
    for (const e of elements) if (e.isStatic && !isField(e)) this.applyElement(target, e);
    for (const e of elements) if (!e.isStatic && !isField(e)) this.applyElement(target.prototype, e);
    for (const e of elements) if (e.isStatic && isField(e)) this.applyField(e);
    for (const e of elements) if (!e.isStatic && isField(e)) this.applyField(e);
    this.target = this.applyClass(target);
    defineProperty(this.target, metadataKey, { __proto__: null, value: this.metadata, configurable: true, writable: true });
    return this.target;
  }
  context(e) {
    return {
      kind: e.kind,
      name: e.name,
      static: e.isStatic,
      private: e.access !== undefined,
      access: makeAccess(e),
      metadata: this.metadata,
    };
  }
  applyField(e) {
    for (let i = e.list.length - 1; i >= 0; i--) {
      const result = callDecorator(e.list[i], undefined, this.context(e), e.extra);
      if (checkResult(result, "The result of a field decorator") !== undefined) e.init.unshift(result);
    }
  }
  applyElement(object, e) {
    const descriptor = getOwnPropertyDescriptor(object, e.hidden ?? e.name);
    const slot = e.kind === "method" ? "value" : e.kind === "getter" ? "get" : e.kind === "setter" ? "set" : undefined;
    if (e.hidden !== undefined) {
      const prefix = slot === "get" ? "get " : slot === "set" ? "set " : "";
      if (slot !== undefined) named(descriptor[slot], prefix + e.name);
      else named(descriptor.get, `get ${e.name}`), named(descriptor.set, `set ${e.name}`);
    }
    for (let i = e.list.length - 1; i >= 0; i--) {
      if (slot === undefined) this.applyAccessor(descriptor, e, e.list[i]);
      else this.applyFunction(descriptor, slot, e, e.list[i]);
    }
    e.descriptor = descriptor;
    // A hidden getter and setter share no symbol, so each can be taken away on its own.
    if (e.hidden !== undefined) delete object[e.hidden];
    else defineProperty(object, e.name, { __proto__: null, ...descriptor });
  }
  initializersFor(e) {
    return e.isStatic ? this.staticInitializers : this.instanceInitializers;
  }
  applyFunction(descriptor, slot, e, decorator) {
    const result = callDecorator(decorator, descriptor[slot], this.context(e), this.initializersFor(e));
    descriptor[slot] = checkResult(result, `The result of a ${e.kind} decorator`) ?? descriptor[slot];
  }
  applyAccessor(descriptor, e, decorator) {
    const value = { get: descriptor.get, set: descriptor.set };
    const result = callDecorator(decorator, value, this.context(e), e.extra);
    if (result === undefined) return;
    if (typeof result !== "object" || result === null)
      throw new TypeError("The result of an accessor decorator must be an object or undefined");
    const { get, set, init } = result;
    descriptor.get = checkResult(get, "get") ?? descriptor.get;
    descriptor.set = checkResult(set, "set") ?? descriptor.set;
    if (checkResult(init, "init") !== undefined) e.init.unshift(init);
  }
  applyClass(target) {
    const { name } = target;
    for (let i = this.classDecorators.length - 1; i >= 0; i--) {
      const context = { kind: "class", name, metadata: this.metadata };
      const result = callDecorator(this.classDecorators[i], target, context, this.classInitializers);
      target = checkResult(result, "The result of a class decorator") ?? target;
    }
    return target;
  }
  /** Initializers that methods added: before the static fields, or before the fields of an instance. */
  start(which, self) {
    if (which < 0) run(this.staticInitializers, this.target);
    else run(this.instanceInitializers, self);
  }
  /** The initial value of a field or accessor. */
  init(index, self, value) {
    for (const init of this.elements[index].init) value = Reflect.apply(init, self, [value]);
    return value;
  }
  extra(index, self) {
    run(this.elements[index].extra, self);
  }
  finish() {
    run(this.classInitializers, this.target);
  }
  // Private elements.
  value(index) {
    return this.elements[index].descriptor.value;
  }
  get(index, self) {
    return Reflect.apply(this.elements[index].descriptor.get, self, []);
  }
  set(index, self, value) {
    Reflect.apply(this.elements[index].descriptor.set, self, [value]);
  }
}

/** `make` is there for class expressions: it evaluates the class with the helper object. */
function decorators(list, make) {
  const state = new Decorators(list);
  return make === undefined ? state : make(state);
}

// --- TypeScript's experimental decorators ------------------------------------------------------------------

/** The algorithm of TypeScript's __decorate: Reflect.decorate if a library brings it, else in reverse. */
function decorateMember(list, target, name, descriptor) {
  if (typeof Reflect.decorate === "function") {
    descriptor = Reflect.decorate(list, target, name, descriptor);
  } else {
    for (let i = list.length - 1; i >= 0; i--) descriptor = list[i](target, name, descriptor) || descriptor;
  }
  if (descriptor) defineProperty(target, name, descriptor);
}

function decorateClass(list, target) {
  if (typeof Reflect.decorate === "function") return Reflect.decorate(list, target);
  for (let i = list.length - 1; i >= 0; i--) target = list[i](target) || target;
  return target;
}

const real = (list) => list.filter((decorator) => decorator);

class LegacyDecorators {
  elements = [];
  markers = [];
  parameters = () => [];

  constructor(classDecorators) {
    this.classDecorators = classDecorators;
  }
  add(list, kind, isStatic, name) {
    this.elements.push({ list, kind, isStatic, name });
    return this.marker();
  }
  marker() {
    const marker = Symbol("decorators");
    this.markers.push(marker);
    return marker;
  }
  key(value) {
    return (this.elements[this.elements.length - 1].name = key(value));
  }
  ctor(list) {
    this.parameters = list;
    return this.marker();
  }
  done(target) {
    for (const marker of this.markers) delete target[marker];
    for (const e of this.elements) if (!e.isStatic) this.applyElement(target.prototype, e);
    for (const e of this.elements) if (e.isStatic) this.applyElement(target, e);
    const list = real([...this.classDecorators(), ...this.parameters()]);
    return list.length > 0 ? decorateClass(list, target) : target;
  }
  applyElement(target, { list, kind, name }) {
    const descriptor = kind === "field" ? undefined : getOwnPropertyDescriptor(target, name);
    decorateMember(real(list()), target, name, descriptor);
  }
}

function legacy(list, make) {
  const state = new LegacyDecorators(list);
  return make === undefined ? state : make(state);
}

/** A parameter decorator as a member decorator. */
const param = (index, decorator) => (target, name) => {
  decorator(target, name, index);
};

/** emitDecoratorMetadata: needs a library that defines Reflect.metadata. */
const meta = (name, value) => (typeof Reflect.metadata === "function" ? Reflect.metadata(name, value()) : undefined);

/** A type that is named in metadata: Object unless it is a class that exists by now. */
function type(read) {
  let value;
  try {
    value = read();
  } catch {
    return Object;
  }
  return typeof value === "function" ? value : Object;
}

module.exports = { decorators, key, legacy, meta, named, param, type, using };
