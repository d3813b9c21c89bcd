// function_text.js - Function.prototype.toString without what the transformer has put into the text.
//
// Programs send the text of functions to browsers, workers and templates, where $m does not exist. The rewriting of
// awaits, imports and exported variables is undone (docs/modules.md lists it); the result runs as the source does, but is
// not always the same to the letter. Lowered syntax (using, decorators, JSX) still needs its helpers, as in Bun.
// Limit: a string of the program that holds such text is changed, too.
const EDITS = [
  [/\$m\d*_r\(await\s+\$m\d*_w\(/g, "(await ("],
  [/,(\$m\d*_t),\d+\),\1\)/g, "))"],
  [/const \$m\d*_t=\$m\d*_n\(\);/g, ""],
  [/if\((\$m\d*_t)\.site>=0\)\$m\d*_r\(0,\1\);/g, ""],
  [/const \$m\d*_k\d+=\$m\d*_c\.current;/g, ""],
  [/\$m\d*_c\.current=\$m\d*_k\d+;/g, ""],
  [/\$m\d*\.(?:context\.iterate|eval|trace)\(/g, "("],
  [/\$m\d*\.import\(/g, "import("],
  [/\$m\d*\.(defer|source)\(/g, "import.$1("],
  [/\$m\d*\.meta\b/g, "import.meta"],
  [/\$m\d*_i\(([^(),]+),\d+\)/g, "$1"],
  [/\$m\d*\.post\(/g, "((result)=>result)("],
  [/\$m\d*\(\d+,/g, "("],
];

/** @param {string} text that contains "$m" @returns {string} */
function restore(text) {
  for (const [pattern, replacement] of EDITS) text = text.replace(pattern, replacement);
  return text;
}

module.exports = { restore };
