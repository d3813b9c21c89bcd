// absent.js - node:http, node:net, node:repl and others before they exist: names, and what needs no connection.
//
// Why not only an error when they are required: many packages require them and do not use them in every way they are
// used (cheerio and jsdom through undici, zx, jscodeshift, bunyan). Functions and classes say that they are not implemented when they are
// called; a class may extend them. Real are: names and texts of HTTP, isIP, agents as bags of options.
const { JSON, Object, Symbol, SyntaxError } = globalThis;
const { notImplemented } = require("internal/boot");
const EventEmitter = require("node:events");

/** `names` as properties of `target`, each a function that throws. @param {string} owner @param {string} names */
function absent(target, owner, names) {
  for (const name of names.split(" ")) {
    const place = function () {
      throw notImplemented(`${owner}.${name}`);
    };
    Object.defineProperty(place, "name", { value: name });
    if (name[0] >= "A" && name[0] <= "Z") Object.setPrototypeOf(place.prototype, EventEmitter.prototype);
    target[name] = place;
  }
  return target;
}

// --- net -----------------------------------------------------------------------------------------------

const zone = /^[^%]*(?:%[0-9a-zA-Z-.:]+)?$/;
const isIPv4 = (text) => native.isAddress(`${text}`, false);
const isIPv6 = (text) => zone.test(`${text}`) && native.isAddress(`${text}`, true);

const net = () => ({
  ...absent({}, "net", "BlockList Server Socket SocketAddress Stream connect createConnection createServer"),
  isIP: (text) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0), isIPv4, isIPv6,
  getDefaultAutoSelectFamily: () => true,
  setDefaultAutoSelectFamily() {},
  getDefaultAutoSelectFamilyAttemptTimeout: () => 250,
  setDefaultAutoSelectFamilyAttemptTimeout() {},
});

const tls = () => ({
  ...absent({}, "tls", "SecureContext Server TLSSocket checkServerIdentity connect convertALPNProtocols createSecureContext " +
    "createServer getCACertificates setDefaultCACertificates"),
  CLIENT_RENEG_LIMIT: 3, CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS: "", DEFAULT_ECDH_CURVE: "auto", DEFAULT_MIN_VERSION: "TLSv1.2", DEFAULT_MAX_VERSION: "TLSv1.3",
  getCiphers: () => [], rootCertificates: Object.freeze([]),
});

// --- http ----------------------------------------------------------------------------------------------

/** Programs make agents long before they connect, and extend this class. */
function agentClass(owner, protocol, defaultPort) {
  class Agent extends EventEmitter {
    constructor(options) {
      super();
      this.options = { __proto__: null, path: null, noDelay: true, ...options };
      this.defaultPort = defaultPort;
      this.protocol = protocol;
      this.requests = { __proto__: null };
      this.sockets = { __proto__: null };
      this.freeSockets = { __proto__: null };
      const { keepAlive = false, keepAliveMsecs = 1000, maxSockets = globalThis.Infinity, maxFreeSockets = 256, scheduling = "lifo",
        maxTotalSockets = globalThis.Infinity } = this.options;
      Object.assign(this, { keepAlive, keepAliveMsecs, maxSockets, maxFreeSockets, scheduling, maxTotalSockets });
    }
    destroy() {}
  }
  absent(Agent.prototype, `${owner}.Agent`, "addRequest createConnection createSocket");
  return Agent;
}

const agents = (owner, protocol, port) => {
  const Agent = agentClass(owner, protocol, port);
  return { Agent, globalAgent: new Agent({ keepAlive: true, scheduling: "lifo", timeout: 5000 }) };
};

function http() {
  const names = JSON.parse(native.names());
  return {
    ...absent({}, "http", "ClientRequest IncomingMessage OutgoingMessage Server ServerResponse createServer get request " +
      "setMaxIdleHTTPParsers setGlobalProxyFromEnv validateHeaderName validateHeaderValue"),
    ...agents("http", "http:", 80),
    METHODS: names.methods, STATUS_CODES: names.statuses, maxHeaderSize: 16384,
  };
}

const https = () => ({ ...absent({}, "https", "Server createServer get request"), ...agents("https", "https:", 443) });

const http2 = () => ({
  ...absent({}, "http2", "Http2ServerRequest Http2ServerResponse connect createSecureServer createServer getDefaultSettings " +
    "getPackedSettings getUnpackedSettings performServerHandshake"),
  constants: {}, sensitiveHeaders: Symbol("sensitiveHeaders"),
});

// --- dns, dgram ----------------------------------------------------------------------------------------

const CODES = "NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT FILE " +
  "NOMEM DESTRUCTION BADSTR BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED";
const LOOKUPS = "Resolver getServers lookup lookupService resolve resolve4 resolve6 resolveAny resolveCaa resolveCname resolveMx " +
  "resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTlsa resolveTxt reverse setServers";

let order = "verbatim";
function dnsPromises() {
  const found = absent({ EOF: "EOF" }, "dns", LOOKUPS);
  for (const name of CODES.split(" ")) found[name] = `E${name}`;
  found.getDefaultResultOrder = () => order;
  found.setDefaultResultOrder = (value) => {
    require("internal/validators").validateOneOf(value, "dnsOrder", ["ipv4first", "ipv6first", "verbatim"]);
    order = value;
  };
  return found;
}

function dns() {
  const found = { ...dnsPromises(), ADDRCONFIG: 32, ALL: 16, V4MAPPED: 8 };
  Object.defineProperty(found, "promises", {
    configurable: true, enumerable: true, get: () => require("node:dns/promises"),
  });
  return found;
}

const dgram = () => absent({}, "dgram", "Socket createSocket");

// --- tools ---------------------------------------------------------------------------------------------

function repl() {
  class Recoverable extends SyntaxError {
    constructor(error) {
      super();
      this.err = error;
    }
  }
  return {
    ...absent({}, "repl", "REPLServer isValidSyntax start writer"), Recoverable,
    REPL_MODE_SLOPPY: Symbol("repl-sloppy"), REPL_MODE_STRICT: Symbol("repl-strict"),
  };
}

// There is no inspector, so nobody listens: url() is undefined, as in Node.js without --inspect.
const inspector = () => ({ ...absent({}, "inspector", "Session open waitForDebugger"), close() {}, console: globalThis.console, url() {} });
const traceEvents = () => ({ ...absent({}, "trace_events", "createTracing"), getEnabledCategories() {} });
const wasi = () => absent({}, "wasi", "WASI");

const makers = {
  __proto__: null, "node:dgram": dgram, "node:dns": dns, "node:dns/promises": dnsPromises, "node:http": http, "node:http2": http2,
  "node:https": https, "node:inspector": inspector, "node:inspector/promises": inspector, "node:net": net, "node:repl": repl,
  "node:tls": tls, "node:trace_events": traceEvents, "node:wasi": wasi,
};

exports.moduleOf = (id) => makers[id]();
