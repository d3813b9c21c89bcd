import { minify } from "terser";
const code = `export function longName(first, second) { const unused = 1; if (first) { return first + second; } else { return second * 2; } } console.log(longName(1, 2));`;
const result = await minify(code, { module: true, sourceMap: { filename: "in.js" } });
console.log(result.code);
console.log(result.map);
try { await minify("let = ;"); } catch (e) { console.log(e.name, e.message, e.line, e.col); }
