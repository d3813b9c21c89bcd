#!/usr/bin/env python3
"""test262-parse - the parser's verdict on every test of test262.

usage: test262-parse.py <js_parse binary> <test262 checkout> [test262-parser-tests folder]
A test whose negative phase is `parse` must be refused, every other accepted, in each mode its flags allow.
"""
import pathlib
import re
import subprocess
import sys

# Newer editions of the language allow what these tests of 2017 to 2019 refuse: \\8 and \\9, U+2028 in strings,
# class fields, calls as targets and for-in initialisers of Annex B, repeated functions in sloppy blocks.
OUTDATED = """0d5e450f1da8a92a 647e21f8f157c338 748656edbfb2d0bb 79f882da06f88c9f 8af69d8f15295ed2 92b6af54adef3624
98204d734f8c72b3 a8beb1480f385441 e3fbcf63d7e43ead ef81b93cf9bdb4ec 0f5f47108da5c34e 12a74c60f52a60de
1aff49273f3e3a98 be7329119eaa3d47 ec31fa5e521c5df4""".split()


def flags_of(meta):
    inline = re.search(r"^flags:\s*\[(.*?)\]", meta, re.S | re.M)
    if inline:
        return [f.strip() for f in inline.group(1).split(",")]
    block = re.search(r"^flags:\s*\n((?:\s*-\s*\w+\n)+)", meta, re.M)
    return re.findall(r"-\s*(\w+)", block.group(1)) if block else []


def test262(root):
    for path in sorted((root / "test").rglob("*.js")):
        if "_FIXTURE" in path.name:
            continue
        front = re.search(r"/\*---(.*?)---\*/", path.read_text(errors="replace"), re.S)
        meta = front.group(1) if front else ""
        flags = flags_of(meta)
        negative = re.search(r"negative:\s*\n(.*?)(?=\n\S|\Z)", meta, re.S)
        good = not (negative and re.search(r"phase:\s*(parse|early)", negative.group(1)))
        module = "module" in flags
        modes = [0] if module or "noStrict" in flags or "raw" in flags else [1] if "onlyStrict" in flags else [0, 1]
        for strict in modes:
            yield "%s js %d %s" % ("m" if module else "s", strict, path), good


def parser_tests(root):
    for folder in ("pass", "pass-explicit", "fail", "early"):
        for path in sorted((root / folder).glob("*.js")):
            if path.name.split(".")[0] not in OUTDATED:
                yield "%s js 0 %s" % ("m" if ".module." in path.name else "s", path), folder.startswith("pass")


jobs = list(test262(pathlib.Path(sys.argv[2])))
if len(sys.argv) > 3:
    jobs += parser_tests(pathlib.Path(sys.argv[3]))
text = "\n".join(line for line, _ in jobs) + "\n"
answers = subprocess.run([sys.argv[1]], input=text, capture_output=True, text=True, errors="replace").stdout.splitlines()
wrong = [(line, answer) for (line, good), answer in zip(jobs, answers) if answer.startswith("ok ") != good]
for line, answer in wrong[:40]:
    print(line, "->", answer[:200])
print("%d verdicts, %d answers, %d wrong" % (len(jobs), len(answers), len(wrong)))
sys.exit(bool(wrong) or len(jobs) != len(answers))
