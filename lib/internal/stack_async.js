// stack_async.js - the `at async` lines of a stack: which function waits for which, and where.
//
// A stack is continued by the tasks that internal/async_frame knew when it was made, if its last frame is the task's
// own function: anything else runs for other reasons. Loaded when such a stack is read.
const { Map } = globalThis;
const loader = require("internal/modules/loader");

const MANY = ["", "Promise.all", "Promise.allSettled", "Promise.any"];

/** file -> {functions, awaits: by offset} of native.awaitSites, or undefined if the file cannot be read any more */
const files = new Map();

function sitesOf(file) {
  if (!files.has(file)) {
    const found = loader.native.awaitSites(loader.stripQuery(file));
    files.set(file, found && { functions: found.functions, awaits: new Map(found.awaits.map((site) => [site[0], site])) });
  }
  return files.get(file);
}

/** @returns {{line: number, column: number, function: number, many: number, calls: number[] | null} | undefined} */
function siteOf({ file, site }) {
  const found = sitesOf(file)?.awaits.get(site);
  return found && { line: found[1], column: found[2], function: found[3], many: found[4], calls: found[5] };
}

/** Index + 1 of the innermost function around a place, 0 for the file: starts ascend, so it is the last that fits. */
function functionAt({ functions }, line, column) {
  for (let i = functions.length - 1; i >= 0; i--) {
    const { 0: startLine, 1: startColumn, 2: endLine, 3: endColumn } = functions[i];
    const starts = startLine < line || (startLine === line && startColumn <= column);
    if (starts && (line < endLine || (line === endLine && column <= endColumn))) return i + 1;
  }
  return 0;
}

const nameOf = (file, index) => (index === 0 ? "" : sitesOf(file).functions[index - 1][4]);
const asyncFrame = (file, name, line, column, many) => ({
  name, file, line, column, isNative: many !== undefined, isAsync: true, isConstructor: false, many,
});

/** Which of the promises given to Promise.all it was, if that is certain: not every item needs to be a task. */
function indexIn({ calls }, [index, count]) {
  if (calls === null) return index;
  return calls.length === count ? calls[index] : undefined;
}

/** @param {import("./stack_format").Frame[]} frames @param {object[]} tasks as awaiters() of internal/async_frame has them */
function addAwaiters(frames, tasks, limit) {
  const last = frames[frames.length - 1], [current] = tasks;
  const site = last === undefined || last.file !== current.file ? undefined : siteOf(current);
  if (site === undefined || functionAt(sitesOf(last.file), last.line, last.column) !== site.function) return frames;
  if (last.name === "") last.name = nameOf(last.file, site.function);
  for (const { file, site: offset, place } of tasks.slice(1)) {
    const at = siteOf({ file, site: offset });
    if (at === undefined) break;
    if (at.many !== 0) {
      const index = indexIn(at, place ?? [0, 1]);
      if (index !== undefined) frames.push(asyncFrame("<anonymous>", MANY[at.many], 0, 0, index));
    } else if (place !== undefined && place[0] !== place[1] - 1) {
      break; // begun on the way: another one is waited for
    }
    frames.push(asyncFrame(file, nameOf(file, at.function), at.line, at.column));
  }
  if (frames.length > limit) frames.length = limit;
  return frames;
}

module.exports = { addAwaiters };
