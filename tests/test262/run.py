#!/usr/bin/env python3
"""run.py - the scores of cob on test262, the conformance suite of the language.

    git clone https://github.com/tc39/test262 && cd cob && make build/cob build/release/js_parse
    tests/test262/run.py parse ../test262            the parser's verdict on every file (about a minute)
    tests/test262/run.py run ../test262 [folder..]   runs the folders below, or those named (test/language/ is implied)
    tests/test262/run.py both ../test262             both
    tests/test262/run.py ci                          the pinned npm package test262-parser-tests (in `make check`)
    --update     rewrites misses.txt and scores.txt for what was run
    --jobs=2     --timeout=60     --show=40     --each=N     --feature=NAME (only tests that list it)

`parse`: a test whose negative phase is `parse` must be refused, every other accepted, in each mode that its
flags allow. `run`: as INTERPRETING.md of test262 says; scripts through `cob -p`, modules through host.cjs.
For the modules the checkout gets a file test/package.json that says that .js is a module. Tests that need a
host cob does not offer (another realm, agents, document.all) are skipped and counted.

misses.txt lists the known misses, sorted: `parse <mode> <path>` or `run <mode> <path>`. A miss that is not in the
list fails the run, so the score cannot fall unnoticed; one that is in the list and passes is only mentioned.
scores.txt holds how many were right, of how many, per folder of `run`: fewer than that, or fewer tests, fails too.
"""
import collections
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MISSES = HERE / "misses.txt"
SCORES = HERE / "scores.txt"
COB = ROOT / "build/cob"
PARSER = ROOT / "build/release/js_parse"
FOLDERS = ("module-code import expressions/dynamic-import statements/using statements/await-using "
           "statements/class expressions/class").split()
SKIPS = {"$262.createRealm": "another realm", "$262.agent": "agents", "$262.IsHTMLDDA": "document.all",
         "$262.AbstractModuleSource": "source phase host"}
# Scripts get the host in front of the harness, on one line.
HOST = ("var print = (t) => process.stdout.write(t + '\\n'), $262 = { global: globalThis, gc() { globalThis.gc?.(); }, "
        "evalScript: (c) => require('node:vm').runInThisContext(c), "
        "detachArrayBuffer(b) { structuredClone(b, { transfer: [b] }); } }; process.on('unhandledRejection', () => {});\n")
# test262-parser-tests is of 2017 to 2019. Newer editions allow what these refuse: \\8 and \\9, U+2028 in strings, class
# fields, calls as targets and for-in initialisers of Annex B, repeated functions in sloppy blocks.
OUTDATED = """0d5e450f1da8a92a 647e21f8f157c338 748656edbfb2d0bb 79f882da06f88c9f 8af69d8f15295ed2 92b6af54adef3624
98204d734f8c72b3 a8beb1480f385441 e3fbcf63d7e43ead ef81b93cf9bdb4ec 0f5f47108da5c34e 12a74c60f52a60de
1aff49273f3e3a98 be7329119eaa3d47 ec31fa5e521c5df4""".split()

Test = collections.namedtuple("Test", "path name source flags includes features phase error modes")


def listed(meta, key):
    """A list of the front matter, in either spelling of YAML."""
    inline = re.search(r"^%s:\s*\[(.*?)\]" % key, meta, re.S | re.M)
    if inline:
        return [f.strip() for f in inline.group(1).split(",") if f.strip()]
    block = re.search(r"^%s:\s*\n((?:\s*-\s*\S+\n?)+)" % key, meta, re.M)
    return re.findall(r"-\s*(\S+)", block.group(1)) if block else []


def read_test(root, path):
    source = path.read_bytes().decode("utf-8", "surrogateescape")
    front = re.search(r"/\*---(.*?)---\*/", source, re.S)
    meta = front.group(1).replace("\r\n", "\n").replace("\r", "\n") if front else ""
    flags = listed(meta, "flags")
    negative = re.search(r"^negative:\s*\n(.*?)(?=\n\S|\Z)", meta, re.S | re.M)
    phase = re.search(r"phase:\s*(\w+)", negative.group(1)).group(1) if negative else ""
    error = re.search(r"type:\s*(\w+)", negative.group(1)).group(1) if negative else ""
    if "module" in flags:
        modes = ["module"]
    elif "raw" in flags or "noStrict" in flags:
        modes = ["sloppy"]
    else:
        modes = ["strict"] if "onlyStrict" in flags else ["sloppy", "strict"]
    return Test(path, str(path.relative_to(root)), source, flags, listed(meta, "includes"), listed(meta, "features"),
                phase, error, modes)


def tests_in(root, folder):
    for path in sorted(folder.rglob("*.js")):
        if "_FIXTURE" not in path.name:
            yield read_test(root, path)


def verdicts(jobs):
    """One process for all: [(mode, path)] to [(accepted, message)]."""
    text = "".join("%s js %d %s\n" % ("m" if mode == "module" else "s", mode == "strict", path) for mode, path in jobs)
    out = subprocess.run([str(PARSER)], input=text, capture_output=True, text=True, errors="replace").stdout.splitlines()
    if len(out) != len(jobs):
        sys.exit("%s: %d questions, %d answers" % (PARSER, len(jobs), len(out)))
    return [(line.startswith("ok "), line) for line in out]


class Score:
    """Right and wrong per folder, and the misses."""

    def __init__(self):
        self.right, self.total = collections.Counter(), collections.Counter()
        self.misses, self.skips = {}, collections.Counter()

    def add(self, folder, key, problem):
        self.total[folder] += 1
        if problem is None:
            self.right[folder] += 1
        else:
            self.misses[key] = problem

    def print(self, title):
        for folder in sorted(self.total):
            right, total = self.right[folder], self.total[folder]
            print("%-45s %6d of %6d  %6.2f %%" % (folder, right, total, 100 * right / total))
        right, total = sum(self.right.values()), sum(self.total.values())
        print("%s: %d of %d right, %.2f %%" % (title, right, total, 100 * right / max(total, 1)))
        for reason, count in sorted(self.skips.items()):
            print("  skipped %d: %s" % (count, reason))


def run_parse(root, score):
    tests = list(tests_in(root, root / "test"))
    jobs = [(mode, test.path) for test in tests for mode in test.modes]
    expected = [(test, test.phase not in ("parse", "early")) for test in tests for _ in test.modes]
    for (mode, _), (test, good), (accepted, message) in zip(jobs, expected, verdicts(jobs)):
        folder = "/".join(test.name.split("/")[1:3][: 2 if test.name.startswith("test/language") else 1])
        key = "parse %s %s" % (mode, test.name)
        score.add(folder, key, None if accepted == good else message if good else "accepted")


def command(root, test, mode):
    """What to start, and where."""
    harness = root / "harness"
    names = [] if "raw" in test.flags else ["assert.js", "sta.js"] + ["doneprintHandle.js"] * ("async" in test.flags)
    files = [harness / name for name in names + test.includes]
    if mode == "module":
        return [str(COB), str(HERE / "host.cjs"), str(test.path)] + [str(f) for f in files]
    head = "" if "raw" in test.flags else HOST + "".join(f.read_text() for f in files)
    strict = '"use strict";\n' if mode == "strict" else ""
    return [str(COB), "-p", strict + head + test.source]


def problem_of(test, mode, code, out, err):
    """None if this is what the test asks for."""
    if test.phase:
        said = out if "Test262:Uncaught:" in out else err
        found = re.search(r"\b%s\b" % test.error, said)
        return None if code != 0 and found else "no %s: %s" % (test.error, (said.strip() or out.strip())[-200:])
    if "async" in test.flags:
        return None if "Test262:AsyncTestComplete" in out and code == 0 else (out + err).strip()[-300:] or "never done"
    return None if code == 0 and "Test262:Uncaught:" not in out else (out + err).strip()[-300:]


def execute(root, test, mode, timeout):
    argv = command(root, test, mode)
    if max(len(a.encode("utf-8", "surrogateescape")) for a in argv) > 120000:
        return "skip", "too long for an argument"
    argv = [a.encode("utf-8", "surrogateescape") for a in argv]
    try:
        done = subprocess.run(argv, cwd=test.path.parent, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout,
                              env=dict(os.environ, NO_COLOR="1"))
    except subprocess.TimeoutExpired:
        return "done", "timeout"
    out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    return "done", problem_of(test, mode, done.returncode, out, err)


def run_tests(root, folders, score, options):
    (root / "test/package.json").write_text('{"type": "module"}\n')
    jobs = []
    for folder in folders:
        for test in list(tests_in(root, root / "test/language" / folder))[:: int(options.get("each", 1))]:
            if options.get("feature", "") not in ["", *test.features]:
                continue
            reason = next((SKIPS[need] for need in SKIPS if need in test.source), None)
            if reason:
                score.skips[reason] += 1
            else:
                jobs += [(folder, test, mode) for mode in test.modes]
    with concurrent.futures.ThreadPoolExecutor(int(options.get("jobs", 2))) as pool:
        answers = pool.map(lambda job: execute(root, job[1], job[2], float(options.get("timeout", 60))), jobs)
        for (folder, test, mode), (kind, problem) in zip(jobs, answers):
            if kind == "skip":
                score.skips[problem] += 1
            else:
                score.add("language/" + folder, "run %s %s" % (mode, test.name), problem)


def run_ci(score):
    root = HERE / "node_modules/test262-parser-tests"
    lock = HERE / "package-lock.json"
    if not root.exists() or root.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run("npm ci --no-audit --no-fund --ignore-scripts --loglevel=error".split(), cwd=HERE, check=True)
        os.utime(root)
    jobs, expected = [], []
    for folder in ("pass", "pass-explicit", "fail", "early"):
        for path in sorted((root / folder).glob("*.js")):
            if path.name.split(".")[0] not in OUTDATED:
                jobs.append(("module" if ".module." in path.name else "sloppy", path))
                expected.append(folder)
    for (mode, path), folder, (accepted, message) in zip(jobs, expected, verdicts(jobs)):
        good = folder.startswith("pass")
        score.add(folder, "ci %s %s/%s" % (mode, folder, path.name), None if accepted == good else message if good else "accepted")


def covered(key, what, folders):
    """Is this line of misses.txt about what was run now?"""
    kind, _, path = key.split(" ", 2)
    if kind == "run":
        return what in ("run", "both") and any(path.startswith("test/language/%s/" % f) for f in folders)
    return what in ("parse", "both")


def load_scores():
    lines = SCORES.read_text().splitlines() if SCORES.exists() else []
    return {folder: (int(right), int(total)) for folder, right, total in (line.split() for line in lines)}


def compare_scores(score, options):
    """Of whole folders only."""
    if "each" in options or "feature" in options:
        return 0
    known, fallen = load_scores(), 0
    for folder, total in score.total.items():
        right = score.right[folder]
        if "update" not in options and folder in known and (right, total) < known[folder]:
            print("FALLEN %s: %d of %d right, recorded %d of %d" % (folder, right, total, *known[folder]))
            fallen = 1
        known[folder] = (right, total)
    if "update" in options:
        SCORES.write_text("".join("%s %d %d\n" % (folder, *known[folder]) for folder in sorted(known)))
    return fallen


def compare(score, what, folders, options):
    known = set(MISSES.read_text().splitlines()) if MISSES.exists() else set()
    if "update" in options:
        kept = {key for key in known if not covered(key, what, folders)}
        MISSES.write_text("".join(key + "\n" for key in sorted(kept | set(score.misses))))
        return 0
    new = sorted(set(score.misses) - known)
    for key in new[: int(options.get("show", 40))]:
        print("NEW MISS %s: %s" % (key, score.misses[key].replace("\n", " | ")))
    fixed = [] if "each" in options or "feature" in options else [k for k in known if covered(k, what, folders) and k not in score.misses]
    print("%d misses, %d of them new; %d known misses pass now%s" %
          (len(score.misses), len(new), len(fixed), " (--update)" if fixed else ""))
    return 1 if new else 0


def main(argv):
    options = dict((a[2:].split("=", 1) + [""])[:2] for a in argv if a.startswith("--"))
    words = [a for a in argv if not a.startswith("--")]
    if not words or words[0] not in ("parse", "run", "both", "ci") or (words[0] != "ci" and len(words) < 2):
        sys.exit(__doc__)
    if "update" in options and ("each" in options or "feature" in options):
        sys.exit("run.py: --update records whole folders only")
    what, status = words[0], 0
    if what == "ci":
        score = Score()
        run_ci(score)
        score.print("test262-parser-tests")
        return compare(score, what, (), {})
    root = pathlib.Path(words[1]).resolve()
    folders = words[2:] or FOLDERS
    every = Score()
    for kind in ("parse", "run") if what == "both" else (what,):
        score = Score()
        if kind == "parse":
            run_parse(root, score)
        else:
            run_tests(root, folders, score, options)
            status |= compare_scores(score, options)
        score.print("test262 " + kind)
        every.misses.update(score.misses)
    return compare(every, what, folders, options) or status


sys.exit(main(sys.argv[1:]))
