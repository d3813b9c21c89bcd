// decorators.mjs - TypeScript's experimental decorators: both programs apply them through helpers of their own.
//
// Becomes one statement a class: the class, then its decorators in the order in which they run (instance members, static
// members, the class). Static fields stand last in it, because esbuild defines those of decorated classes behind the class.
import { identifier, isName, literal, rewrite, rootOf } from "./lowering.mjs";

const isCall = (node, name) => node?.type === "CallExpression" && isName(node.callee, name);
/** `$m.lower.NAME(...)` of cob. */
const isLower = (node, name) =>
  node?.type === "CallExpression" && node.callee.type === "MemberExpression" && isName(node.callee.property, name) &&
  node.callee.object.type === "MemberExpression" && isName(node.callee.object.property, "lower") && /^\$m\d*$/.test(node.callee.object.object.name);
const methodCall = (node, name) => node?.type === "CallExpression" && node.callee.type === "MemberExpression" && isName(node.callee.property, name) && isName(node.callee.object);
const sameVariable = (a, b) => isName(a) && isName(b) && a.variable !== undefined && rootOf(a.variable) === rootOf(b.variable);

let definesFields = true; // useDefineForClassFields, for the program at hand

/** Parameter decorators in one spelling; cob writes 0 for a parameter without. */
function plainList(list) {
  return list.filter((item) => item.type !== "Literal").map((item) =>
    isLower(item, "param") || isCall(item, "__decorateParam") ? { type: "ParameterDecorator", start: item.start, arguments: item.arguments } : item);
}

const byRun = (members) => [...members.filter((m) => !m.static), ...members.filter((m) => m.static)];

const nameOf = (key) => key.name ?? String(key.value);

/** Takes decorated fields of instances out: cob assigns them as Bun does, esbuild defines them. [key, value] of those with a value. */
function takeFields(body, members) {
  const names = new Set(members.filter((m) => m.field && !m.static).map((m) => nameOf(m.key)));
  const taken = [];
  const take = (isOne, key, value) => (isOne && names.has(nameOf(key)) ? (value && taken.push({ type: "Assigned", start: value.start, name: nameOf(key), value }), false) : true);
  const maker = body.find((m) => m.kind === "constructor")?.value.body;
  if (maker)
    rewrite(maker, (node) => {
      if (node.type === "BlockStatement") node.body = node.body.filter((s) => take(s.isField, s.expression?.left?.property ?? {}, s.expression?.right));
    });
  const isPassing = (s) => s.expression?.callee?.type === "Super" && s.expression.arguments[0]?.argument?.name === "arguments";
  const isIdle = (m) => m.kind === "constructor" && m.value.params.length === 0 && m.value.body.body.every(isPassing);
  const rest = body.filter((m) => !isIdle(m) && take(m.type === "PropertyDefinition" && !m.static && !m.computed, m.key ?? {}, m.value));
  return { rest, taken };
}

function decorated(id, node, members, list) {
  const isLate = (m) => (m.type === "PropertyDefinition" && m.static) || m.type === "StaticBlock";
  const { rest, taken } = definesFields ? takeFields(node.body.body, members) : { rest: node.body.body, taken: [] };
  const body = [...rest.filter((m) => !isLate(m)), ...rest.filter(isLate)];
  return {
    type: "DecoratedClass", start: node.start, id, superClass: node.superClass, body, taken,
    members: byRun(members).map((m) => ({ type: "Decorated", start: node.start, ...m })), list: plainList(list),
  };
}

// --- cob ------------------------------------------------------------------------------------------------------

const computedKey = { type: "ComputedKey", start: -1 };

/** Takes the marker methods out of the class: what they register. */
function takeMarkers(node, name) {
  const members = [], rest = [];
  let list = [];
  for (const member of node.body.body) {
    const key = member.computed && member.type === "MethodDefinition" ? member.key : null;
    if (methodCall(key, "add")) {
      const [items, kind, isStatic, memberKey] = key.arguments;
      members.push({ static: isStatic.value, field: kind.value === "field", key: keyOf(memberKey), list: plainList(items.body.elements) });
    } else if (methodCall(key, "ctor")) {
      list = key.arguments[0].body.elements;
    } else if (!(member.type === "StaticBlock" && isSelfName(member, name))) {
      if (member.computed && methodCall(member.key, "key")) member.key = member.key.arguments[0];
      rest.push(member);
    }
  }
  node.body.body = rest;
  return { members, list };
}

// static{C=this}
const isSelfName = (block, name) =>
  block.body.length === 1 && block.body[0].type === "ExpressionStatement" && block.body[0].expression.type === "AssignmentExpression" &&
  block.body[0].expression.right.type === "ThisExpression" && sameVariable(block.body[0].expression.left, name);

function keyOf(node) {
  if (node.type === "Identifier" && node.name === "undefined") return computedKey;
  if (node.type === "CallExpression") return literal(String(node.arguments[0].value), node);
  return literal(String(node.value), node);
}

/** `{const $m_c0=$m.lower.legacy(..);({C: class ..});C=$m_c0.done(C);}`, or the body of an arrow with the same. */
function fromBlock(statements, classList) {
  const holder = statements.find(isHolder);
  const assign = statements.find((s) => s.type === "ExpressionStatement" && s.expression.type === "AssignmentExpression" && methodCall(s.expression.right, "done"));
  const node = holder.expression.properties[0].value, id = assign.expression.left;
  const { members, list } = takeMarkers(node, id);
  return decorated(id, node, members, [...classList, ...list]);
}

const legacyOf = (statement) =>
  statement?.type === "VariableDeclaration" && statement.declarations.length === 1 && isLower(statement.declarations[0].init, "legacy") && statement.declarations[0].init.arguments.length === 1
    ? { id: statement.declarations[0].id, list: statement.declarations[0].init.arguments[0].body.elements } : null;

const isDone = (statement) => statement.type === "ExpressionStatement" && methodCall(statement.expression, "done") && /^\$m\d*_c/.test(statement.expression.callee.object.name);
const declares = (statement, id) => statement?.type === "VariableDeclaration" && statement.declarations.length === 1 && !statement.declarations[0].init && sameVariable(statement.declarations[0].id, id);

// ({C: class {...}})
const isHolder = (statement) => statement.type === "ExpressionStatement" && statement.expression.type === "ObjectExpression";

function gatherOurs(statements) {
  if (legacyOf(statements[0]) && statements.some(isHolder)) return statements; // fromBlock reads it as a whole
  const out = [];
  let pending = null;
  for (const statement of statements) {
    const legacy = legacyOf(statement);
    if (legacy) {
      pending = legacy;
    } else if (pending && statement.type === "ClassDeclaration") {
      const { members, list } = takeMarkers(statement, statement.id);
      out.push(decorated(statement.id, statement, members, [...pending.list, ...list]));
      pending = null;
    } else if (statement.type === "BlockStatement" && legacyOf(statement.body[0])) {
      const made = fromBlock(statement.body, legacyOf(statement.body[0]).list);
      if (declares(out.at(-1), made.id)) out.pop();
      out.push(made);
    } else if (statement.type === "ExportDefaultDeclaration" && isLower(statement.declaration, "legacy")) {
      const [list, make] = statement.declaration.arguments;
      const made = fromBlock(make.body.body, list.body.elements);
      out.push(made, { type: "Export", start: made.start, name: "default", value: made.id });
    } else if (!isDone(statement)) {
      out.push(statement);
    }
  }
  return out;
}

// --- esbuild --------------------------------------------------------------------------------------------------

const HELPERS = /^__(defProp|getOwnPropDesc|defNormalProp|decorateClass|decorateParam|publicField)$/;
const isHelper = (statement) => statement.type === "VariableDeclaration" && statement.declarations.every((d) => HELPERS.test(d.id.name));

function targetOf(node) {
  const isPrototype = node.type === "MemberExpression" && isName(node.property, "prototype");
  return { object: isPrototype ? node.object : node, static: !isPrototype };
}

const isStaticAssignment = (node, id) => node.type === "AssignmentExpression" && node.left.type === "MemberExpression" && sameVariable(node.left.object, id);

/** What the helper calls behind the class `id` say: members, the class's own list, static fields; `used` counts statements. */
function takeCalls(statements, from, id) {
  const found = { members: [], list: null, fields: [], used: 0 };
  for (const { type, expression } of statements.slice(from)) {
    if (type !== "ExpressionStatement") break;
    const call = expression.type === "AssignmentExpression" && sameVariable(expression.left, id) ? expression.right : expression;
    if (isStaticAssignment(expression, id)) {
      expression.left.object = { type: "ThisExpression", start: expression.start };
      found.fields.push({ type: "StaticBlock", start: expression.start, body: [{ type: "ExpressionStatement", start: expression.start, expression }] });
      found.used++;
      continue;
    }
    if (isCall(call, "__publicField") && sameVariable(call.arguments[0], id)) {
      const [, key, value] = call.arguments;
      const computed = key.type !== "Literal";
      found.fields.push({ type: "PropertyDefinition", start: call.start, static: true, computed, key, value: value ?? null });
    } else if (isCall(call, "__decorateClass")) {
      const [list, target, key, kind] = call.arguments;
      const { object, static: isStatic } = targetOf(target);
      if (!sameVariable(object, id)) break;
      if (!key) found.list = list.elements;
      else found.members.push({ static: isStatic, field: kind.value === 2, key: key.type === "Literal" ? literal(String(key.value), key) : computedKey, list: plainList(list.elements) });
    } else {
      break;
    }
    found.used++;
  }
  return found;
}

/** [_a = key] is [key]. */
function plainKeys(members) {
  for (const member of members)
    if (member.computed && member.key.type === "AssignmentExpression" && /^_[a-z]\d*$/.test(member.key.left.name)) member.key = member.key.right;
}

function classOf(statement) {
  if (statement.type === "ClassDeclaration") return { id: statement.id, node: statement };
  if (statement.type !== "VariableDeclaration" || statement.declarations.length !== 1) return null;
  const [{ id, init }] = statement.declarations;
  return isName(id) && init?.type === "ClassExpression" ? { id, node: init } : null;
}

/** `let C = _C`: a class that refers to itself. */
function renames(statement, id) {
  if (statement?.type !== "VariableDeclaration" || !sameVariable(statement.declarations[0].init, id)) return false;
  id.variable.alias = statement.declarations[0].id.variable;
  return true;
}

function gatherTheirs(statements) {
  const out = [];
  for (let i = 0; i < statements.length; i++) {
    const found = classOf(statements[i]);
    const calls = found && takeCalls(statements, i + 1, found.id);
    if (!calls || calls.used === 0 || calls.members.length + (calls.list?.length ?? 0) === 0) {
      out.push(statements[i]);
      continue;
    }
    const { id, node } = found;
    if (node.id?.variable && node.id !== id) node.id.variable.alias = id.variable;
    node.body.body.push(...calls.fields);
    plainKeys(node.body.body);
    out.push(decorated(id, node, calls.members, calls.list ?? []));
    i += calls.used;
    if (renames(statements[i + 1], id)) i++;
  }
  return out;
}

/** Puts DecoratedClass statements into `program`. */
export function gatherDecorators(program, assign) {
  definesFields = !assign;
  program.body = program.body.filter((s) => !isHelper(s));
  rewrite(program, (node) => {
    const list = { Program: "body", BlockStatement: "body", StaticBlock: "body", SwitchCase: "consequent" }[node.type];
    if (list) node[list] = gatherTheirs(gatherOurs(node[list]));
    if (isLower(node, "legacy") && node.arguments.length === 2) return fromBlock(node.arguments[1].body.body, node.arguments[0].body.elements);
    return undefined;
  });
  program.body = program.body.filter((s) => !(s.type === "VariableDeclaration" && s.declarations.every((d) => !d.init && /^_[a-z]\d*$/.test(d.id.name))));
}
