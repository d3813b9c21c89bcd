// Every write to an exported variable is seen by importers, wherever in the file it stands.
import { expect, test } from "bun:test";
import Default, * as state from "./fixtures/live/state.mjs";
import boxValue, * as settled from "./fixtures/live/settled.mjs";
import { write } from "./fixtures/live/write_import.mjs";

test("a var that gets its value in a block or in the head of a loop", () => {
    expect([state.inBlock, state.loop, state.fromPattern, state.twice, state.top]).toEqual([1, 2, 3, 4, 5]);
});

test("writes inside functions", () => {
    expect([state.assigned, state.empty]).toEqual([1, undefined]);
    state.later();
    state.fill();
    expect([state.assigned, state.empty, new Default().nested()()]).toEqual([20, 6, 20]);
});

test("a file in which nothing is written after its declaration", () => {
    expect(settled.before()).toEqual([1, "hoisted"]);
    expect([settled.after, settled.first, settled.second, boxValue()]).toEqual([1, 0, 2, 7]);
});

test("a write to an import throws, also deep inside", () => {
    expect(write).toThrow(TypeError);
});
