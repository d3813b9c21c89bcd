const _ = require("lodash");
console.log(_.groupBy([6.1, 4.2, 6.3], Math.floor), _.chunk([1, 2, 3, 4, 5], 2), _.camelCase("Foo Bar-baz"));
console.log(_.merge({ a: [{ b: 2 }, { d: 4 }] }, { a: [{ c: 3 }, { e: 5 }] }), _.template("hello <%= user %>!")({ user: "fred" }));
console.log(_.isEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }), _.VERSION, _.keys(_).length);
const f = _.debounce(() => console.log("debounced"), 5);
f(); f(); f();
