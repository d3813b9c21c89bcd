// node:process - the global process object as a module.
module.exports = require("internal/process").process;
