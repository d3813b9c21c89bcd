// Libraries that live on closures, proxies and typed arrays: graphql, rxjs, immer, msgpack.
const { buildSchema, graphql } = require("graphql");
const { of, mergeMap, delay, toArray, throwError, catchError } = require("rxjs");
const { produceWithPatches, enablePatches, enableMapSet } = require("immer");
const { encode, decode } = require("@msgpack/msgpack");
const schema = buildSchema("type Query { a(x: Int!): String b: [B!] } type B { c: Int d: B }");
(async () => {
  const rootValue = { a: ({ x }) => `v${x}`, b: async () => [{ c: 1, d: { c: 2 } }, { c: () => { throw new Error("boom"); } }] };
  console.log(JSON.stringify(await graphql({ schema, source: "{ a(x: 3) b { c d { c } } }", rootValue })));
  console.log(JSON.stringify(await graphql({ schema, source: "{ a nope }" })));
  of(1, 2, 3).pipe(mergeMap((x) => of(x).pipe(delay(600 - 200 * x))), toArray()).subscribe((x) => console.log(x));
  throwError(() => new Error("rx")).pipe(catchError((e) => of(e.message))).subscribe(console.log);
  enablePatches();
  enableMapSet();
  console.log(produceWithPatches({ a: [1, 2], m: new Set([1]) }, (d) => { d.a.push(3); d.a.shift(); d.m.add(2); }));
  const bytes = encode({ a: [1, 1.5, "\u00e9", null, new Uint8Array(3), new Date(0)], b: { c: -5e9 } });
  console.log(Buffer.from(bytes).toString("hex"), decode(bytes));
})();
