// judge.mjs - the comparison itself under test: what must count as equal, and what must not.
import { canonical, exact, firstDifference } from "./canonical.mjs";

const EQUAL = [
  ["var a = 1; a", "var b = 1; b"],
  ["import { x as y } from 'm'; y()", "import { x as z } from 'm'; z()"],
  ["export const a = 1", "const b = 1; export { b as a }"],
  ["var E;(function(E){E[E['A']=1]='A';E[E['B']=E.A|2]='B'})(E||(E={}));f(E.B)", "var E = ((E2) => { E2[E2['A'] = 1] = 'A'; E2[E2['B'] = 3] = 'B'; return E2 })(E || {}); f(3)"],
  ["a => { return b }", "a => b"],
  ["if (a) b; else c", "if (a) { b } else { c }"],
  ["x = 'a' + `b${c}`", "x = `ab${c}`"],
  ["class A extends B { constructor() { var __super = (...args) => { super(...args); this.x = 1; return this }; if (a) __super(b); else __super(c) } }",
    "class A extends B { #$m_f1() { this.x = 1 } constructor() { if (a) super(b), this.#$m_f1(); else super(c), this.#$m_f1() } }"],
  ["class A { constructor() { this[k] = 1 } }", "let $m_p1; class A { static { delete this.$m } constructor() { this.#$m_f1() } static [($m_p1 = k, '$m')]() {} #$m_f1() { this[$m_p1] = 1 } }"],
  ["class A { y; x; constructor() { this.x = 1, this.y = 2 } }", "class A { constructor() { this.x = 1; this.y = 2 } x; y }"],
];
const DIFFERENT = [
  ["class A extends B { constructor() { var __super = (...args) => { super(...args); this.x = 1; return this }; if (a) __super(b); else __super(c) } }",
    "class A extends B { constructor() { if (a) { super(b); this.x = 1 } else super(c) } }"],
  ["class A extends B { constructor() { var __super = (...args) => { super(args); this.x = 1; return this }; __super(b) } }", "class A extends B { constructor() { super(b); this.x = 1 } }"],
  ["class A { constructor() { this[k] = 1 } }", "let $m_p1; class A { static { delete this.$m } constructor() { this.#$m_f1() } static [($m_p1 = j, '$m')]() {} #$m_f1() { this[$m_p1] = 1 } }"],
  ["a.b(1)", "a.b(2)"], ["a.b()", "a.c()"], ["f(a)", "f(a, a)"], ["a?.b", "a.b"], ["(a?.b).c", "a?.b.c"], ["a = 1", "a += 1"],
  ["return_(a)", "await_(a)"], ["function f() { return\n1 }", "function f() { return 1 }"], ["let a = 1; { let b = 2; f(a, b) }", "let a = 1; { let b = 2; f(b, a) }"],
  ["import { x } from 'm'; f(x)", "import { y } from 'm'; f(y)"], ["import 'a'; import 'b'", "import 'b'; import 'a'"], ["export { a as b }; var a", "export { a as c }; var a"],
  ["({ a() {} })", "({ a: function () {} })"], ["({ get a() {} })", "({ set a(b) {} })"], ["class A { static x = 1 }", "class A { x = 1 }"],
  ["async () => {}", "() => {}"], ["function* f() { yield a }", "function* f() { yield* a }"], ["for (a of b);", "for (a in b);"], ["a: for (;;) break a", "for (;;) break"],
  ["'use strict'; a", "'use strict!'; a"], ["a ? b : c", "a ? c : b"], ["`a${b}c`", "`a${b}d`"], ["f`\\n`", "f`\n`"], ["/a/g", "/a/i"], ["1n", "2n"], ["0", "-0"],
  ["x = { a: 1, b: 2 }", "x = { b: 2, a: 1 }"], ["++a", "a++"], ["new A", "A()"], ["super_.a", "super_[a]"], ["delete a.b", "void a.b"], ["let a", "var a"],
  ["try { a } catch { b }", "try { a } finally { b }"], ["switch (a) { case 1: b }", "switch (a) { default: b }"], ["import('a')", "require('a')"], ["if (a) b", "if (!a) b"],
];

let passed = 0;
const failed = [];
const check = (good, what) => (good ? passed++ : failed.push(what));
const differ = (tree, [a, b]) => firstDifference(tree(a), tree(b), a, b) !== null;
for (const pair of EQUAL) check(!differ(canonical, pair), `equal: ${pair.join("  and  ")}`);
for (const pair of DIFFERENT) check(differ(canonical, pair) && differ(exact, pair), `different: ${pair.join("  and  ")}`);
for (const line of failed) console.log(`FAIL ${line}`);
console.log(`the judges: ${passed} right, ${failed.length} wrong`);
process.exit(failed.length > 0 ? 1 : 0);
