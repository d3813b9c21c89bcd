import { expect, test } from "bun:test";
import D, { n, inc, a, c, z, v, w, pp, q, "string name" as sn, swap, forin, deep, i, K, K2 } from "./fixtures/exports.js";
import * as ns from "./fixtures/exports.js";
import def, { x as dx, fn } from "./fixtures/default.js";

test("imported bindings follow the exporter", () => {
    expect([n, a, c, z, v, w, deep, i, pp, q, sn]).toEqual([8, 10, 20, 5, 1, 6, 9, 3, 1, 2, 2]);
    expect([inc(), n, ns.n]).toEqual([9, 9, 9]);
    expect([swap(), pp, q, sn]).toEqual([[2, 1], 2, 1, 1]);
    forin();
    expect([w, v]).toEqual([3, "k"]);
    expect([K === K2, D.name, def(), dx, fn(3)]).toEqual([true, "default", 42, 41, 6]);
});

test("an imported binding cannot be assigned", () => {
    expect(() => { n = 5; }).toThrow(TypeError);
    expect(() => { ({ n } = { n: 1 }); }).toThrow(TypeError);
    expect(() => { n++; }).toThrow(TypeError);
});

test("the namespace lists the exports in order", () => {
    expect(Object.keys(ns).join()).toBe("K,K2,a,c,deep,default,forin,gen,i,inc,n,obj,pp,q,string name,swap,v,w,z");
});
