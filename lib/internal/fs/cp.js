// fs/cp.js - copying trees: fs.cp, fs.cpSync, fs.promises.cp.
//
// One algorithm, written as a generator that yields file system calls; the blocking form runs them at
// once, the asynchronous form awaits them. So the two cannot drift apart.
const { Number, Object } = globalThis;
const { codes } = require("internal/errors");
const { validateBoolean, validateFunction, validateInteger, validateObject } = require("internal/validators");


const DEFAULTS = {
  dereference: false, errorOnExist: false, filter: undefined, force: true, mode: 0, preserveTimestamps: false,
  recursive: false, verbatimSymlinks: false,
};

function checkedCpOptions(options) {
  if (options === undefined) return { ...DEFAULTS };
  validateObject(options, "options");
  options = { ...DEFAULTS, ...options };
  for (const name of ["dereference", "errorOnExist", "force", "preserveTimestamps", "recursive", "verbatimSymlinks"]) {
    validateBoolean(options[name], `options.${name}`);
  }
  if (options.mode !== undefined && options.mode !== null) validateInteger(options.mode, "mode", 0, 7);
  options.mode ??= 0;
  if (options.dereference && options.verbatimSymlinks) {
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR("dereference", "verbatimSymlinks");
  }
  if (options.filter !== undefined) validateFunction(options.filter, "options.filter");
  return options;
}

const EINVAL = 22;
const EEXIST = 17;
const EISDIR = 21;
const ENOTDIR = 20;

function refuse(code, message, path, errno, name) {
  return new codes[code]({ message, path, syscall: "cp", errno, code: name });
}

const same = (a, b) => a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;

function isInside(parent, child) {
  const { sep } = require("node:path");
  const a = parent.split(sep).filter(Boolean);
  const b = child.split(sep).filter(Boolean);
  return a.every((part, i) => b[i] === part);
}

// Refuses to copy onto itself, into itself, a directory onto a file and the reverse.
function* checkPair(src, dest, options) {
  const name = options.dereference ? "stat" : "lstat";
  const from = yield [name, src, { bigint: true }];
  const to = yield [name, dest, { bigint: true, throwIfNoEntry: false }];
  if (to !== undefined) {
    if (same(from, to)) throw refuse("ERR_FS_CP_EINVAL", "src and dest cannot be the same", dest, EINVAL, "EINVAL");
    if (from.isDirectory() && !to.isDirectory()) {
      throw refuse("ERR_FS_CP_DIR_TO_NON_DIR",
        `cannot overwrite non-directory ${dest} with directory ${src}`, dest, EISDIR, "EISDIR");
    }
    if (!from.isDirectory() && to.isDirectory()) {
      throw refuse("ERR_FS_CP_NON_DIR_TO_DIR",
        `cannot overwrite directory ${dest} with non-directory ${src}`, dest, ENOTDIR, "ENOTDIR");
    }
  }
  const path = require("node:path");
  if (from.isDirectory() && isInside(path.resolve(src), path.resolve(dest))) {
    throw refuse("ERR_FS_CP_EINVAL", `cannot copy ${src} to a subdirectory of self ${dest}`, dest, EINVAL, "EINVAL");
  }
  yield* checkParents(path.resolve(src), from, dest);
  return { from, to };
}

// The destination must not lie inside the source by way of a symbolic link either.
function* checkParents(src, from, dest) {
  const path = require("node:path");
  const parent = path.resolve(path.dirname(dest));
  if (parent === path.dirname(src) || parent === path.parse(parent).root) return;
  const stats = yield ["stat", parent, { bigint: true, throwIfNoEntry: false }];
  if (stats === undefined) return;
  if (same(from, stats)) {
    throw refuse("ERR_FS_CP_EINVAL", `cannot copy ${src} to a subdirectory of self ${dest}`, dest, EINVAL, "EINVAL");
  }
  yield* checkParents(src, from, parent);
}

function* copyAny(src, dest, options) {
  if (options.filter !== undefined && !(yield ["filter", options.filter, src, dest])) return;
  const { from, to } = yield* checkPair(src, dest, options);
  if (from.isDirectory()) {
    if (!options.recursive) {
      throw refuse("ERR_FS_EISDIR", `Recursive option not enabled, cannot copy a directory: ${src}`, src, EISDIR, "EISDIR");
    }
    return yield* copyDirectory(src, dest, from, to, options);
  }
  if (from.isFile() || from.isCharacterDevice() || from.isBlockDevice()) {
    return yield* copyOneFile(src, dest, from, to, options);
  }
  if (from.isSymbolicLink()) return yield* copyLink(src, dest, to, options);
  if (from.isSocket()) throw refuse("ERR_FS_CP_SOCKET", `cannot copy a socket file: ${dest}`, dest, EINVAL, "EINVAL");
  if (from.isFIFO()) throw refuse("ERR_FS_CP_FIFO_PIPE", `cannot copy a FIFO pipe: ${dest}`, dest, EINVAL, "EINVAL");
  throw refuse("ERR_FS_CP_UNKNOWN", `cannot copy an unknown file type: ${dest}`, dest, EINVAL, "EINVAL");
}

function* copyOneFile(src, dest, from, to, options) {
  if (to !== undefined) {
    if (!options.force) {
      if (!options.errorOnExist) return;
      throw refuse("ERR_FS_CP_EEXIST", `${dest} already exists`, dest, EEXIST, "EEXIST");
    }
    yield ["unlink", dest];
  }
  yield ["copyFile", src, dest, options.mode];
  if (options.preserveTimestamps) {
    // Reading the source changed its access time: set what it was before.
    const stats = yield ["stat", src];
    yield ["utimes", dest, stats.atime, stats.mtime];
  }
  yield ["chmod", dest, Number(from.mode & 0o7777n)];
}

function* copyDirectory(src, dest, from, to, options) {
  if (to === undefined) yield ["mkdir", dest];
  const { join } = require("node:path");
  for (const name of yield ["readdir", src]) yield* copyAny(join(src, name), join(dest, name), options);
  if (to === undefined) yield ["chmod", dest, Number(from.mode & 0o7777n)];
}

function* copyLink(src, dest, to, options) {
  const { dirname, isAbsolute, resolve } = require("node:path");
  let target = yield ["readlink", src];
  if (!options.verbatimSymlinks && !isAbsolute(target)) target = resolve(dirname(src), target);
  if (to === undefined) return void (yield ["symlink", target, dest]);
  let existing;
  if (to.isSymbolicLink()) existing = yield ["readlink", dest];
  if (existing === undefined) {
    if (!options.force) throw refuse("ERR_FS_CP_EEXIST", `${dest} already exists`, dest, EEXIST, "EEXIST");
    yield ["unlink", dest];
    return void (yield ["symlink", target, dest]);
  }
  if (!isAbsolute(existing)) existing = resolve(dirname(dest), existing);
  const stats = yield ["stat", src, { throwIfNoEntry: false }];
  if (stats?.isDirectory() && isInside(target, existing) && target !== existing) {
    throw refuse("ERR_FS_CP_EINVAL", `cannot copy ${target} to a subdirectory of self ${existing}`, dest, EINVAL, "EINVAL");
  }
  if (stats?.isDirectory() && isInside(existing, target) && target !== existing) {
    throw refuse("ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY", `cannot overwrite ${existing} with ${target}`, dest, EINVAL, "EINVAL");
  }
  yield ["unlink", dest];
  yield ["symlink", target, dest];
}

function* copyTree(src, dest, options) {
  const { dirname } = require("node:path");
  if (options.filter !== undefined && !(yield ["filter", options.filter, src, dest])) return;
  yield* checkPair(src, dest, options);
  yield ["mkdir", dirname(dest), { recursive: true }];
  yield* copyAny(src, dest, { ...options, filter: skipFirst(options.filter, src) });
}

// The root was asked already.
function skipFirst(filter, root) {
  if (filter === undefined) return undefined;
  let first = true;
  return (src, dest) => {
    if (first && src === root) {
      first = false;
      return true;
    }
    return filter(src, dest);
  };
}

const text = (path) => (typeof path === "string" ? path : path.toString());

function cpSync(src, dest, options) {
  const fs = require("node:fs");
  const run = {
    filter(fn, a, b) {
      const keep = fn(a, b);
      if (typeof keep?.then === "function") {
        throw new codes.ERR_INVALID_RETURN_VALUE("boolean", "filter", keep);
      }
      return keep;
    },
  };
  const steps = copyTree(text(src), text(dest), options);
  let step = steps.next();
  while (!step.done) {
    const { 0: name, ...args } = step.value;
    const list = Object.values(args);
    let value;
    try {
      value = name === "filter" ? run.filter(...list) : fs[`${name}Sync`](...list);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
}

async function cp(src, dest, options) {
  const fs = require("internal/fs/promises").exports;
  const steps = copyTree(text(src), text(dest), options);
  let step = steps.next();
  while (!step.done) {
    const { 0: name, ...args } = step.value;
    const list = Object.values(args);
    let value;
    try {
      value = name === "filter" ? await list[0](list[1], list[2]) : await fs[name](...list);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
}

module.exports = { checkedCpOptions, cp, cpSync };
