// inspect_table.js - Bun.inspect.table: rows and columns of a value as text.
//
// A row of properties fills the columns of their names, a primitive the column "Values", which comes last. Maps have the
// columns "Key" and "Values". Limits: values inside objects have no colours. Cost: every value is formatted once.
const { Array, Map, Math, Object, Set, Symbol } = globalThis;
const { stringWidth } = require("bun/ansi");

const VALUES = "Values";
const RESET = "\u001b[0m";
const STYLES = { __proto__: null, number: 33, bigint: 33, boolean: 33, object: 33, undefined: 2, symbol: 34 };

const isPrimitive = (value) => value === null || (typeof value !== "object" && typeof value !== "function");
const paint = (text, style, colors) => (colors && style !== undefined ? `${RESET}\u001b[${style}m${text}${RESET}` : text);

/** The text of inspect() on one line: it has a line for each property, and no line end of its own inside strings. */
const onOneLine = (text) => text.replace(/,?\n\s*(?=[}\]])/g, " ").replace(/\n\s*/g, " ");

function cell(value, options) {
  if (typeof value === "string") return value;
  const text = onOneLine(require("internal/test/format").inspect(value, { depth: options.depth ?? 1 }));
  return isPrimitive(value) ? paint(text, STYLES[typeof value], options.colors) : text;
}

/** [label, row] of each row. */
function* rowsOf(data) {
  if (data instanceof Map || typeof data[Symbol.iterator] === "function") {
    let index = 0;
    for (const row of data) yield [`${index++}`, row];
  } else {
    for (const name of Object.keys(data)) yield [name, data[name]];
  }
}

class Table {
  columns = new Map(); // name -> text of each row that has one
  labels = [];

  constructor(data, properties, options) {
    this.options = options;
    const { columns } = this;
    const given = properties !== undefined;
    if (data instanceof Map) columns.set("Key", new Map()).set(VALUES, new Map());
    if (given) for (const name of properties) columns.set(`${name}`, new Map());
    const values = new Map();
    for (const { 0: label, 1: row } of rowsOf(data)) {
      const at = this.labels.push(label) - 1;
      if (data instanceof Map) this.#put(at, ["Key", VALUES], { Key: row[0], [VALUES]: row[1] });
      else if (!isPrimitive(row)) this.#put(at, given ? [...columns.keys()] : Object.keys(row), row);
      else if (!given) values.set(at, cell(row, options));
    }
    if (values.size === 0) return;
    columns.delete(VALUES);
    columns.set(VALUES, values);
  }

  #put(at, names, row) {
    for (const name of names) {
      if (!Object.hasOwn(row, name)) continue;
      if (!this.columns.has(name)) this.columns.set(name, new Map());
      this.columns.get(name).set(at, cell(row[name], this.options));
    }
  }

  /** One column: its cells, all of the same width. */
  #drawn(head, cells) {
    const { colors } = this.options;
    const width = [head, ...cells].reduce((most, text) => Math.max(most, stringWidth(text)), 1);
    const fill = (text) => text + " ".repeat(width - stringWidth(text));
    return { line: "\u2500".repeat(width + 2), cells: [paint(head, 1, colors), ...cells].map(fill) };
  }

  toString() {
    const drawn = [this.#drawn(" ", this.labels)];
    for (const [name, texts] of this.columns) drawn.push(this.#drawn(name, this.labels.map((_, at) => texts.get(at) ?? "")));
    const rule = (left, middle, right) => `${left}${drawn.map(({ line }) => line).join(middle)}${right}\n`;
    const row = (_, at) => `\u2502 ${drawn.map(({ cells }) => cells[at]).join(" \u2502 ")} \u2502\n`;
    const [head, ...rest] = Array.from({ length: this.labels.length + 1 }, row);
    return rule("\u250c", "\u252c", "\u2510") + head + rule("\u251c", "\u253c", "\u2524") + rest.join("") +
      rule("\u2514", "\u2534", "\u2518");
  }
}

exports.onOneLine = onOneLine;

/**
 * @param {unknown} data
 * @param {string[] | object} [properties] the columns to show, or the options
 * @param {{ colors?: boolean, depth?: number }} [options]
 */
exports.table = function table(data, properties = undefined, options = undefined) {
  if (isPrimitive(data)) return "";
  const list = Array.isArray(properties) ? new Set(properties) : undefined;
  return `${new Table(data, list, (list === undefined ? options ?? properties : options) ?? {})}`;
};
