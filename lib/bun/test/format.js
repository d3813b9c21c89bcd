// How values look in messages, diffs and snapshots.
//
// Two dialects: "snapshot" (jest's pretty-format as Bun prints it: sorted quoted keys, one element a
// line, no depth limit) for .snap files and diffs, and "console" (Bun.inspect) for single values in
// messages. Snapshot text is compared byte for byte with files made by Bun, so that dialect is exact.
// Cost: linear in the value; cycles print [Circular].

const { Object, Array, Map, Set, Symbol, String, Error, Date, RegExp, JSON, ArrayBuffer, Promise,
    WeakMap, WeakSet, DataView, BigInt64Array, BigUint64Array, Function } = globalThis;

const asymmetric = Symbol.for("cob.asymmetricMatcher");
const inspectCustom = Symbol.for("nodejs.util.inspect.custom");
const mockBrand = Symbol.for("cob.mockFunction");
const identifier = /^[A-Za-z_$][\w$]*$/;

// Snapshot serializers that a program added; the newest is asked first.
const serializers = [];

function tagOf(value) {
    try {
        return Object.prototype.toString.call(value).slice(8, -1);
    } catch {
        return "Object";
    }
}

function className(value) {
    const proto = Object.getPrototypeOf(value);
    if (proto === null) return "";
    const tag = value[Symbol.toStringTag];
    if (typeof tag === "string" && tag) return tag;
    const ctor = proto.constructor;
    const name = typeof ctor === "function" ? ctor.name : "";
    return name === "Object" ? "" : name;
}

// The name written in the source: an arrow function's inferred name is not one.
function writtenName(fn) {
    const name = typeof fn.name === "string" ? fn.name : "";
    if (fn[mockBrand]) return name;
    const text = Function.prototype.toString.call(fn);
    if (/^(async\s*)?(\([^)]*\)|[\w$]+)\s*=>/.test(text)) return "";
    if (/^async\s+function/.test(text)) return "AsyncFunction";
    if (/^async\s+function\s*\*/.test(text)) return "AsyncGeneratorFunction";
    if (/^function\s*\*/.test(text)) return "GeneratorFunction";
    if (/^function\s*\(/.test(text)) return "";
    return name;
}

function isClass(fn) {
    if (/^class\b/.test(Function.prototype.toString.call(fn))) return true;
    const slot = Object.getOwnPropertyDescriptor(fn, "prototype");
    return slot !== undefined && slot.writable === false;  // built-in constructors
}

function number(value) {
    return Object.is(value, -0) ? "-0" : String(value);
}

// ---- snapshot dialect ---------------------------------------------------------------------------

function snapshotFunction(fn) {
    if (fn[mockBrand]) return "[class Function]";
    if (isClass(fn)) return fn.name ? `[class ${fn.name}]` : "[class (anonymous)]";
    const name = writtenName(fn);
    return name ? `[Function: ${name}]` : "[Function]";
}

function errorText(error) {
    const own = Object.getPrototypeOf(error)?.constructor?.name;
    let name = error.name;
    if (name === "Error" && typeof own === "string" && own) name = own;
    const message = String(error.message ?? "");
    return message ? `[${name}: ${message}]` : `[${name}]`;
}

function listBody(items, indent, open, close) {
    if (!items.length) return open + close;
    const inner = indent + "  ";
    let text = open + "\n";
    for (const item of items) text += inner + item + ",\n";
    return text + indent + close;
}

function keysOf(object) {
    const names = Object.keys(object);
    for (const key of Object.getOwnPropertySymbols(object)) {
        if (Object.prototype.propertyIsEnumerable.call(object, key)) names.push(key);
    }
    const rank = key => typeof key === "symbol" ? key.description ?? "" : key;
    return names.sort((a, b) => rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0);
}

function propertyText(object, key, indent, seen) {
    const label = typeof key === "symbol" ? `[${symbolText(key)}]` : JSON.stringify(key);
    const slot = Object.getOwnPropertyDescriptor(object, key);
    const accessor = slot && (slot.get || slot.set);
    const text = accessor ? "[native code]" : snapshotValue(object[key], indent + "  ", seen);
    return label + ": " + text;
}

function objectText(object, name, indent, seen) {
    const keys = keysOf(object).filter(key => key !== "constructor" || typeof object[key] === "function");
    const items = keys.map(key => propertyText(object, key, indent, seen));
    return (name ? name + " " : "") + listBody(items, indent, "{", "}");
}

function symbolText(symbol) {
    return symbol.description === undefined ? "Symbol" : `Symbol(${symbol.description})`;
}

function bytesText(value, indent) {
    const name = tagOf(value);
    let items;
    if (name === "ArrayBuffer" || name === "SharedArrayBuffer") items = new Uint8Array(value);
    else if (name === "DataView") items = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    else items = value;
    return name + " " + listBody(Array.from(items, item => typeof item === "bigint" ? String(item)
        : number(item)), indent, "[", "]");
}

function isReactElement(value) {
    const kind = value.$$typeof;
    return kind === Symbol.for("react.element") || kind === Symbol.for("react.transitional.element");
}

function reactName(type) {
    if (typeof type === "string") return type;
    if (type === Symbol.for("react.fragment")) return "";
    if (typeof type === "function") return type.displayName || type.name || "Unknown";
    return type?.displayName || "Unknown";
}

function reactText(element, indent, seen) {
    const name = reactName(element.type);
    const { children, ...props } = element.props ?? {};
    let open = "<" + name;
    if (element.key !== null && element.key !== undefined) open += ` key=${JSON.stringify(element.key)}`;
    for (const key of Object.keys(props)) {
        const value = props[key];
        open += ` ${key}=` + (typeof value === "string" ? JSON.stringify(value)
            : `{${snapshotValue(value, indent + "  ", seen)}}`);
    }
    const list = (Array.isArray(children) ? children.flat(Infinity) : [children])
        .filter(child => child !== undefined && child !== null && typeof child !== "boolean");
    if (!list.length) return open + " />";
    const inner = indent + "  ";
    const body = list.map(child => inner + (typeof child === "object"
        ? snapshotValue(child, inner, seen) : String(child)));
    return `${open}>\n${body.join("\n")}\n${indent}</${name}>`;
}

// Objects with an own look; undefined: an ordinary object.
function specialText(value, indent, seen) {
    if (value[asymmetric]) return value.format(inner => snapshotValue(inner, indent, seen), seen.size === 0);
    if (Error.isError?.(value) || value instanceof Error) return errorText(value);
    if (value instanceof Date) {
        return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    }
    if (value instanceof RegExp) return String(value);
    if (typeof Buffer !== "undefined" && Buffer.isBuffer?.(value)) {
        return snapshotValue({ data: Array.from(value), type: "Buffer" }, indent, seen);
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return bytesText(value, indent);
    if (value instanceof Promise) return "Promise {}";
    if (value instanceof WeakMap) return "WeakMap {}";
    if (value instanceof WeakSet) return "WeakSet {}";
    if (isReactElement(value)) return reactText(value, indent, seen);
    return undefined;
}

function containerText(value, indent, seen) {
    const nested = indent + "  ";
    if (Array.isArray(value)) {
        return listBody(Array.from(value, item => snapshotValue(item, nested, seen)), indent, "[", "]");
    }
    if (value instanceof Map) {
        const items = Array.from(value, ([key, item]) =>
            snapshotValue(key, nested, seen) + " => " + snapshotValue(item, nested, seen));
        return apart(listBody(items, indent, "Map {", "}"), "", seen);
    }
    if (value instanceof Set) {
        const items = Array.from(value, item => snapshotValue(item, nested, seen));
        return apart(listBody(items, indent, "Set {", "}"), indent, seen);
    }
    const name = / Iterator$|Generator$/.test(tagOf(value)) ? "" : className(value);
    const text = objectText(value, name, indent, seen);
    if (!isTagged(value) || !text.includes("\n")) return text;
    return seen.size === 1 ? `${name} \n${text}` : `${name} ${text}`;
}

// Bun sets nested maps and sets off with line breaks (and, for sets, the indentation before them).
function apart(text, lead, seen) {
    return seen.size > 1 && text.includes("\n") ? `${lead}\n${text}\n` : text;
}

function snapshotValue(value, indent, seen) {
    for (let i = serializers.length - 1; i >= 0; i--) {
        if (serializers[i].test(value)) return serializers[i].print(value, indent, seen);
    }
    switch (typeof value) {
        // Nested text of several lines stands between line breaks, as at the top of a snapshot.
        case "string": return seen.size && value.includes("\n") ? `\n"${value}"\n` : `"${value}"`;
        case "number": return number(value);
        case "bigint": return `${value}n`;
        case "symbol": return symbolText(value);
        case "function": return value[asymmetric] ? "" : snapshotFunction(value);
        case "object": break;
        default: return String(value);
    }
    if (value === null) return "null";
    if (seen.has(value)) return "[Circular]";
    const special = specialText(value, indent, seen);
    if (special !== undefined) return special;
    seen.add(value);
    try {
        return containerText(value, indent, seen);
    } finally {
        seen.delete(value);
    }
}

// Bun repeats the name of a tagged object at the top of a snapshot.
function isTagged(value) {
    return typeof value[Symbol.toStringTag] === "string" && className(value) !== "";
}

/** The value as a .snap file stores it: text of several lines stands between line breaks. */
function snapshotBlock(value) {
    const text = snapshotText(value).replace(/\r\n?/g, "\n");  // as a template literal reads back
    if (!text.includes("\n")) return text;
    if (typeof value === "object" && !serializers.length) {
        if (value instanceof Error || isReactElement(value)) return text;
        if (/^(Object(Not)?Containing|[^\n{]*) \n/.test(text) && (value[asymmetric] || isTagged(value))) return text + "\n";
    }
    return `\n${text}\n`;
}

/** @returns {string} the value as snapshots and diffs show it */
function snapshotText(value) {
    return snapshotValue(value, "", new Set());
}

/** Jest's plugin shape: {test, print(value, serialize)} or {test, serialize(value, config, ...)}. */
function addSerializer(plugin) {
    serializers.push({
        test: value => plugin.test(value),
        print(value, indent, seen) {
            const child = (inner, deeper) => snapshotValue(inner, deeper ?? indent, seen);
            if (typeof plugin.serialize === "function") {
                return String(plugin.serialize(value, { indent: "  ", plugins: [] }, indent, 0, [],
                    (inner, _config, deeper) => child(inner, deeper)));
            }
            return String(plugin.print(value, inner => child(inner)));
        },
    });
}

// ---- console dialect ----------------------------------------------------------------------------

function consoleFunction(fn) {
    if (fn[mockBrand]) return "[class Mock]";
    if (isClass(fn)) return fn.name ? `[class ${fn.name}]` : "[class (anonymous)]";
    const kind = tagOf(fn);
    return fn.name ? `[${kind}: ${fn.name}]` : `[${kind}]`;
}

function isLeaf(value) {
    return value === null || (typeof value !== "object" && typeof value !== "function");
}

function consoleList(items, firstIsLeaf, indent) {
    if (!items.length) return "[]";
    if (firstIsLeaf && items.some(item => item.includes("\n"))) return `[ ${items.join(", ")} ]`;
    if (firstIsLeaf) {
        const lines = [];
        let line = "";
        for (const item of items) {
            if (line.length > 76) {
                lines.push(line);
                line = "";
            }
            line += (line ? ", " : "") + item;
        }
        if (!lines.length || items.some(item => item.startsWith('"'))) return `[ ${items.join(", ")} ]`;
        lines.push(line);
        return `[\n${lines.map(text => indent + "  " + text).join(",\n")}\n${indent}]`;
    }
    return `[\n${indent}  ${items.join(", ")}\n${indent}]`;
}

function consoleArray(value, indent, seen) {
    const items = [];
    for (let i = 0; i < value.length; i++) {
        if (i in value) {
            items.push(consoleValue(value[i], indent + "  ", seen));
            continue;
        }
        let holes = 1;
        while (i + 1 < value.length && !(i + 1 in value)) i++, holes++;
        items.push(holes === 1 ? "empty item" : `${holes} x empty items`);
    }
    for (const key of Object.keys(value)) {
        if (/^\d+$/.test(key)) continue;
        items.push(`${key}: ${consoleValue(value[key], indent + "  ", seen)}`);
    }
    return consoleList(items, isLeaf(value[0]), indent);
}

function consoleSlot(object, key, indent, seen) {
    const slot = Object.getOwnPropertyDescriptor(object, key);
    if (slot?.get) return slot.set ? "[Getter/Setter]" : "[Getter]";
    if (slot?.set) return "[Setter]";
    return consoleValue(object[key], indent + "  ", seen);
}

function tagOfBare(value) {
    const isModule = value[Symbol.toStringTag] === "Module" && require("internal/modules/record").isNamespace(value);
    return isModule ? "Module" : "[Object: null prototype]";
}

function consoleObject(value, indent, seen) {
    const tag = Object.getPrototypeOf(value) === null ? tagOfBare(value) : className(value);
    const items = [];
    for (const key of Reflect.ownKeys(value)) {
        if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue;
        if (key === Symbol.toStringTag) continue;
        const label = typeof key === "symbol" ? `[${String(key)}]`
            : identifier.test(key) ? key : JSON.stringify(key);
        items.push(`${label}: ${consoleSlot(value, key, indent, seen)}`);
    }
    return (tag ? tag + " " : "") + listBody(items, indent, "{", "}");
}

function consoleSpecial(value, indent, seen) {
    if (value[asymmetric]) return value.format(inner => consoleValue(inner, indent, seen), false);
    if (value instanceof Date) {
        return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    }
    if (value instanceof RegExp) return String(value);
    if (value instanceof Error) return require("internal/test/report").errorText(value) + "\n";
    if (value instanceof Promise) return "Promise { <pending> }";
    if (value instanceof WeakMap) return "WeakMap {}";
    if (value instanceof WeakSet) return "WeakSet {}";
    if (value instanceof String) return JSON.stringify(String(value));
    if (value instanceof Number) return `[Number: ${number(value.valueOf())}]`;
    if (value instanceof Boolean) return `[Boolean: ${value.valueOf()}]`;
    if (typeof Buffer !== "undefined" && Buffer.isBuffer?.(value)) {
        return `<Buffer${Array.from(value, byte => " " + byte.toString(16).padStart(2, "0")).join("")}>`;
    }
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
        const list = ArrayBuffer.isView(value) && !(value instanceof DataView) ? value
            : new Uint8Array(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength);
        const items = Array.from(list, item => typeof item === "bigint" ? `${item}n` : number(item));
        return `${tagOf(value)}(${items.length}) ` + consoleList(items, true, indent);
    }
    return webOrCustomText(value, indent, seen);
}

// The web's objects as Bun prints them; others may say themselves how they look.
function webOrCustomText(value, indent, seen) {
    if (Object.getPrototypeOf(value) === Object.prototype && !(inspectCustom in value)) return undefined;
    const show = (inner, deeper) => consoleValue(inner, deeper, seen);
    const text = typeof value[Symbol.toStringTag] === "string"
        ? require("bun/inspect_web").webText(value, show, indent) : undefined;
    const own = value[inspectCustom];
    if (text !== undefined || typeof own !== "function") return text;
    const util = require("node:util");
    const shown = own.call(value, 8, { ...util.inspect.defaultOptions, depth: 8 }, util.inspect);
    return typeof shown === "string" ? shown : consoleValue(shown, indent, seen);
}

function consoleContainer(value, indent, seen) {
    if (Array.isArray(value) || tagOf(value) === "Arguments") return consoleArray(value, indent, seen);
    const nested = indent + "  ";
    if (value instanceof Map) {
        if (!value.size) return "Map {}";
        const items = Array.from(value, ([key, item]) =>
            `${consoleValue(key, nested, seen)}: ${consoleValue(item, nested, seen)}`);
        return listBody(items, indent, `Map(${value.size}) {`, "}");
    }
    if (value instanceof Set) {
        if (!value.size) return "Set {}";
        const items = Array.from(value, item => consoleValue(item, nested, seen));
        return listBody(items, indent, `Set(${value.size}) {`, "}");
    }
    return consoleObject(value, indent, seen);
}

function consoleValue(value, indent, seen) {
    switch (typeof value) {
        case "string": return JSON.stringify(value);
        case "number": return number(value);
        case "bigint": return `${value}n`;
        case "symbol": return String(value);
        case "function": return consoleFunction(value);
        case "object": break;
        default: return String(value);
    }
    if (value === null) return "null";
    if (seen.has(value)) return "[Circular]";
    const special = consoleSpecial(value, indent, seen);
    if (special !== undefined) return special;
    seen.add(value);
    try {
        return consoleContainer(value, indent, seen);
    } finally {
        seen.delete(value);
    }
}

/** @returns {string} the value as Bun.inspect shows it */
function inspect(value) {
    return consoleValue(value, "", new Set());
}

module.exports = { snapshotText, snapshotBlock, inspect, addSerializer, asymmetric, mockBrand, tagOf };
