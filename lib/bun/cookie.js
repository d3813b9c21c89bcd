// cookie.js - Bun.Cookie, Bun.CookieMap, and request.cookies of routed requests (RFC 6265bis).
const { Symbol, TypeError, Object, Map, Date, Number, encodeURIComponent, decodeURIComponent } = globalThis;

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const BAD_ATTRIBUTE = /[;\x00-\x1f\x7f]|[^\x00-\x7f]/;

function decode(text) {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function checkedName(name) {
  name = `${name}`;
  if (name === "") throw new TypeError("name is required");
  if (!NAME.test(name)) throw new TypeError("Invalid cookie name: contains invalid characters");
  return name;
}

function checkedAttribute(value, what) {
  value = `${value}`;
  if (BAD_ATTRIBUTE.test(value)) throw new TypeError(`Invalid cookie ${what}: contains invalid characters`);
  return value;
}

function checkedExpires(value) {
  if (value === undefined || value === null) return undefined;
  const date = value instanceof Date ? value : typeof value === "number" ? new Date(value * 1000) : new Date(`${value}`);
  if (Number.isNaN(date.getTime())) throw new TypeError("Invalid cookie expiration date");
  return date;
}

function checkedSameSite(value) {
  const text = `${value}`.toLowerCase();
  if (text !== "strict" && text !== "lax" && text !== "none")
    throw new TypeError("Invalid sameSite value. Must be 'strict', 'lax', or 'none'");
  return text;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

class Cookie {
  #name;
  #value;
  #domain;
  #path = "/";
  #expires;
  #maxAge;
  #secure = false;
  #httpOnly = false;
  #sameSite = "lax";
  #partitioned = false;

  constructor(name, value, options) {
    if (arguments.length === 1 && typeof name === "string") {
      this.#parse(name);
      return;
    }
    if (typeof name === "object" && name !== null) [options, name, value] = [name, name.name, name.value];
    this.#name = checkedName(name ?? "");
    this.#value = `${value ?? ""}`;
    if (options !== undefined && options !== null) this.#setOptions(options);
  }

  #setOptions({ domain, path, expires, maxAge, secure, httpOnly, sameSite, partitioned }) {
    if (domain !== undefined && domain !== null) this.#domain = checkedAttribute(domain, "domain");
    if (path !== undefined && path !== null) this.#path = checkedAttribute(path, "path");
    this.#expires = checkedExpires(expires);
    if (maxAge !== undefined && maxAge !== null) this.#maxAge = Number(maxAge);
    if (secure !== undefined) this.#secure = Boolean(secure);
    if (httpOnly !== undefined) this.#httpOnly = Boolean(httpOnly);
    if (sameSite !== undefined && sameSite !== null) this.#sameSite = checkedSameSite(sameSite);
    if (partitioned !== undefined) this.#partitioned = Boolean(partitioned);
  }

  // A Set-Cookie line. Attributes that make no sense are ignored, as browsers do.
  #parse(line) {
    const parts = line.split(";");
    const first = parts[0];
    const equals = first.indexOf("=");
    if (equals < 1) throw new TypeError("Invalid cookie string: no name found");
    this.#name = checkedName(first.slice(0, equals).trim());
    this.#value = first.slice(equals + 1).trim();
    for (let i = 1; i < parts.length; i++) {
      const at = parts[i].indexOf("=");
      const key = (at === -1 ? parts[i] : parts[i].slice(0, at)).trim().toLowerCase();
      this.#parseAttribute(key, at === -1 ? "" : parts[i].slice(at + 1).trim());
    }
  }

  #parseAttribute(key, value) {
    if (key === "domain" && value !== "") this.#domain = value.toLowerCase();
    else if (key === "path" && value.startsWith("/")) this.#path = value;
    else if (key === "secure") this.#secure = true;
    else if (key === "httponly") this.#httpOnly = true;
    else if (key === "partitioned") this.#partitioned = true;
    else if (key === "samesite" && /^(?:strict|lax|none)$/i.test(value)) this.#sameSite = value.toLowerCase();
    else if (key === "max-age" && /^-?\d+$/.test(value)) this.#maxAge = Number(value);
    else if (key === "expires") {
      const date = new Date(value);
      if (!Number.isNaN(date.getTime())) this.#expires = date;
    }
  }

  get name() { return this.#name; }
  get value() { return this.#value; }
  set value(value) { this.#value = `${value}`; }
  get domain() { return this.#domain ?? null; }
  set domain(value) { this.#domain = value === null || value === undefined ? undefined : checkedAttribute(value, "domain"); }
  get path() { return this.#path; }
  set path(value) { this.#path = checkedAttribute(value, "path"); }
  get expires() { return this.#expires; }
  set expires(value) { this.#expires = checkedExpires(value); }
  get maxAge() { return this.#maxAge; }
  set maxAge(value) { this.#maxAge = value === undefined || value === null ? undefined : Number(value); }
  get secure() { return this.#secure; }
  set secure(value) { this.#secure = Boolean(value); }
  get httpOnly() { return this.#httpOnly; }
  set httpOnly(value) { this.#httpOnly = Boolean(value); }
  get sameSite() { return this.#sameSite; }
  set sameSite(value) { this.#sameSite = checkedSameSite(value); }
  get partitioned() { return this.#partitioned; }
  set partitioned(value) { this.#partitioned = Boolean(value); }

  isExpired() {
    if (this.#maxAge !== undefined) return this.#maxAge <= 0;
    return this.#expires !== undefined && this.#expires.getTime() < Date.now();
  }

  /** The value of a Set-Cookie field. */
  serialize() {
    let text = `${this.#name}=${encodeURIComponent(this.#value.toWellFormed())}`;
    if (this.#domain !== undefined) text += `; Domain=${this.#domain}`;
    if (this.#path !== "") text += `; Path=${this.#path}`;
    if (this.#expires !== undefined) text += `; Expires=${this.#expires.toUTCString()}`;
    if (this.#maxAge !== undefined) text += `; Max-Age=${this.#maxAge}`;
    if (this.#secure) text += "; Secure";
    if (this.#httpOnly) text += "; HttpOnly";
    if (this.#partitioned) text += "; Partitioned";
    return `${text}; SameSite=${capital(this.#sameSite)}`;
  }

  toString() {
    return this.serialize();
  }

  toJSON() {
    const result = { name: this.#name, value: this.#value };
    if (this.#domain !== undefined) result.domain = this.#domain;
    result.path = this.#path;
    if (this.#expires !== undefined) result.expires = this.#expires;
    if (this.#maxAge !== undefined) result.maxAge = this.#maxAge;
    return Object.assign(result, { secure: this.#secure, sameSite: this.#sameSite, httpOnly: this.#httpOnly, partitioned: this.#partitioned });
  }

  static parse(line) {
    const cookie = new Cookie(`${line}`);
    return cookie;
  }
  static from(name, value, options) {
    return new Cookie(name, value, options);
  }
}

class CookieMap {
  #received = []; // [name, value] of the Cookie header, without what was changed since
  #changed = new Map(); // name -> Cookie to be set
  #gone = new Map(); // deleted: the keys, in order with the others

  constructor(init) {
    if (init === undefined || init === null) return;
    if (typeof init === "string") this.#parse(init);
    else if (typeof init !== "object") throw new TypeError("CookieMap expects a string, an array or an object");
    else if (typeof init[Symbol.iterator] === "function") {
      for (const [name, value] of init) this.#received.push([`${name}`, `${value}`]);
    } else for (const name of Object.keys(init)) this.#received.push([name, `${init[name]}`]);
  }

  #parse(header) {
    for (const part of header.split(";")) {
      const equals = part.indexOf("=");
      if (equals === -1) continue;
      const name = part.slice(0, equals).trim();
      if (name !== "") this.#received.push([name, decode(part.slice(equals + 1).trim())]);
    }
  }

  #drop(name) {
    this.#received = this.#received.filter((pair) => pair[0] !== name);
    this.#changed.delete(name);
    this.#gone.delete(name);
  }

  get(name) {
    name = `${name}`;
    const cookie = this.#changed.get(name);
    if (cookie !== undefined) return this.#gone.has(name) ? null : cookie.value;
    for (const pair of this.#received) if (pair[0] === name) return pair[1];
    return null;
  }

  has(name) {
    return this.get(name) !== null;
  }

  set(name, value, options) {
    const cookie = name instanceof Cookie ? name : new Cookie(name, value ?? "", options);
    this.#drop(cookie.name);
    this.#changed.set(cookie.name, cookie);
  }

  delete(name, options) {
    const { domain, path } = (typeof name === "object" && name !== null ? name : options) ?? {};
    const key = typeof name === "object" && name !== null ? name.name : name;
    const cookie = new Cookie(key, "", { domain, path, expires: new Date(0) });
    this.#drop(cookie.name);
    this.#changed.set(cookie.name, cookie);
    this.#gone.set(cookie.name, true);
  }

  *entries() {
    for (const pair of this.#received) yield [pair[0], pair[1]];
    for (const [name, cookie] of this.#changed) if (!this.#gone.has(name)) yield [name, cookie.value];
  }
  *keys() {
    for (const [name] of this.entries()) yield name;
  }
  *values() {
    for (const [, value] of this.entries()) yield value;
  }
  forEach(callback, thisArg) {
    if (typeof callback !== "function") throw new TypeError("Cannot call callback on a non-function");
    for (const [name, value] of this.entries()) callback.call(thisArg, value, name, this);
  }

  get size() {
    return this.#received.length + this.#changed.size - this.#gone.size;
  }

  toJSON() {
    const result = {};
    for (const [name, value] of this.entries()) if (!Object.hasOwn(result, name)) result[name] = value;
    return result;
  }

  /** Set-Cookie values of everything that was set or deleted. */
  toSetCookieHeaders() {
    return [...this.#changed.values()].map((cookie) => cookie.serialize());
  }

  [Symbol.iterator]() {
    return this.entries();
  }
}
for (const type of [Cookie, CookieMap])
  Object.defineProperty(type.prototype, Symbol.toStringTag, { value: type.name, configurable: true });

exports.Cookie = Cookie;
exports.CookieMap = CookieMap;
