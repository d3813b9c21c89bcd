// data.js - the data formats against other people's cases: toml-test, JSONTestSuite, json5-tests, yaml-test-suite.
//
//     COB_DATA=<folder with toml/ json/ json5/ yaml/> cob tests/conformance/data.js [format]
//
// Every valid file must give the expected value, every invalid one a SyntaxError. Prints the score and each miss;
// fails if there is a miss that `known` does not explain. Runs on Bun as well.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";

const root = process.env.COB_DATA;
if (!root) {
    console.error("COB_DATA must name the folder of the cases");
    process.exit(2);
}
const known = new Set(["toml/valid/integer/long.toml"]); // beyond 2^53: refused, as in Bun

function equal(a, b) {
    if (a === b || Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}

function* files(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) yield* files(path);
        else yield path;
    }
}

// A case: [name, parse, whether the value is right (absent: it has to be refused)]

// --- toml: toml-test's tagged JSON --------------------------------------------------------------------

const floats = { inf: Infinity, "+inf": Infinity, "-inf": -Infinity, nan: NaN, "+nan": NaN, "-nan": NaN };

function sameTime(type, expected, got) {
    const plain = expected.replace(/[ t]/, "T").replace(/(\.\d*?)0+(?=$|[Z+-])/, "$1").replace(/\.(?=$|[Z+-])/, "");
    if (type !== "datetime") return `${got}` === plain;
    return new Date(`${got}`).getTime() === new Date(expected.replace(/(\.\d{3})\d+/, "$1")).getTime();
}

function isTagged(node) {
    return typeof node?.type === "string" && typeof node.value === "string" && Object.keys(node).length === 2;
}

function sameToml(node, value) {
    if (Array.isArray(node)) {
        return Array.isArray(value) && value.length === node.length && node.every((item, i) => sameToml(item, value[i]));
    }
    if (!isTagged(node)) {
        const keys = Object.keys(node);
        return typeof value === "object" && value !== null && Object.keys(value).length === keys.length &&
            keys.every((key) => Object.hasOwn(value, key) && sameToml(node[key], value[key]));
    }
    switch (node.type) {
        case "string": return value === node.value;
        case "integer": return value === Number(node.value);
        case "float": return equal(value, floats[node.value] ?? Number(node.value));
        case "bool": return value === (node.value === "true");
        default: return sameTime(node.type, node.value, value);
    }
}

function* toml() {
    for (const name of readFileSync(join(root, "toml/files-toml-1.1.0"), "utf8").split("\n")) {
        if (!name.endsWith(".toml")) continue;
        const path = join(root, "toml", name);
        const parse = () => Bun.TOML.parse(readFileSync(path));
        const expected = () => JSON.parse(readFileSync(path.replace(/toml$/, "json"), "utf8"));
        yield [`toml/${name}`, parse, name.startsWith("valid") ? (value) => sameToml(expected(), value) : undefined];
    }
}

// --- json -----------------------------------------------------------------------------------------------

function* json() {
    for (const path of files(join(root, "json"))) {
        const name = relative(root, path);
        const text = readFileSync(path, "utf8");
        if (/\/y_/.test(name)) yield [name, () => Bun.JSONC.parse(text), (value) => equal(value, JSON.parse(text))];
        if (/\/n_/.test(name)) yield [name, () => JSON.parse(text), undefined];
    }
}

// --- json5: .json and .json5 are valid, .js and .txt are not --------------------------------------------

function* json5() {
    for (const path of files(join(root, "json5"))) {
        const kind = extname(path), name = relative(root, path);
        const text = readFileSync(path, "utf8");
        const parse = () => Bun.JSON5.parse(text);
        if (kind === ".json") yield [name, parse, (value) => equal(value, JSON.parse(text))];
        if (kind === ".json5") yield [name, parse, (value) => equal(value, (0, eval)(`(${text}\n)`))];
        if (kind === ".js" || kind === ".txt") yield [name, parse, undefined];
    }
}

// --- yaml: the suite is YAML itself; its expected JSON may be several values ------------------------------

function visible(text) {
    return text.replace(/\u2423/g, " ").replace(/\u2014*\u00bb/g, "\t").replace(/\u2190/g, "\r").replace(/\u21d4/g, "\ufeff")
        .replace(/\u21b5/g, "").replace(/\u220e\n$/, "");
}

function jsonValues(text) {
    const values = [];
    for (let from = 0, to = 1; to <= text.length; to++) {
        if (!/\s/.test(text[to] ?? " ")) continue;
        try {
            values.push(JSON.parse(text.slice(from, to)));
            from = to;
        } catch {
            // not a whole value yet
        }
    }
    return values;
}

// A case inherits what it does not say from the one before it.
function* yamlCases(path) {
    let before = {};
    for (const one of Bun.YAML.parse(readFileSync(path, "utf8"))) {
        const { fail, json: _, ...rest } = before;
        before = { ...rest, ...("yaml" in one ? {} : { json: before.json }), ...one };
        yield before;
    }
}

function* yaml() {
    for (const path of files(join(root, "yaml"))) {
        let index = 0;
        for (const { yaml: text, json: expected, fail } of yamlCases(path)) {
            const name = `${relative(root, path)}#${index++}`;
            const parse = () => Bun.YAML.parse(visible(text));
            if (fail) yield [name, parse, undefined];
            else if (typeof expected === "string") {
                const values = jsonValues(expected);
                yield [name, parse, (value) => equal(value, values.length === 1 ? values[0] : values.length ? values : null)];
            }
        }
    }
}

// --- scores ---------------------------------------------------------------------------------------------

function verdict([, parse, isRight]) {
    let value;
    try {
        value = parse();
    } catch (error) {
        if (isRight !== undefined) return `refused: ${error.message}`;
        return error instanceof SyntaxError || error instanceof RangeError ? "" : `threw ${error.name}: ${error.message}`;
    }
    if (isRight === undefined) return `accepted as ${JSON.stringify(value)}`;
    return isRight(value) ? "" : `wrong: ${JSON.stringify(value)}`;
}

const formats = { toml, json, json5, yaml };
let surprises = 0;
for (const format of process.argv[2] ? [process.argv[2]] : Object.keys(formats)) {
    let passed = 0, total = 0;
    for (const one of formats[format]()) {
        const miss = verdict(one);
        total++;
        if (miss === "") passed++;
        else console.log(`${known.has(one[0]) ? "known" : "MISS"} ${one[0]}: ${miss.slice(0, 300)}`);
        if (miss !== "" && !known.has(one[0])) surprises++;
    }
    console.log(`${format}: ${passed} of ${total}`);
    if (total === 0) surprises++;
}
process.exitCode = surprises === 0 ? 0 : 1;
