// node:stream/promises
"use strict";

const { finished, pipeline } = require("npm:readable-stream/lib/stream.js").promises;

module.exports = { finished, pipeline };
