// cob-only: the expected text is Node.js 26's, which Bun does not promise.
const { test, expect } = require("bun:test");
const { results } = require("./output_cases.js");
const snapshot = require("./snap/node_output.json");

// Left out: previews of weak collections, which only V8 gives; prototypes of built-ins and accessors of
// errors, whose hidden keys are the engine's; and colours of regular expressions with a prefix, which
// Node.js 26.10 garbles.
const unknowable = [
    /^inspect \{showHidden:true\} (?:new Weak|JSON$|Math$|Reflect$|\w+\.prototype$|new SharedArrayBuffer)/,
    /^inspect \{showHidden:true\} .*(?:\bE\(|\.stack=)/,
    /^inspect \{colors:true\} (?:new \(class R extends|Object.setPrototypeOf\(\/a\/)/,
];

for (const [name, text] of Object.entries(results())) {
    if (unknowable.some((pattern) => pattern.test(name))) continue;
    test(name, () => expect(text).toBe(snapshot.results[name]));
}
