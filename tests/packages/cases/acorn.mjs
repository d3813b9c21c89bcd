import * as acorn from "acorn";
import MagicString from "magic-string";
const code = "const answer = 6 * 7; export default () => answer ?? class { #x = 1 };";
const ast = acorn.parse(code, { ecmaVersion: "latest", sourceType: "module" });
console.log(JSON.stringify(ast));
const s = new MagicString(code);
s.overwrite(6, 12, "reply").append("\n// end");
console.log(s.toString(), s.generateMap({ hires: true, source: "x.js" }).toString());
try { acorn.parse("let x = ;", { ecmaVersion: 2022 }); } catch (e) { console.log(e.name, e.message, e.pos, e.loc); }
