// node:console
"use strict";

module.exports = require("internal/console_boot").adopt();
