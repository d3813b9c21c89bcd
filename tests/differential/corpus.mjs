// corpus.mjs - source files of npm packages at pinned versions, fetched for the run and kept outside the tree.
//
// A list names one package a line: `name@version`. The cache is $COB_DIFFERENTIAL_CACHE or ~/.cache/cob-differential.
import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(HERE, "../..");
export const CACHE = process.env.COB_DIFFERENTIAL_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "cob-differential");
/** The programs of tools/, built by `make build/release/NAME`. */
export const tool = (name) => join(ROOT, "build/release", name);

/** Command line: {options: {name: value}, words}. `--name` alone is "". */
export function commandLine() {
  const options = {};
  const words = process.argv.slice(2).filter((word) => {
    const [, name, value] = /^--([^=]+)=?(.*)$/s.exec(word) ?? [];
    if (name) options[name] = value;
    return !name;
  });
  return { options, words };
}

const lines = (text) => text.split("\n").map((line) => line.replace(/#.*/, "").trim()).filter(Boolean);
const folderOf = (spec) => join(CACHE, spec.replaceAll("/", "+"));

function fetchPackages(specs) {
  const missing = specs.filter((spec) => !existsSync(folderOf(spec)));
  if (missing.length > 0) console.error(`fetching ${missing.length} packages into ${CACHE}`);
  mkdirSync(CACHE, { recursive: true });
  for (const spec of missing) {
    const scratch = `${folderOf(spec)}.part`;
    rmSync(scratch, { recursive: true, force: true });
    mkdirSync(scratch);
    const name = execFileSync("npm", ["pack", "--silent", "--pack-destination", scratch, spec], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    execFileSync("tar", ["-xzf", join(scratch, name.trim()), "-C", scratch, "--strip-components=1", "--no-same-owner"]);
    rmSync(join(scratch, name.trim()));
    renameSync(scratch, folderOf(spec));
  }
}

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* walk(join(folder, entry.name));
    else if (entry.isFile()) yield join(folder, entry.name);
  }
}

/** [{key: "name@version/path", path}] of the files of the packages in `list` whose names hold a part of `only`. */
export function corpus(list, wanted, only = "") {
  const specs = lines(readFileSync(join(HERE, list), "utf8")).filter((spec) => only.split(",").some((part) => spec.includes(part)));
  fetchPackages(specs);
  return specs.flatMap((spec) => [...walk(folderOf(spec))].filter((path) => wanted.test(path)).map((path) => ({ key: spec + path.slice(folderOf(spec).length), path })));
}

/** What one of our programs answers to each path: JSON, one line a file, in order. */
export async function* answers(program, flags, paths) {
  const child = spawn(tool(program), flags, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => {});
  child.stdin.end(paths.map((path) => `${path}\n`).join(""));
  for await (const line of createInterface({ input: child.stdout, crlfDelay: Infinity })) yield JSON.parse(line);
}

/** Known misses: `key<TAB>reason` a line. */
export class Known {
  constructor(file) {
    this.path = join(HERE, file);
    this.reasons = new Map(lines(readFileSync(this.path, "utf8")).map((line) => line.split("\t")));
  }
}
