// lowering.mjs - brings what TypeScript's constructs become into one shape, whoever lowered them.
//
//   enum, namespace     var E; ((p) => {...})(E || (E = {}))     the parameter and E count as one variable
//   enum constants      a member whose value is known is its value wherever it is read, folded or not
//   export              declarations lose the word; all exports stand sorted at the end
//   import              only which modules are asked for, in order; names are followed by canonical.mjs
//   class fields        those without a value stand first, sorted, then the constructor: where parameter properties are
//                       declared differs
//   computed fields     that are assigned: with the key in place
//   super()             several calls in a constructor that assigns fields: the assignments behind each
//   decorators          one list a class, whatever helper applies them
//   using               as it is in the source
//   text                constants that are added or put into a template are one constant
//   if, for, while      always with a block; an arrow that only returns without one
//   functions in blocks as variables at the start of the block
//   jsxDEV              without the place in the source and `this`: text for others has none, as Bun's
//   undefined, Infinity as names, not as `void 0` and `1 / 0`
//
// Works on ESTree whose identifiers carry `variable` (canonical.mjs). Trees are changed in place.
import { gatherDecorators } from "./decorators.mjs";

export const isNode = (value) => value !== null && typeof value === "object" && typeof value.type === "string";
export const isName = (node, name) => node?.type === "Identifier" && (name === undefined || node.name === name);

/** Calls `visit(node, parent, field)` for every node, children first; what it returns replaces the node. */
export function rewrite(node, visit, parent = null, field = "") {
  for (const name of Object.keys(node)) {
    const value = node[name];
    if (name === "variable") continue;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) if (isNode(value[i])) value[i] = rewrite(value[i], visit, node, name);
    } else if (isNode(value)) {
      node[name] = rewrite(value, visit, node, name);
    }
  }
  return visit(node, parent, field) ?? node;
}

export function rootOf(variable) {
  while (variable?.alias) variable = variable.alias;
  return variable;
}

export const literal = (value, at) => ({ type: "Literal", start: at.start, end: at.end, value });
export const identifier = (name, at, variable) => ({ type: "Identifier", start: at.start, end: at.end, name, variable });
const staticKey = (node) => (node.computed ? (node.property.type === "Literal" ? node.property.value : undefined) : node.property.name);

// --- statements -----------------------------------------------------------------------------------------------

const listsOf = (node) =>
  node.type === "SwitchCase" ? "consequent" : ["Program", "BlockStatement", "StaticBlock"].includes(node.type) ? "body" : null;

const doesNothing = (node) =>
  isName(node) || (node.type === "MemberExpression" && !node.computed && doesNothing(node.object)) || (node.type === "SequenceExpression" && node.expressions.every(doesNothing));

/** `a, b;` as two statements, `let a, b` too; none that do nothing. */
function flat(statements) {
  return statements.flatMap((statement) => {
    if (statement.type === "EmptyStatement" || (statement.type === "ExpressionStatement" && doesNothing(statement.expression))) return [];
    if (statement.type === "VariableDeclaration") return statement.declarations.map((declarator) => ({ ...statement, declarations: [declarator] }));
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "SequenceExpression") return [statement];
    return statement.expression.expressions.map((expression) => ({ ...statement, expression }));
  });
}

/** `const _A = class _A {...}; let A = _A` as a declaration: a class with static fields that refer to it. */
function plainClasses(statements) {
  const isAlias = (s, id) => s?.type === "VariableDeclaration" && isName(s.declarations[0].init) && s.declarations[0].init.variable === id.variable;
  const out = [];
  for (let i = 0; i < statements.length; i++) {
    const { id, init } = statements[i].type === "VariableDeclaration" ? statements[i].declarations[0] : {};
    if (init?.type !== "ClassExpression" || !isName(init.id, id.name) || !isAlias(statements[i + 1], id)) {
      out.push(statements[i]);
      continue;
    }
    const [{ id: name }] = statements[++i].declarations;
    init.id.variable.alias = id.variable;
    id.variable.alias = name.variable;
    out.push({ ...init, type: "ClassDeclaration", id: name });
  }
  return out;
}

// --- using ----------------------------------------------------------------------------------------------------

const lowerCall = (node, name) => node?.type === "CallExpression" && isName(node.callee?.property, name);

/** `const s=$m.lower.using();try{ const x = s.use(f) }catch..finally..` is `using x = f`. */
function plainUsing(statements) {
  const at = statements.findIndex((s) => s.type === "VariableDeclaration" && lowerCall(s.declarations[0].init, "using"));
  if (at < 0 || statements[at + 1]?.type !== "TryStatement") return statements;
  const stack = statements[at].declarations[0].id.variable;
  const body = statements[at + 1].block.body.map((statement) => {
    const init = statement.type === "VariableDeclaration" ? statement.declarations[0].init : null;
    const used = ["use", "useAsync"].find((name) => lowerCall(init, name) && init.callee.object.variable === stack);
    if (!used) return statement;
    const [declarator] = statement.declarations;
    return { ...statement, kind: used === "use" ? "using" : "await using", declarations: [{ ...declarator, init: init.arguments[0] }] };
  });
  return [...statements.slice(0, at), ...body, ...statements.slice(at + 2)];
}

// --- enums and namespaces -------------------------------------------------------------------------------------

const sameName = (a, b) => isName(a) && isName(b) && rootOf(a.variable) === rootOf(b.variable) && (a.variable || a.name === b.name);

// X || (X = {}), X || {}, X = N.X || (N.X = {}): {target: X, owner: N}
function argumentOf(node) {
  if (node?.type === "AssignmentExpression" && isName(node.left)) {
    const inner = node.right;
    if (inner.type !== "LogicalExpression" || inner.left.type !== "MemberExpression" || !isName(inner.left.object)) return null;
    return { target: node.left, owner: inner.left.object };
  }
  if (node?.type !== "LogicalExpression" || node.operator !== "||" || !isName(node.left)) return null;
  const made = node.right.type === "AssignmentExpression" && sameName(node.right.left, node.left) ? node.right.right : node.right;
  return made.type === "ObjectExpression" && made.properties.length === 0 ? { target: node.left, owner: null } : null;
}

function loweredCall(call) {
  if (call?.type !== "CallExpression" || call.arguments.length !== 1) return null;
  const { callee } = call;
  if (!["FunctionExpression", "ArrowFunctionExpression"].includes(callee.type)) return null;
  if (callee.params.length !== 1 || !isName(callee.params[0]) || callee.async || callee.generator || callee.id) return null;
  const found = argumentOf(call.arguments[0]);
  if (!found) return null;
  const param = callee.params[0];
  if (param.variable && found.target.variable && param.variable !== found.target.variable) param.variable.alias = found.target.variable;
  const statements = callee.body.type === "BlockStatement" ? callee.body.body : [{ type: "ReturnStatement", argument: callee.body }];
  const body = statements.filter((s) => !(s.type === "ReturnStatement" && sameName(s.argument, param)));
  return { type: "Lowered", start: call.start, end: call.end, target: found.target, owner: found.owner, body };
}

function lowerStatement(statement) {
  if (statement.type === "ExpressionStatement") return [loweredCall(statement.expression) ?? statement];
  if (statement.type !== "VariableDeclaration" || statement.declarations.length !== 1) return [statement];
  const [declarator] = statement.declarations;
  const lowered = loweredCall(declarator.init);
  if (!lowered || !sameName(lowered.target, declarator.id)) return [statement];
  return [{ ...statement, declarations: [{ ...declarator, init: null }] }, lowered];
}

/** Declarations without a value, of variables that an enum or namespace fills. */
function dropBareDeclarations(statements, filled) {
  const isBare = (s) => s.type === "VariableDeclaration" && s.declarations.every((d) => d.init === null && filled.has(rootOf(d.id.variable)));
  return statements.filter((s) => !isBare(s));
}

function lowerBlocks(program) {
  const filled = new Set();
  const each = (node) => {
    const list = listsOf(node) ?? (node.type === "Lowered" ? "body" : null);
    if (list) node[list] = node[list].flatMap(lowerStatement);
  };
  rewrite(program, (node) => void each(node));
  rewrite(program, (node) => void (node.type === "Lowered" && node.target.variable && filled.add(rootOf(node.target.variable))));
  rewrite(program, (node) => {
    const list = listsOf(node) ?? (node.type === "Lowered" ? "body" : null);
    if (list) node[list] = dropBareDeclarations(node[list], filled);
  });
}

// --- constants ------------------------------------------------------------------------------------------------

const BINARY = {
  "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, "%": (a, b) => a % b, "**": (a, b) => a ** b,
  "|": (a, b) => a | b, "&": (a, b) => a & b, "^": (a, b) => a ^ b, "<<": (a, b) => a << b, ">>": (a, b) => a >> b, ">>>": (a, b) => a >>> b,
};
const UNARY = { "-": (a) => -a, "+": (a) => +a, "~": (a) => ~a };
const isConstant = (value) => typeof value === "number" || typeof value === "string";

class Constants {
  members = new Map(); // variable -> Map of name -> value, or variable of a nested enum

  /** The variable that an enum or namespace expression stands for: E, N.E */
  holder(node) {
    if (isName(node)) return this.members.has(rootOf(node.variable)) ? rootOf(node.variable) : undefined;
    if (node.type !== "MemberExpression" || node.optional) return undefined;
    const value = this.members.get(this.holder(node.object))?.get(staticKey(node));
    return typeof value === "object" ? value : undefined;
  }

  value(node) {
    if (node.type === "Literal") return isConstant(node.value) ? node.value : undefined;
    if (node.type === "Identifier" && !node.variable) return { Infinity, NaN }[node.name];
    if (node.type === "UnaryExpression") return this.apply(UNARY[node.operator], [node.argument], ["number"]);
    if (node.type === "BinaryExpression") return this.apply(BINARY[node.operator], [node.left, node.right], node.operator === "+" ? ["number", "string"] : ["number"]);
    if (node.type === "TemplateLiteral") return this.template(node);
    if (node.type !== "MemberExpression" || node.optional) return undefined;
    const value = this.members.get(this.holder(node.object))?.get(staticKey(node));
    return isConstant(value) ? value : undefined;
  }

  apply(operation, operands, types) {
    const values = operands.map((operand) => this.value(operand));
    if (!operation || values.some((value) => !types.includes(typeof value))) return undefined;
    return operation(...values);
  }

  template(node) {
    const values = node.expressions.map((expression) => this.value(expression));
    if (values.includes(undefined)) return undefined;
    return node.quasis.map((quasi, i) => quasi.value.cooked + String(values[i] ?? "")).join("");
  }

  // E[E["A"] = v] = "A" and E["A"] = v
  collect(block) {
    const owner = rootOf(block.target.variable);
    if (!owner) return;
    if (!this.members.has(owner)) this.members.set(owner, new Map());
    if (block.owner) this.members.get(rootOf(block.owner.variable))?.set(block.target.name, owner);
    for (const statement of block.body) {
      if (statement.type === "Lowered") this.collect(statement);
      if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") continue;
      const { expression } = statement;
      const inner = expression.left.type === "MemberExpression" && expression.left.property.type === "AssignmentExpression" ? expression.left.property : expression;
      if (inner.left.type !== "MemberExpression" || !isName(inner.left.object) || rootOf(inner.left.object.variable) !== owner) continue;
      if (!inner.left.computed) continue; // N.x = 1: a namespace's variable
      const value = this.value(inner.right);
      if (value === undefined) continue;
      this.members.get(owner).set(staticKey(inner.left), value);
      inner.right = literal(value, inner.right);
    }
  }
}

function foldConstants(program) {
  const constants = new Constants();
  rewrite(program, (node) => void (node.type === "Lowered" && !node.owner && constants.collect(node)));
  if (constants.members.size === 0) return;
  rewrite(program, (node, parent, field) => {
    if (node.type !== "MemberExpression") return undefined;
    if ((parent?.type === "AssignmentExpression" && field === "left") || parent?.type === "UpdateExpression") return undefined;
    const value = constants.value(node);
    return value === undefined ? undefined : literal(value, node);
  });
  rewrite(program, (node) => (node.type === "UnaryExpression" ? foldUnary(node) : undefined));
}

// --- modules --------------------------------------------------------------------------------------------------

const nameOf = (node) => node.name ?? node.value;

function declaredNames(declaration) {
  if (declaration.id) return [declaration.id];
  const names = [];
  const walk = (pattern) => {
    if (pattern === null) return;
    if (pattern.type === "Identifier") names.push(pattern);
    else if (pattern.type === "ObjectPattern") pattern.properties.forEach((p) => walk(p.value ?? p.argument));
    else if (pattern.type === "ArrayPattern") pattern.elements.forEach(walk);
    else walk(pattern.left ?? pattern.argument);
  };
  declaration.declarations.forEach((d) => walk(d.id));
  return names;
}

function exportsOf(statement, list) {
  if (statement.type === "ExportNamedDeclaration" && !statement.source) {
    if (!statement.declaration) {
      list.push(...statement.specifiers.map((s) => ({ name: nameOf(s.exported), value: s.local })));
      return [];
    }
    for (const id of declaredNames(statement.declaration)) list.push({ name: id.name, value: identifier(id.name, id, id.variable) });
    return [statement.declaration];
  }
  if (statement.type === "ExportDefaultDeclaration" && statement.declaration.id && /Declaration$/.test(statement.declaration.type)) {
    const { id } = statement.declaration;
    list.push({ name: "default", value: identifier(id.name, id, id.variable) });
    return [statement.declaration];
  }
  return [statement];
}

/** Exports as statements at the end; imports only as the modules that are asked for. */
function splitModule(program) {
  const exported = [];
  program.body = program.body.flatMap((statement) => exportsOf(statement, exported));
  const isJsx = (s) => /\/jsx(-dev)?-runtime$/.test(s.source.value) || (s.specifiers.length === 1 && s.specifiers[0].imported?.name === "createElement");
  const imports = program.body.filter((s) => s.type === "ImportDeclaration" && !isJsx(s));
  program.body = program.body.filter((s) => s.type !== "ImportDeclaration");
  const asked = imports.map((s) => ({ type: "Import", start: s.start, source: s.source, attributes: s.attributes }));
  const items = exported.map(({ name, value }) => ({ type: "Export", start: value.start, name, value }));
  program.body = [...asked, ...program.body, ...items];
}

function sortExports(program) {
  const exported = program.body.filter((s) => s.type === "Export").sort((a, b) => (a.name < b.name ? -1 : 1));
  program.body = [...program.body.filter((s) => s.type !== "Export"), ...exported];
}

// --- the rest -------------------------------------------------------------------------------------------------

const isBareField = (m) => m.type === "PropertyDefinition" && !m.static && m.value === null && !m.computed && /Identifier$/.test(m.key.type);

const TEMPORARY = /^(_[a-zA-Z]\d*|\$m\d*_p\d+)$/;
const isTemporarySet = (node) => node?.type === "AssignmentExpression" && isName(node.left) && TEMPORARY.test(node.left.name);
const setsTemporary = (statement) => statement.type === "ExpressionStatement" && isTemporarySet(statement.expression);

// What cob makes of computed keys: `static [($m_p5=k,"$m")](){}` keeps one, `static{delete this.$m}` takes the method away.
const isOurs = (name) => /^\$m\d*$/.test(name);
const isKeyMethod = (m) => m.type === "MethodDefinition" && m.static && m.key.type === "SequenceExpression" && isOurs(m.key.expressions.at(-1).value);
const sweeps = (m) => m.type === "StaticBlock" && m.body[0]?.expression?.operator === "delete" && isOurs(m.body[0].expression.argument.property.name);
const isPassedKey = (node) => node.type === "CallExpression" && isName(node.callee.property, "key") && /^\$m\d*_c\d+$/.test(node.callee.object.name);

/** `(($m_p5) => ({ "C": class {} })["C"])()` is the class; the variables of the keys stand around it. */
function unwrapClass(node) {
  const { callee } = node;
  if (node.type !== "CallExpression" || callee.type !== "ArrowFunctionExpression" || callee.params.length === 0) return undefined;
  if (!callee.params.every((p) => isName(p) && TEMPORARY.test(p.name) && p.name.startsWith("$m"))) return undefined;
  return callee.body.type === "MemberExpression" ? callee.body.object.properties[0].value : callee.body;
}

/** Variables that keep a computed key until the constructor assigns the field: the key itself where they are used. */
function inlineKeys(program) {
  const values = new Map();
  rewrite(program, (node) => void (isTemporarySet(node) && node.left.variable && values.set(node.left.variable, node.right)));
  rewrite(program, (node) => {
    if (node.type === "ClassBody") node.body = node.body.filter((m) => !isKeyMethod(m) && !sweeps(m));
    return unwrapClass(node);
  });
  if (values.size === 0) return;
  const plain = (node) => (isPassedKey(node) ? node.arguments[0] : node);
  const value = (node) => (isName(node) && values.has(node.variable) ? value(plain(values.get(node.variable))) : node);
  rewrite(program, (node, parent, field) => {
    if (isName(node) && values.has(node.variable) && !(parent.type === "AssignmentExpression" && field === "left") && field !== "id") return value(node);
    if (listsOf(node)) node[listsOf(node)] = node[listsOf(node)].filter((s) => !setsTemporary(s));
    if (node.type === "VariableDeclaration") node.declarations = node.declarations.filter((d) => d.init || !values.has(d.id.variable));
    if (node.type === "ClassBody") node.body = node.body.filter((m) => m.type !== "StaticBlock" || m.body.length > 0);
    if (node.type !== "SequenceExpression") return undefined;
    const rest = node.expressions.filter((e) => !isTemporarySet(e));
    if (field === "key" || rest.length === 1) return rest.at(-1);
    return { ...node, expressions: rest };
  });
  rewrite(program, (node) => void (listsOf(node) && (node[listsOf(node)] = node[listsOf(node)].filter((s) => s.declarations?.length !== 0))));
}

// Without useDefineForClassFields cob calls a method for each field, `#$m_f1(){this.x = 1}`, from the constructor.
const isFieldMethod = (m) => m.type === "MethodDefinition" && m.key.type === "PrivateIdentifier" && /^\$m\d*_f\d+$/.test(m.key.name);

/** The assignments instead of the calls; `super(...arguments)` for any constructor that passes all on. */
function assignFields(body) {
  const methods = new Map(body.body.filter(isFieldMethod).map((m) => [m.key.name, m.value.body.body.map((s) => ({ ...s, isField: true }))]));
  body.body = body.body.filter((m) => !isFieldMethod(m));
  const inline = (statements) => statements.flatMap((s) => {
    const call = s.type === "ExpressionStatement" && s.expression.type === "CallExpression" ? s.expression : null;
    return (call?.callee.property?.type === "PrivateIdentifier" && methods.get(call.callee.property.name)) || [s];
  });
  for (const { value: maker } of body.body.filter((m) => m.kind === "constructor")) {
    rewrite(maker.body, (node) => void (listsOf(node) && (node[listsOf(node)] = inline(node[listsOf(node)]))));
    inlineSuper(maker);
    const rest = maker.params[0]?.type === "RestElement" && /^\$m\d*_a$/.test(maker.params[0].argument.name);
    if (!rest) continue;
    maker.params = [];
    maker.body.body[0].expression.arguments[0].argument = identifier("arguments", maker);
  }
}

// esbuild's constructors with several calls of super(): var __super = (...args) => { super(...args); this.x = 1; return this; };
const isSuperCall = (s) => s?.type === "ExpressionStatement" && s.expression.type === "CallExpression" && s.expression.callee.type === "Super";
function superMaker(statement) {
  const { id, init } = statement.type === "VariableDeclaration" ? statement.declarations[0] : {};
  if (!isName(id, "__super") || init?.type !== "ArrowFunctionExpression" || init.params[0]?.type !== "RestElement") return null;
  const [first, ...rest] = init.body.body, last = rest.pop();
  const passesAll = isSuperCall(first) && first.expression.arguments.length === 1 && first.expression.arguments[0].argument?.variable === init.params[0].argument.variable;
  return passesAll && last?.argument?.type === "ThisExpression" ? { variable: id.variable, callee: first.expression.callee, rest } : null;
}

/** Where the call of such a function is a statement: super() and what follows it. */
function inlineSuper(maker) {
  const made = maker.body.body.map(superMaker).find(Boolean);
  if (!made) return;
  const isCall = (s) => s.type === "ExpressionStatement" && s.expression.type === "CallExpression" && s.expression.callee.variable === made.variable;
  const inline = (s) => (isCall(s) ? [{ ...s, expression: { ...s.expression, callee: made.callee } }, ...made.rest] : [s]);
  rewrite(maker.body, (node) => void (listsOf(node) && (node[listsOf(node)] = node[listsOf(node)].flatMap(inline))));
  const calls = new Set();
  rewrite(maker.body, (node) => void (isName(node) && node.variable === made.variable && calls.add(node)));
  if (calls.size === 1) maker.body.body = maker.body.body.filter((s) => !superMaker(s)); // only its declaration is left
}

function foldUnary(node) {
  const { operator, argument } = node;
  if (operator === "void" && (argument.type === "Literal" || isName(argument, "undefined"))) return identifier("undefined", node);
  if (operator === "!" && typeof argument.value === "number") return literal(!argument.value, node);
  if (operator === "+" && isName(argument, "Infinity")) return argument;
  return UNARY[operator] && typeof argument.value === "number" ? literal(UNARY[operator](argument.value), node) : undefined;
}

const block = (statement) => (statement.type === "BlockStatement" ? statement : { type: "BlockStatement", start: statement.start, body: flat([statement]) });

/** In blocks, `function f() {}` is `let f = function () {}` at the start. */
function functionsFirst(statements) {
  const isFunction = (s) => s.type === "FunctionDeclaration";
  const asLet = (f) => {
    const init = { ...f, type: "FunctionExpression", id: null };
    return { type: "VariableDeclaration", start: f.start, declarations: [{ type: "VariableDeclarator", start: f.start, id: f.id, init }], kind: "let" };
  };
  return [...statements.filter(isFunction).map(asLet), ...statements.filter((s) => !isFunction(s))];
}

// Text is a list of parts: strings and expressions. `a${b}` is ["a", b].
const isText = (node) => node.type === "Text" || (node.type === "Literal" && typeof node.value === "string");
const partsOf = (node) => (node.type === "Text" ? node.parts : [node]);

function text(parts, at) {
  const joined = [];
  for (const part of parts) {
    if (part.type === "Literal" && part.value === "") continue;
    const last = joined.at(-1);
    if (part.type === "Literal" && last?.type === "Literal") joined[joined.length - 1] = literal(`${last.value}${part.value}`, last);
    else joined.push(part.type === "Literal" ? literal(String(part.value), part) : part);
  }
  if (joined.length === 0) return literal("", at);
  return joined.length === 1 && joined[0].type === "Literal" ? joined[0] : { type: "Text", start: at.start, parts: joined };
}

function plainTemplate(node) {
  const parts = node.quasis.flatMap((quasi, i) => [literal(quasi.value.cooked, quasi), ...(node.expressions[i] ? partsOf(node.expressions[i]) : [])]);
  return text(parts, node);
}

// "a" + "b", `a${b}` + "c", and (x + "a") + "b" as x + "ab"
function joinText(node) {
  const { left, right } = node;
  if (isText(left) && isText(right)) return text([...partsOf(left), ...partsOf(right)], node);
  if (isText(right) && left.type === "BinaryExpression" && left.operator === "+" && isText(left.right))
    return { ...left, right: text([...partsOf(left.right), ...partsOf(right)], node) };
  return undefined;
}

function simplifyNode(node, parent, field) {
  if (node.type === "SequenceExpression" && ["key", "superClass"].includes(field)) return node.expressions.at(-1); // keys of fields without a value
  if (node.type === "TemplateLiteral" && parent?.type === "TaggedTemplateExpression") return undefined;
  const list = listsOf(node);
  if (list) node[list] = plainClasses(plainUsing(flat(node[list])));
  if (list && (node.type === "SwitchCase" || (node.type === "BlockStatement" && !/Function/.test(parent?.type)))) node[list] = functionsFirst(node[list]);
  switch (node.type) {
    case "UnaryExpression":
      return foldUnary(node);
    case "IfStatement":
      node.consequent = block(node.consequent);
      node.alternate &&= block(node.alternate);
      return undefined;
    case "ForStatement": case "ForInStatement": case "ForOfStatement": case "WhileStatement": case "DoWhileStatement":
      node.body = block(node.body);
      return undefined;
    case "ArrowFunctionExpression": { // () => { return x } is () => x
      const [only, ...more] = node.body.type === "BlockStatement" ? node.body.body : [];
      if (only?.type !== "ReturnStatement" || !only.argument || more.length > 0) return undefined;
      return { ...node, body: only.argument, expression: true };
    }
    case "ClassBody": {
      assignFields(node);
      const bare = node.body.filter(isBareField).sort((a, b) => (a.key.name < b.key.name ? -1 : 1));
      const makers = node.body.filter((m) => m.kind === "constructor");
      node.body = [...bare, ...makers, ...node.body.filter((m) => !isBareField(m) && m.kind !== "constructor")];
      return undefined;
    }
    case "BinaryExpression":
      if (node.operator === "/" && node.left.value === 1 && node.right.value === 0) return identifier("Infinity", node);
      return node.operator === "+" ? joinText(node) : undefined;
    case "TemplateLiteral":
      return plainTemplate(node);
    case "MemberExpression": // (a?.b)?.c is a?.b?.c
      if (node.optional && node.object.type === "ChainExpression") node.object = node.object.expression;
      return undefined;
    case "CallExpression":
      if (/jsxDEV/.test(node.callee.name)) node.arguments.length = Math.min(node.arguments.length, 4);
      if (node.optional && node.callee.type === "ChainExpression") node.callee = node.callee.expression;
      return undefined;
    default:
      return undefined;
  }
}

/** Changes `program` as the head of this file says. */
export function simplify(program, assign) {
  inlineKeys(program);
  rewrite(program, simplifyNode);
  splitModule(program);
  program.body = plainClasses(program.body);
  gatherDecorators(program, assign);
  sortExports(program);
  lowerBlocks(program);
  foldConstants(program);
}
