// console_boot.js - the global console. What is printed goes straight to the descriptor as long as nobody has
// process.stdout (so nobody can be intercepting it) and no colours are wanted; values that do not print as
// themselves load the formatter. Everything else (groups, tables, times, streams) is internal/console's.
// Cost of a hello world: one native call.
const { Object, String, Symbol } = globalThis;
const boot = require("internal/boot");
const { native: engine, loadedModule } = boot;
const { defineProperty } = Object;

let full; // the complete console, once something needed it
const complete = () => (full ??= require("internal/console").console);
const plainOutput = [undefined, undefined, undefined]; // by descriptor: not a terminal and colours are not forced

/** Nobody can see whether a stream is used for writing to `fd`. */
const isDirect = (fd) => {
  const process = loadedModule("internal/process");
  return process === undefined || (process.isUntouched?.(fd) ?? true); // in the middle of loading it has none
};

const isPlain = (fd) => (plainOutput[fd] ??= engine.isPlainOutput(fd));

/** @returns {string | undefined} undefined when colours are needed */
function plainText(args, fd) {
  const { length } = args;
  if (length === 0) return "";
  const first = args[0];
  if (typeof first === "string" && length === 1) return first;
  if (typeof first === "string" && first.includes("%")) return formattedText(args, fd);
  let text = "";
  for (let i = 0; i < length; i++) {
    const value = args[i];
    if (i > 0) text += " ";
    if (typeof value === "string") text += value;
    else if ((typeof value === "number" || typeof value === "boolean" || value == null) && isPlain(fd))
      text += Object.is(value, -0) ? "-0" : String(value);
    else return formattedText(args, fd);
  }
  return text;
}

function formattedText(args, fd) {
  if (!isPlain(fd)) return undefined;
  const depth = boot.options?.consoleDepth;
  return require("internal/util/format").formatArgs(depth === undefined ? undefined : { depth }, args);
}

function printer(name, fd) {
  return {
    [name]() {
      if (full === undefined && isDirect(fd)) {
        const text = plainText(arguments, fd);
        // Formatting may have run the program's code, which may have touched anything.
        if (text !== undefined) return void (full === undefined && isDirect(fd) ? engine.write(fd, text + "\n") : complete()[name]("%s", text));
      }
      complete()[name].apply(full, arguments);
    },
  }[name];
}

const delegate = (name) =>
  ({
    [name]() {
      return complete()[name].apply(full, arguments);
    },
  })[name];

const console = Object.create({});
const PRINTERS = { log: 1, info: 1, debug: 1, warn: 2, error: 2 };
const METHODS = [
  "log", "info", "debug", "warn", "error", "dir", "time", "timeEnd", "timeLog", "trace", "assert", "clear", "count",
  "countReset", "group", "groupEnd", "table", "dirxml", "groupCollapsed", "profile", "profileEnd", "timeStamp", "context", "createTask",
];
for (const name of METHODS) console[name] = name in PRINTERS ? printer(name, PRINTERS[name]) : delegate(name);

/** Members that exist on the complete console only. */
for (const key of ["Console", "_stdout", "_stderr", "_times", "_ignoreErrors", "write", Symbol.asyncIterator])
  defineProperty(console, key, {
    __proto__: null, configurable: true, enumerable: false,
    get: () => complete()[key],
    set(value) {
      complete()[key] = value;
      if (key !== "_stdout" && key !== "_stderr")
        defineProperty(console, key, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
    },
  });
defineProperty(console, Symbol.toStringTag, { __proto__: null, value: "console", configurable: true });

/** `console instanceof Console`: the complete console tells by symbols of its own. */
function adopt() {
  for (const key of Object.getOwnPropertySymbols(complete()))
    if (!Object.hasOwn(console, key)) defineProperty(console, key, Object.getOwnPropertyDescriptor(full, key));
  return console;
}

module.exports = { console, adopt, isDirect };
