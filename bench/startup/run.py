#!/usr/bin/env python3
"""Start-up and peak memory of the smallest programs: wall time, CPU time and maximum resident set of whole processes.

usage: bench/startup/run.py ROUNDS NAME=COMMAND ...     (commands get the script's path appended)
Rounds are interleaved; the tables give medians, and ratios to `floor` (a C program that loads the engine,
makes a context and evaluates one line) and to the first command.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

FLOOR = r"""
#include <JavaScriptCore/JavaScript.h>
#include <unistd.h>
int main(void)
{
    JSGlobalContextRef context = JSGlobalContextCreate(NULL);
    JSStringRef text = JSStringCreateWithUTF8CString("1 + 1");
    JSEvaluateScript(context, text, NULL, NULL, 1, NULL);
    _exit(0);
}
"""


def build_floor(folder):
    source, binary = os.path.join(folder, "floor.c"), os.path.join(folder, "floor")
    with open(source, "w") as f:
        f.write(FLOOR)
    flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "javascriptcoregtk-4.1"], text=True).split()
    subprocess.run(["gcc", "-O2", source, "-o", binary, *flags], check=True)
    return binary


def measure(command):
    """(wall ms, cpu ms, max RSS MB) of one process."""
    null = os.open(os.devnull, os.O_WRONLY)
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
    _, status, usage = os.wait4(pid, 0)
    wall = (time.perf_counter() - start) * 1000
    os.close(null)
    if status:
        sys.exit("%s failed with status %d" % (command, status))
    return wall, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


SCRIPTS = {
    "hello.js": 'console.log("Hello, world");\n',
    "hello.mjs": 'console.log("Hello, world");\n',
    "hello.ts": 'const text: string = "Hello, world";\nconsole.log(text);\n',
    "object.js": 'console.log({ name: "world", list: [1, 2, 3] });\n',
    "import.mjs": 'import { readFileSync } from "node:fs";\nconsole.log(readFileSync(process.argv[1], "utf8").length);\n',
}


def medians(commands, rounds):
    samples = {name: [] for name in commands}
    for _ in range(rounds + 3):
        for name, command in commands.items():
            samples[name].append(measure(command))
    return {name: [statistics.median(c) for c in zip(*runs[3:])] for name, runs in samples.items()}


def report(script, rows, first):
    print("%-10s %9s %9s %9s %8s" % (script, "wall ms", "CPU ms", "RSS MB", "x floor"))
    for name, (wall, cpu, rss) in rows.items():
        print("%-10s %9.2f %9.2f %9.1f %8.2f" % (name, wall, cpu, rss, wall / rows["floor"][0]))
    for name in rows:
        if name not in (first, "floor"):
            print("%s / %s: wall %.2f, RSS %.2f" % (first, name, rows[first][0] / rows[name][0], rows[first][2] / rows[name][2]))
    print(flush=True)


def main():
    rounds = int(sys.argv[1])
    pairs = [item.partition("=")[::2] for item in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder:
        floor = build_floor(folder)
        for script, text in SCRIPTS.items():
            path = os.path.join(folder, script)
            with open(path, "w") as f:
                f.write(text)
            commands = {"floor": [floor], **{name: command.split() + [path] for name, command in pairs}}
            report(script, medians(commands, rounds), pairs[0][0])


main()
