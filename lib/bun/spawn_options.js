// spawn_options.js - what Bun.spawn and Bun.spawnSync take: (cmd, options) or ({cmd, ...}), checked as Bun checks it.
const { Array, Infinity, Number, Object, String, TypeError, URL } = globalThis;
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } } = require("internal/errors");
const { signals } = require("internal/signals");

// Linux takes fewer bytes than this in all arguments together.
const MAX_ARGS = 1 << 21;

function badArgument(text) {
  const error = new TypeError(text);
  error.code = "ERR_INVALID_ARG_TYPE";
  return error;
}

function unknownSignal() {
  const names = Object.keys(signals).map((name) => `'${name}'`);
  return badArgument(`signal must be one of ${names.slice(0, -1).join(", ")} or ${names.at(-1)}`);
}

/** A signal's number by its name or number; SIGTERM if none is given. */
function signalNumber(signal) {
  if (signal === undefined || signal === null || signal === "" || Number.isNaN(signal)) return signals.SIGTERM;
  if (typeof signal === "string") {
    if (!Object.hasOwn(signals, signal)) throw unknownSignal();
    return signals[signal];
  }
  if (typeof signal !== "number") throw badArgument("Invalid signal: must be a string or an integer");
  if (signal < 0) throw badArgument("Invalid signal: must be >= 0");
  if (signal >= 32) throw badArgument("Invalid signal: must be < 32");
  if (!Number.isInteger(signal)) throw badArgument("Unknown signal");
  return signal;
}

function withoutNull(name, text) {
  if (text.includes("\0")) throw new ERR_INVALID_ARG_VALUE(name, text, "must be a string without null bytes");
  return text;
}

function readArguments(cmd) {
  if (!Array.isArray(cmd)) throw badArgument("cmd must be an array");
  if (cmd.length === 0) throw badArgument("cmd must not be empty");
  if (cmd.length > MAX_ARGS) throw badArgument("cmd array is too large");
  return cmd.map((part, i) => withoutNull(`args[${i}]`, `${part}`));
}

function readTimeout(timeout) {
  if (timeout === undefined || timeout === null || timeout === Infinity) return 0;
  if (typeof timeout !== "number") throw new ERR_INVALID_ARG_TYPE("options.timeout", "number", timeout);
  if (timeout < 0) throw new ERR_OUT_OF_RANGE("timeout", `>= 0 and <= ${Number.MAX_SAFE_INTEGER}`, timeout);
  if (!Number.isInteger(timeout)) throw new ERR_OUT_OF_RANGE("timeout", "a non-negative integer", timeout);
  return timeout;
}

function readSignal(signal) {
  if (signal === undefined || signal === null) return undefined;
  if (!require("web/abort").internals.isAbortSignal(signal)) throw new ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
  return signal;
}

function readCwd(cwd) {
  if (!cwd) return undefined;
  return withoutNull("options.cwd", cwd instanceof URL ? require("node:url").fileURLToPath(cwd) : String(cwd));
}

function readEnvironment(env) {
  for (const name in env) {
    if (env[name] === undefined) continue;
    withoutNull(`options.env['${name}']`, name);
    withoutNull(`options.env['${name}']`, `${env[name]}`);
  }
  return env;
}

/** (cmd, options) or ({cmd, ...}) -> checked options: `timeout` 0 and `maxBuffer` Infinity mean none. */
function readOptions(first, second) {
  const given = Array.isArray(first) ? { ...second, cmd: first } : { ...first };
  const args = readArguments(given.cmd);
  const file = args[0];
  if (given.argv0 !== undefined) args[0] = withoutNull("options.argv0", `${given.argv0}`);
  const { maxBuffer } = given;
  return {
    ...given, file, args, cwd: readCwd(given.cwd),
    env: given.env ? readEnvironment(given.env) : globalThis.process.env,
    timeout: readTimeout(given.timeout),
    maxBuffer: typeof maxBuffer === "number" && maxBuffer >= 0 ? maxBuffer : Infinity,
    killSignal: signalNumber(given.killSignal),
    signal: readSignal(given.signal),
  };
}

module.exports = { badArgument, readOptions, signalNumber };
