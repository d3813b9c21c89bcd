// Colours of messages: the identity unless the runner asked for colour.

const state = require("internal/test/state");
const wrap = code => text => state.config.colors ? `\x1b[${code}m${text}\x1b[0m` : text;

const paint = { red: wrap(31), green: wrap(32), yellow: wrap(33), blue: wrap(34), magenta: wrap(35), cyan: wrap(36),
    dim: wrap(2), bold: wrap(1) };

module.exports = { paint };
