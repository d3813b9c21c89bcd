#!/usr/bin/env python3
"""Start-up and peak memory of hello world: wall time, CPU time and maximum resident set of whole processes.

usage: bench/startup/run.py ROUNDS NAME=COMMAND ...     (commands get the script's path appended)
Rounds are interleaved; the table gives medians, and ratios to `floor` (a C program that loads the engine,
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


def main():
    rounds = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "hello.js")
        with open(script, "w") as f:
            f.write('console.log("Hello, world");\n')
        commands = {"floor": [build_floor(folder)]}
        for item in sys.argv[2:]:
            name, _, command = item.partition("=")
            commands[name] = command.split() + [script]
        samples = {name: [] for name in commands}
        for _ in range(rounds + 3):
            for name, command in commands.items():
                samples[name].append(measure(command))
        rows = {name: [statistics.median(c) for c in zip(*runs[3:])] for name, runs in samples.items()}
    print("%-8s %9s %9s %9s %8s" % ("", "wall ms", "CPU ms", "RSS MB", "x floor"))
    for name, (wall, cpu, rss) in rows.items():
        print("%-8s %9.2f %9.2f %9.1f %8.2f" % (name, wall, cpu, rss, wall / rows["floor"][0]))
    first = sys.argv[2].partition("=")[0]
    for name in rows:
        if name not in (first, "floor"):
            print("%s / %s: wall %.2f, RSS %.2f" % (first, name, rows[first][0] / rows[name][0], rows[first][2] / rows[name][2]))


main()
