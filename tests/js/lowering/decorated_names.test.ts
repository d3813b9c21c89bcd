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
        #hidden = @keep class {};
        accessor both = @keep class {};
        hidden() { return this.#hidden.name; }
    }
    const made = new Fields();
    const f = (parameter = @keep class {}) => parameter.name;
    expect([assigned.name, fromObject.name, fromArray.name, renamed.name]).toEqual(
        ["assigned", "fromObject", "fromArray", "renamed"]);
    expect([made.instance.name, (Fields as any)["a b"].name, made.hidden(), made.both.name, f()]).toEqual(
        ["instance", "a b", "#hidden", "both", "parameter"]);
    expect(names).toContain("fromArray");
});

test("private accessors are named as written", () => {
    const seen: string[] = [];
    const note = (target: any) => void seen.push(target.get.name, target.set.name);
    class C { @note accessor #x = 1; @note static accessor #y = 2; }
    expect(seen.sort()).toEqual(["get #x", "get #y", "set #x", "set #y"]);
});
