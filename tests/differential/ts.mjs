// ts.mjs - what cob makes of real TypeScript against what esbuild makes of it.
//
//   node ts.mjs [--only=PACKAGE] [--each=N] [--show=10] [--jsx=classic|dev] [--verbatim] [--assign]
//
// Every .ts, .tsx, .mts, .cts file (no declarations) of the packages in ts-packages.txt goes through both; the results are
// compared as canonical.mjs describes. ts-known.txt lists the files that differ and why; any other difference fails the run.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { answers, commandLine, corpus, Known } from "./corpus.mjs";
import { canonical, firstDifference } from "./canonical.mjs";

const { options } = commandLine();
// Of both: what the options mean.
const modes = { classic: ["react", "--jsx=classic"], dev: ["react-jsxdev", "--dev"] };
const [jsx, ...jsxFlags] = modes[options.jsx] ?? ["react-jsx"];
const verbatim = "verbatim" in options, assign = "assign" in options; // assign: useDefineForClassFields false
const flags = ["--keep", "--legacy", ...jsxFlags, ...(verbatim ? ["--verbatim"] : []), ...(assign ? ["--assign"] : [])];
const tsconfigRaw = { compilerOptions: { useDefineForClassFields: !assign, experimentalDecorators: true, verbatimModuleSyntax: verbatim, jsx } };

async function byEsbuild(path, loader) {
  try {
    return (await transform(readFileSync(path, "utf8"), { loader, sourcefile: path, target: "esnext", charset: "utf8", logLevel: "silent", tsconfigRaw })).code;
  } catch (error) {
    return { refused: error.errors[0]?.text ?? String(error) };
  }
}

function canonicalOf(code) {
  try {
    return canonical(code, assign);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { refused: `unparsable: ${error.message}\n    ${code.slice(Math.max(0, error.pos - 60), error.pos + 40)}` };
  }
}

/** null if equal, else what differs. */
function difference(ours, theirs) {
  const a = canonicalOf(ours), b = canonicalOf(theirs);
  if (a.refused || b.refused) return a.refused ? `cob: ${a.refused}` : `esbuild: ${b.refused}`;
  const found = firstDifference(a, b, ours, theirs);
  return found && `cob     ${found[0]}\n  esbuild ${found[1]}`;
}

async function compare(answer, loader) {
  const theirs = await byEsbuild(answer.path, loader);
  if (answer.error) return theirs.refused ? null : `cob refuses: ${answer.message} (line ${answer.line})`;
  if (theirs.refused) return `esbuild refuses: ${theirs.refused}`;
  return difference(answer.code, theirs);
}

const known = new Known("ts-known.txt");
const files = corpus("ts-packages.txt", /\.[cm]?tsx?$/, options.only).filter(({ path }, i) => !/\.d\.[cm]?ts$/.test(path) && i % (options.each || 1) === 0);
const keyOf = new Map(files.map(({ key, path }) => [path, key]));
let equal = 0, shown = 0;
const misses = [];
for (const loader of ["ts", "tsx"]) {
  const paths = files.map(({ path }) => path).filter((path) => path.endsWith("x") === (loader === "tsx"));
  for await (const answer of answers("js_transform", [...flags, `--lang=${loader}`], paths)) {
    const problem = await compare(answer, loader);
    const key = keyOf.get(answer.path);
    if (problem === null) equal++;
    else misses.push(key);
    if (problem === null || known.reasons.has(key)) continue;
    if (shown++ < (options.show ?? 10)) console.log(`DIFFERENT ${key}\n  ${problem}`);
  }
}
const fresh = misses.filter((key) => !known.reasons.has(key));
console.log(`TypeScript against esbuild: ${equal} of ${files.length} equal, ${((100 * equal) / files.length).toFixed(2)} %; ${misses.length - fresh.length} known differences, ${fresh.length} new`);
process.exit(fresh.length > 0 ? 1 : 0);
