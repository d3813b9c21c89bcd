const Ajv = require("ajv");
const ajv = new Ajv({ allErrors: true });
const validate = ajv.compile({ type: "object", properties: { foo: { type: "integer", minimum: 3 }, bar: { type: "string", pattern: "^a" }, list: { type: "array", uniqueItems: true } }, required: ["foo"], additionalProperties: false });
console.log(validate({ foo: 5, bar: "abc" }), validate.errors);
console.log(validate({ bar: "b", x: 1, list: [1, 1] }), validate.errors);
console.log(ajv.errorsText(validate.errors));
try { ajv.compile({ type: "wrong" }); } catch (e) { console.log(e.message); }
