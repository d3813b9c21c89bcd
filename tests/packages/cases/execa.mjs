// Children through execa: output, input, failure, a missing program, a time limit, a pipe, lines as they come, a signal.
import { execa, $, execaSync } from "execa";
console.log((await execa("echo", ["hi there"])).stdout, (await $`printf a\\nb`).stdout, execaSync("sh", ["-c", "echo e >&2"]).stderr);
const failure = (promise) => promise.then(() => "no failure", (e) => [e.exitCode, e.code, e.shortMessage, e.timedOut, e.signal, e.stdout, e.stderr]);
console.log(await failure(execa("sh", ["-c", "echo o; echo e>&2; exit 3"])));
console.log(await failure(execa("no-such-program")));
console.log(await failure(execa("sleep", ["5"], { timeout: 50 })));
console.log(await failure(execa("sh", ["-c", "kill -9 $$"])));
console.log((await execa("cat", { input: "from input" })).stdout, (await execa("sh", ["-c", "echo 1; echo 2"], { lines: true })).stdout);
for await (const line of execa("sh", ["-c", "echo l1; sleep 0.05; echo l2"])) console.log("line", line);
console.log((await execa("sh", ["-c", "echo a"]).pipe("tr", ["a", "b"])).stdout);
