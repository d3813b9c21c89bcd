// canonical.mjs - a program as a list of words that is the same for programs that mean the same.
//
// acorn parses, eslint-scope resolves names; nothing of cob takes part. Variables are numbered in the order in which they
// are met, imported names are written as what they import, so renaming changes nothing. What TypeScript's constructs become
// is brought into one shape by lowering.mjs first. Comments, parentheses, empty statements, quotes of keys and the
// spelling of literals do not count.
import { parse } from "acorn";
import { analyze } from "eslint-scope";
import { simplify } from "./lowering.mjs";

const OPTIONS = { ecmaVersion: "latest", allowReturnOutsideFunction: true, allowHashBang: true, ranges: true };

/** An ESTree program, its goal found by trying. */
export function parseProgram(code) {
  try {
    return parse(code, { ...OPTIONS, sourceType: "module" });
  } catch (error) {
    try {
      return parse(code, { ...OPTIONS, sourceType: "script", allowAwaitOutsideFunction: true });
    } catch {
      throw error;
    }
  }
}

/** Gives every identifier that refers to or declares a variable a property `variable`. */
function resolveNames(program) {
  const manager = analyze(program, { ecmaVersion: 2022, sourceType: program.sourceType, ignoreEval: true });
  for (const scope of manager.scopes)
    for (const variable of scope.variables) {
      for (const identifier of variable.identifiers) identifier.variable = variable;
      for (const { identifier } of variable.references) identifier.variable = variable;
      // The name inside a class declaration is a variable of its own there.
      if (scope.type === "class" && scope.block.type === "ClassDeclaration") variable.alias = scope.upper.set.get(variable.name);
    }
}

const SKIPPED = new Set(["type", "isField", "start", "end", "range", "raw", "variable", "shorthand", "optional", "sourceType", "directive", "regex", "bigint"]);

class Writer {
  words = [];
  places = [];
  numbers = new Map();

  put(word, place) {
    this.words.push(word);
    this.places.push(place);
  }

  name(node) {
    let { variable } = node;
    while (variable?.alias) variable = variable.alias;
    if (!variable || variable.identifiers.length === 0) return node.name;
    const definition = variable.defs[0];
    if (definition?.type === "ImportBinding") return `import ${definition.parent.source.value} ${importedName(definition.node)}`;
    if (!this.numbers.has(variable)) this.numbers.set(variable, `v${this.numbers.size}`);
    return this.numbers.get(variable);
  }

  literal(node) {
    if (node.regex) return `/${node.regex.pattern}/${node.regex.flags}`;
    return node.bigint ? `${node.bigint}n` : JSON.stringify(node.value) + (Object.is(node.value, -0) ? "-" : "");
  }

  key(node, place) {
    const text = node.type === "Identifier" ? node.name : String(node.bigint ?? node.value);
    this.put(`key ${text}`, place);
  }

  write(node) {
    if (node === null || node === undefined) return this.put("-", -1);
    if (Array.isArray(node)) {
      this.put("[", node[0]?.start ?? -1);
      for (const item of node) this.write(item);
      return this.put("]", -1);
    }
    if (typeof node !== "object") return this.put(String(node), -1);
    if (node.type === "Identifier") return this.put(this.name(node), node.start);
    if (node.type === "Literal") return this.put(this.literal(node), node.start);
    if (node.type === "TemplateElement") return this.put(JSON.stringify(node.value), node.start);
    return this.fields(node);
  }

  fields(node) {
    this.put(node.optional ? `${node.type}?` : node.type, node.start);
    for (const field of Object.keys(node)) {
      if (SKIPPED.has(field)) continue;
      const plain = !node.computed && ["key", "property"].includes(field) && ["Identifier", "Literal"].includes(node[field].type);
      if (plain) this.key(node[field], node.start);
      else this.write(node[field]);
    }
  }
}

const importedName = (node) =>
  node.type === "ImportDefaultSpecifier" ? "default" : node.type === "ImportNamespaceSpecifier" ? "*" : (node.imported.name ?? node.imported.value);

/** The same for programs of equal trees: nothing is simplified, names count. */
export function exact(code) {
  const writer = new Writer();
  writer.write(parseProgram(code).body);
  return writer;
}

/** null if the words are equal, else both places: what differs, in the texts they came from. */
export function firstDifference(a, b, codeA, codeB) {
  let i = 0;
  while (i < a.words.length && a.words[i] === b.words[i]) i++;
  return i === a.words.length && i === b.words.length ? null : [excerpt(a, i, codeA), excerpt(b, i, codeB)];
}

function excerpt({ words, places }, i, code) {
  let place = i;
  while (place > 0 && !(places[place] >= 0)) place--;
  return `${words.slice(i, i + 3).join(" ")} :: ${JSON.stringify(code.slice(Math.max(0, places[place] - 40), places[place] + 60))}`;
}

/** {words, places}: equal words mean equal programs; `assign`: they were made with useDefineForClassFields off; places[i] is the offset in `code` of words[i], or -1. */
export function canonical(code, assign = false) {
  const program = parseProgram(code);
  resolveNames(program);
  simplify(program, assign);
  const writer = new Writer();
  writer.write(program.body);
  return writer;
}
