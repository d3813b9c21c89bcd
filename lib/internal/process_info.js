// process_info.js - members of `process` that few programs touch: versions and configuration, usage, user ids.
const { Number, Object } = globalThis;
const { native, identity, NODE_VERSION } = require("internal/process");
const boot = require("internal/boot");
const { defineProperty } = Object;

const BUN_VERSION = "1.4.5";
const MODULES_ABI = "147";
const NAPI_VERSION = "10";

const errors = () => require("internal/errors");
const validators = () => require("internal/validators");

exports.makeVersions = () => {
  const versions = {
    node: NODE_VERSION, bun: BUN_VERSION, cob: boot.version ?? "0.1.0", modules: MODULES_ABI, napi: NAPI_VERSION,
    uv: identity.uv, v8: "14.6.202.34-node.20", webkit: "2.50", unicode: "17.0",
  };
  for (const name in versions) {
    defineProperty(versions, name, {
      __proto__: null, value: versions[name], enumerable: true, configurable: false, writable: false,
    });
  }
  // Asking opens libcrypto, which most programs never need. Undefined on a machine without it.
  defineProperty(versions, "openssl", { __proto__: null, enumerable: true, configurable: false, get: opensslVersion });
  return versions;
};

function opensslVersion() {
  try {
    return require("internal/hash_native").version()[1];
  } catch {
    return undefined;
  }
}

exports.makeConfig = () => {
  const config = {
    target_defaults: { cflags: [], default_configuration: "Release", defines: [], include_dirs: [], libraries: [] },
    variables: {
      host_arch: identity.arch, target_arch: identity.arch, napi_build_version: NAPI_VERSION,
      node_module_version: Number(MODULES_ABI), v8_enable_i18n_support: 1, node_shared: false,
      node_builtin_shareable_builtins: [],
    },
  };
  Object.freeze(config.target_defaults);
  Object.freeze(config.variables);
  return Object.freeze(config);
};

// The words the process was started with, before the command line was parsed.
exports.commandLine = () => {
  try {
    return require("node:fs").readFileSync("/proc/self/cmdline", "utf8").split("\0");
  } catch {
    return [identity.execPath];
  }
};

// --- usage ------------------------------------------------------------------------------------------

function previousUsage(value) {
  if (value === undefined) return { user: 0, system: 0 };
  validators().validateObject(value, "prevValue");
  for (const key of ["user", "system"]) {
    const number = value[key];
    if (typeof number !== "number") validators().validateNumber(number, `prevValue.${key}`);
    if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) {
      throw new (errors().codes.ERR_INVALID_ARG_VALUE.RangeError)(`prevValue.${key}`, number);
    }
  }
  return value;
}
exports.cpuUsage = function cpuUsage(prevValue) {
  const { user, system } = previousUsage(prevValue);
  const list = native.usage(false);
  return { user: list[0] - user, system: list[1] - system };
};
exports.threadCpuUsage = function threadCpuUsage(prevValue) {
  const { user, system } = previousUsage(prevValue);
  const list = native.usage(true);
  return { user: list[0] - user, system: list[1] - system };
};
exports.resourceUsage = function resourceUsage() {
  const names = [
    "userCPUTime", "systemCPUTime", "maxRSS", "sharedMemorySize", "unsharedDataSize", "unsharedStackSize",
    "minorPageFault", "majorPageFault", "swappedOut", "fsRead", "fsWrite", "ipcSent", "ipcReceived", "signalsCount",
    "voluntaryContextSwitches", "involuntaryContextSwitches",
  ];
  const list = native.usage(false);
  const usage = {};
  names.forEach((name, index) => (usage[name] = list[index]));
  return usage;
};

// --- users and groups -------------------------------------------------------------------------------

function idOf(kind, id, name) {
  if (typeof id === "number") {
    validators().validateUint32(id, name);
    return id;
  }
  if (typeof id !== "string") throw new (errors().codes.ERR_INVALID_ARG_TYPE)(name, ["number", "string"], id);
  const number = require("internal/process_misc").lookUpId(kind, id);
  if (number === undefined) throw new (errors().codes.ERR_UNKNOWN_CREDENTIAL)(kind, id);
  return number;
}
["setuid", "seteuid", "setgid", "setegid"].forEach((name) => {
  exports[name] = (id) => native.setId(name, idOf(name.endsWith("uid") ? "User" : "Group", id, "id"));
});
exports.setgroups = function setgroups(groups) {
  validators().validateArray(groups, "groups");
  native.setGroups(groups.map((id, i) => idOf("Group", id, `groups[${i}]`)), groups.length);
};
exports.initgroups = function initgroups(user, extraGroup) {
  if (typeof user !== "number") validators().validateString(user, "user");
  const gid = idOf("Group", extraGroup, "extraGroup");
  const name = typeof user === "number" ? require("internal/process_misc").nameOfUser(user) : user;
  if (name === undefined) throw new (errors().codes.ERR_UNKNOWN_CREDENTIAL)("User", user);
  native.initGroups(name, gid);
};
