// programs.mjs - printed programs behave as the originals.
//
//   node programs.mjs [RUNTIME] [--only=CASE]        RUNTIME: build/cob
//
// A copy of tests/packages, in which every JavaScript file of every installed package (TypeScript, ESLint, Prettier, Babel, Rollup,
// Terser, Sass, ...) was printed by cob, must still print what Node.js printed for the originals. Once with
// pretty output, once with minified white space.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { answers, CACHE, commandLine, ROOT } from "./corpus.mjs";

const { options, words } = commandLine();
const runtime = resolve(words[0] ?? join(ROOT, "build/cob"));
const packages = join(ROOT, "tests/packages");

const isScript = ({ name }) => /\.[cm]?js$/.test(name);
const filesIn = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile() && isScript(e)).map((e) => join(e.parentPath ?? e.path, e.name));

/** The copy, printed. How many files. */
async function makeCopy(folder, mode) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(packages, folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  const paths = filesIn(join(folder, "node_modules"));
  let printed = 0;
  for await (const answer of answers("js_transform", ["--print", "--lang=jsx", ...(mode === "minified" ? ["--minify"] : [])], paths)) {
    if (answer.error) continue; // test files of packages that are wrong on purpose
    const bom = readFileSync(answer.path, "utf8").startsWith("\uFEFF") ? "\uFEFF" : "";
    writeFileSync(answer.path, bom + answer.code);
    printed++;
  }
  return [printed, paths.length];
}

if (!existsSync(join(packages, "node_modules"))) execFileSync("npm", "ci --no-audit --no-fund --ignore-scripts --loglevel=error".split(" "), { cwd: packages });
let failed = false;
for (const mode of ["pretty", "minified"]) {
  const folder = join(CACHE, `programs-${mode}`, "tests/packages");
  const [printed, all] = await makeCopy(folder, mode);
  const { stdout, status } = spawnSync(join(folder, "run"), [runtime, ...(options.only ? [options.only] : [])], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  process.stdout.write(stdout.replace(/^package tests:/m, `programs, ${mode} (${printed} of ${all} files printed):`));
  failed ||= status !== 0;
}
process.exit(failed ? 1 : 0);
