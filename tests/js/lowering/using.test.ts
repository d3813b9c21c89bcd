import { expect, test } from "bun:test";

test("using and await using dispose in reverse, on every way out", async () => {
    const log: any[] = [];
    const r = (n: string, fail?: boolean) => ({ n, [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { log.push('d ' + n); if (fail) throw new Error('de ' + n) } });
    const ar = (n: string) => ({ n, async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() { log.push('ad ' + n); await 0; log.push('ad2 ' + n) } });
    function f() { "use strict"; using a = r('a'), b = r('b'); log.push('body ' + a.n); return 'ret' }
    log.push(f());
    try { using a = r('x', true); using b = r('y', true); throw new Error('body') } catch (e: any) { log.push(e.name, e.message, e.error?.message, e.suppressed?.name, e.suppressed?.error?.message, e.suppressed?.suppressed?.message) }
    for (using x of [r('f1'), r('f2')]) log.push('loop ' + x.n);
    for (using x of [r('f3'), r('f4')]) { if (x.n === 'f3') continue; log.push('loop ' + x.n); break }
    lbl: for (using x = r('h'), i = null; ;) { log.push('head'); break lbl }
    { using n = null, u = undefined; log.push('nullish') }
    try { using bad = {} as any } catch (e: any) { log.push(e.constructor.name) }
    async function g() { await using a = ar('a1'); using s = r('s1'); await using n = null; log.push('in g'); return 1 }
    log.push(await g());
    for await (await using x of [ar('w1')]) log.push('fa');
    class A { static { using q = r('static'); log.push('static body') } m() { using q = r('m'); return () => q.n } }
    log.push(new A().m()());
    switch (1) { case 1: { using z = r('sw'); log.push('in sw') } }
    const arrow = () => { using a = r('arrow'); return hoisted(); function hoisted() { return a.n } };
    log.push(arrow());
    expect(log.map(String)).toEqual(["body a", "d b", "d a", "ret", "d y", "d x", "SuppressedError", "", "de x", "SuppressedError", "de y", "body", "loop f1", "d f1", "loop f2", "d f2", "d f3", "loop f4", "d f4", "head", "d h", "nullish", "TypeError", "in g", "d s1", "ad a1", "ad2 a1", "1", "fa", "ad w1", "ad2 w1", "static body", "d static", "d m", "m", "in sw", "d sw", "d arrow", "arrow"]);
});

test("among the statements of a CommonJS file, which may return", () => {
    const { log, seen } = require("./fixtures/using.cjs");
    expect(log).toEqual(["run", "second", "first"]);
    expect(seen()).toEqual(["object", "object"]);
});
