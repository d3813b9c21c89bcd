// histogram.js - counts of values at three significant figures, as node:perf_hooks reports them.
const { BigInt, Map, Math, Number, Symbol } = globalThis;
const { codes } = require("internal/errors");
const { validateInteger, validateNumber, validateObject } = require("internal/validators");
const kOwn = Symbol("kOwn"); // only createHistogram() makes these
const customInspect = Symbol.for("nodejs.util.inspect.custom");

const LARGEST = Number.MAX_SAFE_INTEGER;

// Values below 2048 are kept exactly, larger ones with 11 significant bits: better than 0.1 %.
function bucketOf(value) {
  const shift = Math.max(0, Math.floor(Math.log2(value)) - 10);
  const step = 2 ** shift;
  return Math.floor(value / step) * step + step - 1;
}

class Histogram {
  #counts = new Map();
  #sorted;
  #count = 0;
  #exceeds = 0;
  #min = 9223372036854776000;
  #max = 0;

  _add(value, times = 1) {
    const bucket = bucketOf(value);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + times);
    this.#sorted = undefined;
    this.#count += times;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }
  _exceed() {
    this.#exceeds++;
  }
  _merge(other) {
    for (const { 0: value, 1: times } of other.#counts) this._add(value, times);
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
    this.#exceeds += other.#exceeds;
  }

  get count() {
    return this.#count;
  }
  get countBigInt() {
    return BigInt(this.#count);
  }
  get exceeds() {
    return this.#exceeds;
  }
  get exceedsBigInt() {
    return BigInt(this.#exceeds);
  }
  get min() {
    return this.#min;
  }
  get minBigInt() {
    return this.#count === 0 ? 9223372036854775807n : BigInt(this.#min);
  }
  get max() {
    return this.#max;
  }
  get maxBigInt() {
    return BigInt(this.#max);
  }
  get mean() {
    let sum = 0;
    for (const { 0: value, 1: times } of this.#counts) sum += value * times;
    return this.#count === 0 ? NaN : sum / this.#count;
  }
  get stddev() {
    const { mean } = this;
    let sum = 0;
    for (const { 0: value, 1: times } of this.#counts) sum += (value - mean) ** 2 * times;
    return this.#count === 0 ? NaN : Math.sqrt(sum / this.#count);
  }

  #entries() {
    return (this.#sorted ??= [...this.#counts].sort((a, b) => a[0] - b[0]));
  }

  /** The value below which `percentile` percent of the recorded ones lie. */
  percentile(percentile) {
    validateNumber(percentile, "percentile");
    if (!(percentile > 0 && percentile <= 100)) throw new codes.ERR_OUT_OF_RANGE("percentile", "> 0 && <= 100", percentile);
    const wanted = Math.max(1, Math.ceil((percentile / 100) * this.#count));
    let seen = 0;
    for (const { 0: value, 1: times } of this.#entries()) {
      seen += times;
      if (seen >= wanted) return Math.min(value, this.#max);
    }
    return 0;
  }
  percentileBigInt(percentile) {
    return BigInt(this.percentile(percentile));
  }

  get percentiles() {
    const map = new Map();
    for (let p = 0, rest = 100; ; rest /= 2, p = 100 - rest) {
      map.set(p, p === 0 ? (this.#count === 0 ? 0 : this.#min) : this.percentile(p));
      if (this.#count === 0 || rest < 100 / this.#count || rest < 1e-4) break;
    }
    map.set(100, this.#count === 0 ? 0 : this.#max);
    return map;
  }
  get percentilesBigInt() {
    return new Map([...this.percentiles].map(({ 0: p, 1: value }) => [p, BigInt(value)]));
  }

  reset() {
    this.#counts.clear();
    this.#sorted = undefined;
    this.#count = this.#exceeds = this.#max = 0;
    this.#min = 9223372036854776000;
  }

  toJSON() {
    const percentiles = {};
    for (const { 0: p, 1: value } of this.percentiles) percentiles[p] = value;
    const { count, min, max, mean, exceeds, stddev } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles };
  }

  [customInspect](depth, options) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const { inspect } = require("node:util");
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    const shown = { min, max, mean, exceeds, stddev, count, percentiles };
    return `Histogram ${inspect(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
  }
}

class RecordableHistogram extends Histogram {
  #last = 0;
  #lowest;
  #highest;

  constructor(token, lowest = 1, highest = LARGEST) {
    if (token !== kOwn) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
    this.#lowest = lowest;
    this.#highest = highest;
  }

  record(value) {
    if (typeof value === "bigint") value = Number(value);
    validateInteger(value, "val", 1);
    if (value > this.#highest) this._exceed();
    else this._add(value);
  }

  /** Records the nanoseconds since the last call. */
  recordDelta() {
    const { process } = require("internal/process");
    const now = Number(process.hrtime.bigint());
    if (this.#last > 0) this.record(Math.max(1, now - this.#last));
    this.#last = now;
  }

  add(other) {
    if (!(other instanceof Histogram)) throw new codes.ERR_INVALID_ARG_TYPE("other", "RecordableHistogram", other);
    this._merge(other);
  }
}

/** @param {{lowest?: number | bigint, highest?: number | bigint, figures?: number}} [options] */
function createHistogram(options = {}) {
  validateObject(options, "options");
  const { lowest = 1, highest = LARGEST, figures = 3 } = options;
  if (typeof lowest !== "bigint") validateInteger(lowest, "options.lowest", 1, LARGEST);
  if (typeof highest !== "bigint") validateInteger(highest, "options.highest", 2 * Number(lowest), LARGEST);
  else if (highest < 2n * BigInt(lowest)) {
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError("options.highest", highest);
  }
  validateInteger(figures, "options.figures", 1, 5);
  return new RecordableHistogram(kOwn, Number(lowest), Number(highest));
}

module.exports = { Histogram, RecordableHistogram, createHistogram };
