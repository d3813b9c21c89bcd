// node:util/types - which built-in kind an object is.
"use strict";

module.exports = require("internal/util/types").types;
