#!/usr/bin/env python3
"""idle.py NAME=COMMAND ... - the first requests after a silence, with live heaps of several sizes.

A runtime that collects while nothing happens must not let the next request wait for it. Each server answers 400 requests,
hears nothing for a while (the silences sample the seconds in which collectors start), then gets a request every 2 ms. The
slowest answer of that second and a half is the figure; the table has the worst and the median of all silences.
"""
import os, socket, statistics, subprocess, sys, time

HEAPS_MB = [10, 100, 500]
SILENCES_S = [1.0, 2.0, 4.06, 4.1, 4.2]
PORT = 4410
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


def connect(server):
    for _ in range(600):
        if server.poll() is not None:
            sys.exit(f"the server ended with {server.returncode}")
        try:
            s = socket.create_connection(("127.0.0.1", PORT))
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            s.settimeout(20)
            return s
        except ConnectionRefusedError:
            time.sleep(0.05)
    sys.exit("the server does not listen")


def is_whole(answer):
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if b"content-length" in fields:
        return len(body) >= int(fields[b"content-length"])
    return body.endswith(b"0\r\n\r\n")


def ask(s):
    begun = time.perf_counter()
    s.sendall(REQUEST)
    answer = b""
    while not is_whole(answer):
        part = s.recv(65536)
        if not part:
            sys.exit("the server closed the connection")
        answer += part
    return (time.perf_counter() - begun) * 1000


def slowest_after(s, silence):
    for _ in range(400):
        ask(s)
    time.sleep(silence)
    worst, end = 0, time.perf_counter() + 1.5
    while time.perf_counter() < end:
        worst = max(worst, ask(s))
        time.sleep(0.002)
    return worst


def one_server(command, heap):
    here = os.path.dirname(os.path.abspath(__file__))
    env = {**os.environ, "BENCH_PORT": str(PORT), "LIVE_MB": str(heap)}
    server = subprocess.Popen([*command.split(), os.path.join(here, "server.mjs")], env=env, stdout=subprocess.DEVNULL)
    try:
        with connect(server) as s:
            return [slowest_after(s, silence) for silence in SILENCES_S]
    finally:
        server.kill()
        server.wait()


def main():
    print("| live MB | runtime | slowest ms after a silence, worst | median |\n|---|---|---|---|")
    for heap in HEAPS_MB:
        for name, command in (item.split("=", 1) for item in sys.argv[1:]):
            worst = one_server(command, heap)
            print(f"| {heap} | {name} | {max(worst):.1f} | {statistics.median(worst):.1f} |", flush=True)


main()
