#!/usr/bin/env python3
"""End to end: the examples over real sockets and pipes, the command line, and bad input.

usage: tests/e2e/run.py RUNTIME [substring of test names]
"""
import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RUNTIME = os.path.abspath(sys.argv[1])
ENV = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NODE_ENV")} | {"NO_COLOR": "1"}


def run(*args, stdin=None, cwd=None, env=None, timeout=240, **kw):
    return subprocess.run([RUNTIME, *args], input=stdin, cwd=cwd, env=ENV | (env or {}), timeout=timeout,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **kw)


def free_port():
    """A port that nobody listens on, outside the range from which the kernel serves port 0."""
    while True:
        with contextlib.suppress(OSError), socket.socket() as s:
            s.bind(("", random.randrange(15000, 32000)))
            return s.getsockname()[1]


def watches_folders(pid):
    """True once the process has told the kernel which folders it watches."""
    for fd in os.listdir("/proc/%d/fdinfo" % pid):
        with contextlib.suppress(FileNotFoundError), open("/proc/%d/fdinfo/%s" % (pid, fd)) as info:
            if "inotify wd:" in info.read():
                return True
    return False


class Folder(unittest.TestCase):
    """A test with a temporary folder: self.write("a.ts", text) and self.cob("a.ts")."""

    def setUp(self):
        temp = tempfile.TemporaryDirectory()
        self.addCleanup(temp.cleanup)
        self.dir = os.path.realpath(temp.name)

    def write(self, name, text):
        path = os.path.join(self.dir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        return path

    def cob(self, *args, **kw):
        return run(*args, cwd=self.dir, **kw)

    def check(self, result, stdout=None, code=0):
        self.assertEqual(result.returncode, code, result.stderr + result.stdout)
        if stdout is not None:
            self.assertEqual(result.stdout, textwrap.dedent(stdout))


class Server(unittest.TestCase):
    def setUp(self):
        self.process = subprocess.Popen([RUNTIME, "examples/server/server.tsx"], cwd=ROOT, env=ENV | {"PORT": "0"},
                                        stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.process.stdout.close)
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.kill)
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline()).group(1))
        self.connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        self.addCleanup(self.connection.close)

    def ask(self, method, path, body=None, headers={}):
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        return response.status, response.getheader("content-type"), response.read().decode()

    def test_pages_json_streams_and_errors(self):
        self.assertEqual(self.ask("GET", "/health")[::2], (200, "ok"))
        status, kind, page = self.ask("GET", "/")
        self.assertEqual((status, kind), (200, "text/html; charset=utf-8"))
        self.assertIn("<p>No notes yet.</p>", page)
        status, kind, note = self.ask("POST", "/api/notes", json.dumps({"text": "a <b> & \u00e9"}))
        self.assertEqual((status, json.loads(note)), (201, {"id": 1, "text": "a <b> & \u00e9"}))
        self.assertEqual(json.loads(self.ask("GET", "/api/notes/1")[2])["text"], "a <b> & \u00e9")
        self.assertIn('<li id="note-1">a &#60;b&#62; &#38; \u00e9</li>', self.ask("GET", "/")[2])
        self.assertEqual(self.ask("GET", "/api/notes/9")[0], 404)
        self.assertEqual(self.ask("GET", "/count")[2], "1\n2\n3\n")
        self.assertEqual(self.ask("GET", "/fail")[::2], (500, "Sorry: on purpose"))
        self.assertEqual(self.ask("GET", "/x/y?z")[::2], (404, "Nothing at /x/y"))

    def test_pipelined_requests_are_answered_in_order(self):
        with socket.create_connection(("localhost", self.port), timeout=60) as s:
            s.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /count HTTP/1.1\r\nHost: x\r\n\r\n"
                      b"GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            data = b""
            while chunk := s.recv(65536):
                data += chunk
        self.assertRegex(data, rb"(?s)\r\n\r\nok.*\r\n1\n\r\n.*Nothing at /none")

    def test_stops_on_sigterm(self):
        self.ask("GET", "/health")
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.stdout.read(), "stopped\n")
        self.assertEqual(self.process.wait(60), 0)


class Words(unittest.TestCase):
    def test_counts_words_of_standard_input_and_files(self):
        result = run("examples/cli/words.ts", "--json", "--top", "2", stdin="the cat The dog", cwd=ROOT)
        self.assertEqual(json.loads(result.stdout), [{"word": "the", "count": 2}, {"word": "cat", "count": 1}])
        result = run("examples/cli/words.ts", "LICENSE", cwd=ROOT)
        self.assertIn("│ 0       │ 'the'", result.stdout)

    def test_exit_codes(self):
        self.assertEqual(run("examples/cli/words.ts", stdin="", cwd=ROOT).returncode, 1)
        self.assertEqual(run("examples/cli/words.ts", "--help", cwd=ROOT).returncode, 0)
        bad = run("examples/cli/words.ts", "--nope", cwd=ROOT)
        self.assertEqual(bad.returncode, 1)
        self.assertIn("ERR_PARSE_ARGS_UNKNOWN_OPTION", bad.stderr)


class CommandLine(Folder):
    def test_eval_print_and_standard_input(self):
        self.check(self.cob("-e", "console.log(1 + 1 as number)"), "2\n")
        self.check(self.cob("-p", "({ a: [1, 2] })"), "{ a: [ 1, 2 ] }\n")
        self.check(self.cob("-", stdin="const x: string = 'in'; console.log(x)"), "in\n")
        self.check(self.cob(stdin="console.log('piped')"), "piped\n")
        self.check(self.cob("-", "a", "--b", stdin="console.log(process.argv.slice(1))"), "[ '-', 'a', '--b' ]\n")
        self.check(self.cob("-e", "console.log(process.argv.slice(1), require('node:path').sep)", "a", "-b"), "[ 'a', '-b' ] /\n")

    def test_arguments_reach_the_program(self):
        self.write("a.ts", "console.log(process.argv.slice(2), process.argv[1] === import.meta.filename)")
        self.check(self.cob("a.ts", "--flag", "x y"), "[ '--flag', 'x y' ] true\n")
        self.check(self.cob("run", "a.ts", "1"), "[ '1' ] true\n")

    def test_scripts_with_hooks_and_bins(self):
        self.write("package.json", '{"name":"p","version":"1.2.3","scripts":{"pregreet":"echo pre","greet":"echo hi $npm_package_version","postgreet":"echo post","fail":"exit 7"}}')
        path = self.write("node_modules/.bin/tool", "#!/bin/sh\necho tool $1\n")
        os.chmod(path, 0o755)
        self.check(self.cob("run", "greet", "a'b"), "pre\nhi 1.2.3 a'b\npost\n")
        self.check(self.cob("tool", "x"), "tool x\n")
        self.check(self.cob("run", "fail"), code=7)
        self.check(self.cob("run", "--if-present", "none"))

    def test_env_files(self):
        self.write(".env", "A=1\nB=\"two ${A}\"\nC='raw $A' # c\n")
        self.write(".env.local", "A=local\n")
        self.write("x.env", "A=x\n")
        code = "console.log(process.env.A, process.env.B, process.env.C)"
        self.check(self.cob("-e", code), "local two 1 raw $A\n")
        self.check(self.cob("-e", code, env={"A": "real"}), "real two 1 raw $A\n")
        self.check(self.cob("--env-file", "x.env", "-e", "console.log(process.env.A)"), "x\n")
        self.check(self.cob("--no-env-file", "-e", "console.log(process.env.A)"), "undefined\n")
        self.check(self.cob("--env-file=missing", "-e", "1"), code=1)

    def test_engine_options_in_the_environment_are_dropped(self):
        code = "console.log(Object.keys(process.env).filter((n) => n.startsWith('JSC_')).length)"
        self.check(self.cob("-e", code, env={"JSC_useJIT": "0", "JSC_x": "1"}), "0\n")
        self.check(self.cob("-e", code, env={"JSC_x": "1", "COB_ENGINE_OPTIONS": "1"}), "1\n")

    def test_env_files_are_read_under_the_node_env_of_a_script(self):
        self.write(".env.development", "A=dev\n")
        self.write(".env.production", "A=prod\n")
        self.write("a.js", "console.log(process.env.A)")
        self.write("package.json", json.dumps({"scripts": {
            "go": f"NODE_ENV=production '{RUNTIME}' a.js", "plain": f"'{RUNTIME}' a.js", "shell": "echo [$A]"}}))
        self.check(self.cob("run", "go"), "prod\n")
        self.check(self.cob("run", "plain"), "dev\n")
        self.check(self.cob("run", "shell"), "[]\n")
        self.check(self.cob("--env-file=.env.production", "run", "shell"), "[prod]\n")

    def test_env_file_if_exists(self):
        self.write("x.env", "A=x\n")
        self.check(self.cob("--env-file-if-exists=none", "--env-file-if-exists=x.env", "-p", "process.env.A"), "x\n")

    def test_options_of_node_that_change_nothing_are_taken(self):
        flags = ["--max-old-space-size=4096", "--experimental-vm-modules", "--no-experimental-strip-types", "--harmony-temporal",
                 "--input-type", "module", "--no-opt"]
        self.check(self.cob(*flags, "-p", "process.execArgv.length"), f"{len(flags) + 2}\n")
        self.check(self.cob("--input-type=module", stdin="import 'node:fs'; console.log(typeof import.meta.url)"), "string\n")
        self.assertIn("unknown option '--experimental-loader=x'", self.cob("--experimental-loader=x", "-e", "1").stderr)

    def test_options_with_numbers(self):
        nested = "console.log({ a: { b: { c: { d: 1 } } } }); console.log('x', { a: { b: 1 } })"
        self.check(self.cob("--console-depth=0", "-e", nested), "{ a: [Object] }\nx { a: [Object] }\n")
        self.check(self.cob("--console-depth", "5", "-e", nested), "{\n  a: { b: { c: { d: 1 } } }\n}\nx { a: { b: 1 } }\n")
        frames = "(function f(n) { if (n) f(n - 1); else console.log(new Error('x').stack.split('\\n').length - 1) })(50)"
        self.check(self.cob("--stack-trace-limit=30", "-e", frames), "30\n")
        serve = "const s = Bun.serve({ fetch: () => new Response('x') }); console.log(s.port); s.stop()"
        one, other = free_port(), free_port()
        self.check(self.cob(f"--port={one}", "-e", serve), f"{one}\n")
        self.check(self.cob(f"--port={one}", "-e", serve, env={"PORT": str(other)}), f"{other}\n")
        for flag in ("--console-depth=x", "--port=70000", "--stack-trace-limit"):
            result = self.cob(flag, "-e", "console.log('ran')")
            self.check(result, "", 1)
            self.assertIn(f"cob: {flag.split('=')[0]} cannot be", result.stderr)

    def test_limit_of_request_headers(self):
        self.write("s.js", """\
            const s = Bun.serve({ port: 0, fetch: () => new Response("ok") });
            const ask = (n) => fetch(s.url, { headers: { x: "a".repeat(n) } }).then((r) => r.status, (e) => e.code);
            console.log(await ask(10), await ask(2000));
            s.stop(true);
            """)
        self.check(self.cob("--max-http-header-size=1000", "s.js"), "200 431\n")
        self.check(self.cob("s.js"), "200 200\n")

    def test_smol_collects_more_often(self):
        self.write("m.js", """\
            let keep = [];
            for (let round = 0; round < 40; round++) {
              keep = [];
              for (let i = 0; i < 200000; i++) keep.push({ i, s: [i] });
            }
            console.log(process.resourceUsage().maxRSS);
            """)
        usual, small = (int(self.cob(*flags, "m.js").stdout) for flags in ([], ["--smol"]))
        self.assertLess(small, usual)

    def test_unknown_flag_and_version(self):
        result = self.cob("--wacth", "x.js")
        self.check(result, code=1)
        self.assertIn("unknown option '--wacth', did you mean '--watch'", result.stderr)
        self.assertRegex(self.cob("--version").stdout, r"^\d+\.\d+\.\d+\n$")
        self.assertIn("Usage: cob", self.cob("--help").stdout)

    def test_watch_restarts_on_change(self):
        self.write("dep.ts", "export const v = 1")
        self.write("main.ts", "import { v } from './dep'; console.log('v' + v, process.pid); setInterval(() => {}, 1000)")
        with subprocess.Popen([RUNTIME, "--watch", "main.ts"], cwd=self.dir, env=ENV, stdout=subprocess.PIPE, text=True) as p:
            too_long = threading.Timer(240, p.kill)
            too_long.start()
            try:
                self.assertRegex(p.stdout.readline(), r"^v1 \d+\n")
                while p.poll() is None and not watches_folders(p.pid):
                    time.sleep(0.01)
                self.write("dep.ts", "export const v = 2")
                last = p.stdout.readline()
                self.assertRegex(last, r"^v2 \d+\n")
            finally:
                too_long.cancel()
                p.terminate()
            self.assertEqual(p.wait(60), 128 + signal.SIGTERM)
            self.assertRaises(ProcessLookupError, os.kill, int(last.split()[1]), 0)  # the program ended with it


class Errors(Folder):
    def test_uncaught_error_shows_place_frame_and_stack(self):
        self.write("e.ts", """\
            interface A { x: number }
            function inner(a: A): never {
              throw new TypeError(`bad ${a.x}`)
            }
            inner({ x: 1 })
            """)
        result = self.cob("e.ts")
        self.check(result, "", 1)
        self.assertIn("3 |   throw new TypeError(`bad ${a.x}`)\n", result.stderr)
        self.assertIn("TypeError: bad 1\n    at inner (%s/e.ts:3:" % self.dir, result.stderr)
        self.assertIn("%s/e.ts:5:" % self.dir, result.stderr)

    def test_uncaught_errors_of_programs_without_a_file(self):
        code = "let x: number = 1\nfunction f(): void { throw new Error('lost') }\n  f()"
        for name, result in (("[eval]", self.cob("-e", code)), ("[stdin]", self.cob("-", stdin=code)), ("[eval]", self.cob("-p", code))):
            at = os.path.join(self.dir, name)
            self.check(result, "", 1)
            self.assertEqual(result.stderr, textwrap.dedent(f"""\
                {at}:2:28
                1 | let x: number = 1
                2 | function f(): void {{ throw new Error('lost') }}
                                               ^

                Error: lost
                    at f ({at}:2:28)
                    at {at}:3:3
                """))
        result = self.cob("-e", "async function g() { await 1; throw new Error('x') }\nawait g()")
        self.assertIn("[eval]:1:37)\n    at async " + os.path.join(self.dir, "[eval]:2:1") + "\n", result.stderr)

    def test_syntax_error_names_file_line_column(self):
        self.write("s.ts", "let ok = 1\nlet = = 2\n")
        result = self.cob("s.ts")
        self.check(result, "", 1)
        self.assertIn("%s/s.ts:2:" % self.dir, result.stderr)
        self.assertIn("2 | let = = 2\n", result.stderr)
        self.assertIn("SyntaxError", result.stderr)

    def test_unhandled_rejection_and_exit_codes(self):
        result = self.cob("-e", "Promise.reject(new RangeError('lost'))")
        self.check(result, "", 1)
        self.assertIn("RangeError: lost", result.stderr)
        self.check(self.cob("-e", "process.exitCode = 3"), "", 3)
        self.check(self.cob("-e", "process.on('exit', (c) => console.log('exit', c)); process.exit(4)"), "exit 4\n", 4)
        self.check(self.cob("-e", "process.on('uncaughtException', (e) => console.log('caught', e.message)); throw new Error('x')"), "caught x\n")

    def test_top_level_await_that_never_settles(self):
        for code in ("await new Promise(() => {})", "process.argv; await new Promise(() => {})"):
            result = self.cob("-e", code)
            self.check(result, "", 13)
            self.assertIn("unsettled top-level await", result.stderr)
        self.check(self.cob("-e", "process.exitCode = 2; await new Promise(() => {})"), "", 2)

    def test_missing_modules(self):
        result = self.cob("-e", "import './nope.js'")
        self.check(result, "", 1)
        self.assertIn("nope.js", result.stderr)
        result = self.cob("missing.ts")
        self.check(result, "", 1)
        self.assertIn("missing.ts", result.stderr)
        self.write("r.js", "try { require('no-such-package') } catch (e) { console.log(e.code) }")
        self.check(self.cob("r.js"), "MODULE_NOT_FOUND\n")

    def test_circular_imports(self):
        self.write("a.mjs", "import { b } from './b.mjs'; export function a() { return 'a' } export const late = 1; console.log(b());")
        self.write("b.mjs", "import { a, late } from './a.mjs'; export const b = () => a() + late; console.log(a());")
        self.check(self.cob("a.mjs"), "a\na1\n")
        self.write("c.cjs", "exports.early = 1; const d = require('./d.cjs'); exports.done = d.seen;")
        self.write("d.cjs", "exports.seen = Object.keys(require('./c.cjs'));")
        self.check(self.cob("-p", "require('./c.cjs')"), "{ early: 1, done: [ 'early' ] }\n")


class BadInput(Folder):
    def test_malformed_utf8(self):
        self.write("u.js", b"console.log('a\xff\xfeb'.length, '\xe2\x82\xac')")
        self.check(self.cob("u.js"), "4 \u20ac\n")

    def test_hundred_megabytes_on_one_line(self):
        self.write("big.js", b"var s = '" + b"x" * (100 << 20) + b"'; console.log(s.length)")
        self.check(self.cob("big.js", timeout=600), "104857600\n")
        self.write("big.ts", b"export const s: string = '" + b"x" * (100 << 20) + b"'; console.log(s.length)")
        self.check(self.cob("big.ts", timeout=600), "104857600\n")

    def test_deep_nesting_is_an_error(self):
        for name, text in (("p.ts", "(" * 10000 + "1" + ")" * 10000), ("a.ts", "[" * 100000), ("b.mjs", "{" * 100000),
                           ("c.tsx", "<a>" * 50000), ("d.ts", "type T = " + "A<" * 50000), ("t.ts", "`${" * 20000),
                           ("f.mjs", "x => " * 50000 + "1; export {}"), ("u.mjs", "export default " + "!" * 100000 + "1")):
            with self.subTest(name):
                self.write(name, text)
                result = self.cob(name)
                self.assertIn(result.returncode, (0, 1), result.stderr[-300:])
                if result.returncode:
                    self.assertIn("SyntaxError", result.stderr)

    def test_long_chains_are_fine(self):
        self.write("chain.ts", "export const n: number = " + "1 + " * 20000 + "1; console.log(n)")
        self.check(self.cob("chain.ts"), "20001\n")

    def test_unreadable_files_are_errors_with_a_name(self):
        os.chmod(self.write("secret.js", "1"), 0)
        self.write("r.cjs", "try { require('./secret.js') } catch (e) { console.log(e.code) }")
        self.write("i.mjs", "import './secret.js'")
        os.chmod(self.dir, 0o755)
        nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}  # root reads everything
        self.check(self.cob("r.cjs", **nobody), "EACCES\n")
        for entry in ("secret.js", "i.mjs"):
            result = self.cob(entry, **nobody)
            self.check(result, "", 1)
            self.assertIn("permission denied", result.stderr)
            self.assertIn("secret.js", result.stderr)

    def test_strange_files(self):
        os.mkdir(os.path.join(self.dir, "folder"))
        self.check(self.cob("folder"), code=1)
        self.write("broken.json", "{ nope")
        result = self.cob("-e", "require('./broken.json')")
        self.check(result, "", 1)
        self.assertIn("broken.json", result.stderr)
        self.write("deep.json", "[" * 100000)
        result = self.cob("-e", "require('./deep.json')")
        self.check(result, "", 1)
        self.assertIn("SyntaxError", result.stderr)

    def test_full_disk_is_an_error(self):
        self.write("full.js", """\
            const fs = require("fs");
            const say = (how) => (e) => console.log(how, e.code, e.syscall);
            try { fs.writeFileSync("/dev/full", "x") } catch (e) { say("sync")(e) }
            (async () => {
              await fs.promises.writeFile("/dev/full", "x").catch(say("promise"));
              await Bun.write("/dev/full", "x").catch(say("Bun.write"));
              fs.createWriteStream("/dev/full").on("error", say("stream")).end("x");
            })();
            """)
        self.check(self.cob("full.js"), "".join(how + " ENOSPC write\n" for how in ("sync", "promise", "Bun.write", "stream")))
        code = "process.stdout.on('error', (e) => console.error(e.code)); process.stdout.write('x'); console.log('y')"
        with open("/dev/full", "w") as full:
            result = subprocess.run([RUNTIME, "-e", code], stdout=full, stderr=subprocess.PIPE, env=ENV, timeout=240, text=True)
        self.assertEqual((result.returncode, result.stderr), (0, "ENOSPC\n"))

    def test_disk_that_fills_up_keeps_what_was_written(self):
        disk = os.path.join(self.dir, "disk")
        os.mkdir(disk)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], stderr=subprocess.DEVNULL).returncode:
            self.skipTest("no right to mount")
        self.addCleanup(subprocess.run, ["umount", disk])
        self.write("fill.js", """\
            const fs = require("fs");
            try { fs.writeFileSync("disk/a", Buffer.alloc(1 << 20, 1)) } catch (e) { console.log(e.code, fs.statSync("disk/a").size) }
            fs.rmSync("disk/a");
            const stream = fs.createWriteStream("disk/b");
            stream.on("error", (e) => console.log(e.code, fs.statSync("disk/b").size));
            for (let i = 0; i < 64; i++) stream.write(Buffer.alloc(4096, 2));
            """)
        self.check(self.cob("fill.js"), "ENOSPC 65536\nENOSPC 65536\n")

    def test_closed_pipe_ends_nothing(self):
        self.write("y.js", "for (let i = 0; i < 100000; i++) console.log('line ' + i); console.error('end')")
        self.write("z.js", "process.stdout.on('error', (e) => console.error(e.code, e.syscall));"
                           "for (let i = 0; i < 100000; i++) process.stdout.write('line ' + i + '\\n')")
        for name, said in (("y.js", "end\n"), ("z.js", "EPIPE write\n")):
            with subprocess.Popen([RUNTIME, name], cwd=self.dir, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
                self.assertEqual(p.stdout.readline(), b"line 0\n")
                p.stdout.close()
                self.assertEqual(p.stderr.read().decode(), said)
                self.assertEqual(p.wait(60), 0)

    def test_stack_overflow_is_a_range_error(self):
        self.check(self.cob("-e", "try { (function f() { f() })() } catch (e) { console.log(e instanceof RangeError) }"), "true\n")


if __name__ == "__main__":
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    if len(sys.argv) > 2:
        picked = [t for group in suite for t in group if sys.argv[2] in t.id()]
        suite = unittest.TestSuite(picked)
    outcome = unittest.TextTestRunner(verbosity=0, stream=sys.stdout).run(suite)
    failed = len(outcome.failures) + len(outcome.errors)
    print("end-to-end tests: %d passed, %d failed" % (outcome.testsRun - failed, failed))
    sys.exit(1 if failed else 0)
