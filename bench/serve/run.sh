#!/bin/sh
# run.sh - compares HTTP servers: CPU a request at saturation, then latency at a fixed rate.
#
# usage: bench/serve/run.sh [-s SECONDS] [-c CONNECTIONS] [-r RATE] [-p PATH] [-n ROUNDS] NAME=COMMAND ...
#   bench/serve/run.sh cob=build/cob bun=bun node=node "deno=deno run -A"
# Rounds are interleaved. A whole run takes about ROUNDS x runtimes x 2 x SECONDS; noise on a shared machine
# shows in the spread of the rounds, so compare CPU figures, not wall time.
set -eu
seconds=3 conns=64 rate=5000 path=/ rounds=2
while getopts s:c:r:p:n: option; do
    case $option in
    s) seconds=$OPTARG ;; c) conns=$OPTARG ;; r) rate=$OPTARG ;; p) path=$OPTARG ;; n) rounds=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
here=$(dirname "$0")
root=$(cd "$here/../.." && pwd)
load=$root/build/bench-load
mkdir -p "$root/build"
${CC:-gcc} -std=gnu2x -D_GNU_SOURCE -O2 -I"$root/src" -o "$load" "$here/load.c" $(ls "$root"/src/base/*.c | grep -v _test.c | grep -v test_main.c | grep -v fuzz) -lm
port=4300
pids=
trap 'for p in $pids; do kill "$p" 2>/dev/null || :; done' EXIT
names=
for item in "$@"; do
    name=${item%%=*}
    command=${item#*=}
    port=$((port + 1))
    BENCH_PORT=$port $command "$here/hello.mjs" >/dev/null 2>&1 &
    pids="$pids $!"
    names="$names $name:$port:$!"
done
sleep 1
for n in $names; do # warm-up, not reported
    p=${n#*:}
    "$load" "${p%%:*}" 1 "$conns" 0 "${p##*:}" "$path" >/dev/null || :
done
round=0
while [ "$round" -lt "$rounds" ]; do
    round=$((round + 1))
    for n in $names; do
        p=${n#*:}
        printf '%s saturation %s\n' "${n%%:*}" "$("$load" "${p%%:*}" "$seconds" "$conns" 0 "${p##*:}" "$path")"
        printf '%s rate=%s %s\n' "${n%%:*}" "$rate" "$("$load" "${p%%:*}" "$seconds" "$conns" "$rate" "${p##*:}" "$path")"
    done
done
