// absent.js - a module that is not there yet, under the name its row in src/modules.def gives it.
module.exports = require("internal/absent").moduleOf(module.id);
