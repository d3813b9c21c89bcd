import { expect, test } from "bun:test";

const keep = (_: unknown, context: { name: unknown }) => void names.push(context.name);
const names: unknown[] = [];

test("an anonymous decorated class is named by what it becomes the value of", () => {
    let assigned: any, { fromObject = @keep class {} } = {} as any, [fromArray = @keep class {}] = [] as any[];
    assigned = @keep class {};
    const { b: renamed = @keep class {} } = {} as any;
    class Fields {
        instance = @keep class {};
        static "a b" = @keep class {};
        accessor both = @keep class {};
    }
    const made = new Fields();
    expect([assigned.name, fromObject.name, fromArray.name, renamed.name]).toEqual(
        ["assigned", "fromObject", "fromArray", "renamed"]);
    expect([made.instance.name, (Fields as any)["a b"].name, made.both.name]).toEqual(
        ["instance", "a b", "both"]);
    expect(names).toContain("fromArray");
});

// cob-only: Bun gives these no name
test.if("cob" in process.versions)("parameters, private fields and logical assignment, too", () => {
    const parameter = (value = @keep class {}) => value.name;
    let either: any;
    either ??= @keep class {};
    class C { #hidden = @keep class {}; hidden = this.#hidden.name; }
    expect([parameter(), either.name, new C().hidden]).toEqual(["value", "either", "#hidden"]);
});

test("private accessors are named as written", () => {
    const seen: string[] = [];
    const note = (target: any) => void seen.push(target.get.name, target.set.name);
    class C { @note accessor #x = 1; @note static accessor #y = 2; }
    expect(seen.sort()).toEqual(["get #x", "get #y", "set #x", "set #y"]);
});
