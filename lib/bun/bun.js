// bun.js - `import { serve } from "bun"`: the Bun object as a module.
module.exports = require("internal/bun_object").Bun;
