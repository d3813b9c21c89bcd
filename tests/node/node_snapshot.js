// Regenerates snap/node_output.json from the Node.js that runs this file:
//     node tests/node/node_snapshot.js
"use strict";

const { writeFileSync } = require("fs");
const { join } = require("path");
const { results } = require("./output_cases.js");

writeFileSync(join(__dirname, "snap", "node_output.json"),
    `${JSON.stringify({ node: process.version, results: results() }, null, 1)}\n`);
