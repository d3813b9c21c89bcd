// node:timers - the timer functions as a module.
const timers = require("internal/timers");

module.exports = {
  setTimeout: timers.setTimeout,
  clearTimeout: timers.clearTimeout,
  setImmediate: timers.setImmediate,
  clearImmediate: timers.clearImmediate,
  setInterval: timers.setInterval,
  clearInterval: timers.clearInterval,
};

Object.defineProperty(module.exports, "promises", {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => require("node:timers/promises"),
});
