#!/usr/bin/env python3
"""run.py LOAD SECONDS ROUNDS NAME=COMMAND ... - tail latency at fixed rates with live heaps of several sizes.

Every runtime serves the same page at the same absolute rates, open loop (bench/serve/load.c: latency counts from the
intended send time). One server at a time, pinned to core 0, the generator to core 1; rounds are interleaved, the median
of the rounds and their range are printed. A round whose own generator was late by more than a tenth of the p99 it saw is
dropped and counted: its figures would be the machine's, not the server's.
"""
import json, os, socket, statistics, subprocess, sys, time

HEAPS_MB = [10, 100, 500]
RATES = [500, 2000]
CONNECTIONS = 32
WARM_SECONDS = 2
PORT = 4400


def wait_for(port, server):
    for _ in range(600):
        if server.poll() is not None:
            sys.exit(f"the server ended with {server.returncode}")
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("the server does not listen")


def measure(load, seconds, rate, pid):
    out = subprocess.run(["taskset", "-c", "1", load, str(PORT), str(seconds), str(CONNECTIONS), str(rate), str(pid)],
                         stdout=subprocess.PIPE, text=True, timeout=seconds + 60).stdout
    return json.loads(out)


def one_server(load, seconds, command, heap):
    env = {**os.environ, "BENCH_PORT": str(PORT), "LIVE_MB": str(heap)}
    here = os.path.dirname(os.path.abspath(__file__))
    server = subprocess.Popen(["taskset", "-c", "0", *command.split(), os.path.join(here, "server.mjs")], env=env,
                              stdout=subprocess.DEVNULL)
    try:
        wait_for(PORT, server)
        measure(load, WARM_SECONDS, RATES[0], server.pid)
        return {rate: measure(load, seconds, rate, server.pid) for rate in RATES}
    finally:
        server.kill()
        server.wait()


def spread(values):
    return f"{statistics.median(values):.0f} ({min(values):.0f}-{max(values):.0f})"


def main():
    load, seconds, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    runtimes = [item.split("=", 1) for item in sys.argv[4:]]
    rows = {}
    for _ in range(rounds):
        for heap in HEAPS_MB:
            for name, command in runtimes:
                for rate, got in one_server(load, seconds, command, heap).items():
                    rows.setdefault((heap, rate, name), []).append(got)
    print("| live MB | rate | runtime | p50 us | p99 us | p99.9 us | max us | CPU us a request | RSS MB | dropped |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for (heap, rate, name), got in sorted(rows.items(), key=lambda row: row[0][:2]):
        kept = [g for g in got if g["late_p99_us"] <= max(100, g["p99_us"] / 10)]
        if not kept:
            print(f"| {heap} | {rate} | {name} | every round was late |")
            continue
        cells = [spread([g[key] for g in kept]) for key in ("p50_us", "p99_us", "p999_us", "max_us", "cpu_us")]
        rss = statistics.median(g["rss_kb"] for g in kept) / 1024
        print(f"| {heap} | {rate} | {name} | {' | '.join(cells)} | {rss:.0f} | {len(got) - len(kept)} |")


main()
