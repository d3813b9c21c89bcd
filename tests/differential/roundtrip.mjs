// roundtrip.mjs - what cob prints of real JavaScript parses to the same tree.
//
//   node roundtrip.mjs [--only=PACKAGE] [--each=N] [--show=10]
//
// Every .js, .mjs, .cjs, .jsx file of the packages in js-packages.txt is parsed and printed, pretty and with minified white space.
// Two judges: cob's own tree of the printed text, and acorn's. Files that acorn refuses (JSX, types of Flow) have the
// first only; cob must refuse what is no JavaScript and nothing else. roundtrip-known.txt lists what may fail and why.
import { readFileSync } from "node:fs";
import { answers, commandLine, corpus, Known } from "./corpus.mjs";
import { exact, firstDifference } from "./canonical.mjs";

const { options } = commandLine();

function treeOf(code) {
  try {
    return exact(code);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** null if all is well. */
function problemOf(answer, counts) {
  const source = readFileSync(answer.path, "utf8").replace(/^\uFEFF/, "");
  const before = treeOf(source);
  if (answer.error) return before ? `cob refuses: ${answer.message} (line ${answer.line})` : null;
  if (!answer.same) return "another tree";
  counts.ours++;
  if (!before) return null;
  counts.acorn++;
  const after = treeOf(answer.code);
  if (!after) return "acorn refuses the printed text";
  const found = firstDifference(before, after, source, answer.code);
  return found && `source  ${found[0]}\n  printed ${found[1]}`;
}

const known = new Known("roundtrip-known.txt");
const files = corpus("js-packages.txt", /\.[cm]?jsx?$/, options.only).filter((_, i) => i % (options.each || 1) === 0);
const keyOf = new Map(files.map(({ key, path }) => [path, key]));
let shown = 0, fresh = 0;
for (const mode of ["pretty", "minified"]) {
  const counts = { ours: 0, acorn: 0, known: 0 };
  for await (const answer of answers("js_transform", ["--print", "--lang=jsx", ...(mode === "minified" ? ["--minify"] : [])], files.map(({ path }) => path))) {
    const problem = problemOf(answer, counts);
    const key = keyOf.get(answer.path);
    if (problem === null) continue;
    if (known.reasons.has(key)) counts.known++;
    else fresh++;
    if (!known.reasons.has(key) && shown++ < (options.show ?? 10)) console.log(`WRONG ${mode} ${key}\n  ${problem}`);
  }
  console.log(`round trip, ${mode}: ${files.length} files; same tree for cob ${counts.ours}, for acorn ${counts.acorn}; ${counts.known} known to fail`);
}
process.exit(fresh > 0 ? 1 : 0);
