#!/usr/bin/env cob
// Counts words: cob examples/cli/words.ts [--top N] [--json] [files...]; reads standard input without files.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";

interface Count {
  word: string;
  count: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { top: { type: "string", default: "5" }, json: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
});

if (values.help) {
  console.log(`usage: ${basename(import.meta.filename)} [--top N] [--json] [files...]`);
  process.exit(0);
}

async function* sources(): AsyncGenerator<string> {
  if (positionals.length === 0) {
    process.stdin.setEncoding("utf8");
    for await (const chunk of process.stdin) yield chunk as string;
  }
  for (const file of positionals) yield await readFile(file, "utf8");
}

const counts = new Map<string, number>();
for await (const text of sources())
  for (const [word] of text.toLowerCase().matchAll(/\p{L}[\p{L}'-]*/gu)) counts.set(word, (counts.get(word) ?? 0) + 1);

const top: Count[] = [...counts].map(([word, count]) => ({ word, count }))
  .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1)).slice(0, Number(values.top));

if (values.json) console.log(JSON.stringify(top satisfies Count[]));
else console.table(top);
if (top.length === 0) process.exitCode = 1;
