// node:stream/promises
"use strict";

const { finished, pipeline } = require("node:stream").promises;

module.exports = { finished, pipeline };
