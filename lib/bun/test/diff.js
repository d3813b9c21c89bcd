// Line diff in the shape Bun prints: "- expected" and "+ received" lines among unchanged ones.
//
// Myers' algorithm on lines after common ends are cut off. Limit: when the middle needs more than
// MAX_EDITS edits it is shown as removed and added as a whole.

const { Int32Array, Math } = globalThis;
const MAX_EDITS = 2000;
const CONTEXT = 5;
const FULL_UNTIL = 300;

// Edit script between two lists as [kind, index] with kind "=", "-" (in a) or "+" (in b).
function editScript(a, b) {
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    let endA = a.length, endB = b.length;
    while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) endA--, endB--;
    const script = [];
    for (let i = 0; i < start; i++) script.push(["=", a[i]]);
    script.push(...middle(a.slice(start, endA), b.slice(start, endB)));
    for (let i = endA; i < a.length; i++) script.push(["=", a[i]]);
    return script;
}

function replaceAll(a, b) {
    return [...a.map(line => ["-", line]), ...b.map(line => ["+", line])];
}

function middle(a, b) {
    if (!a.length || !b.length) return replaceAll(a, b);
    const max = Math.min(a.length + b.length, MAX_EDITS);
    const size = 2 * max + 3;
    let front = new Int32Array(size);
    const trace = [];
    for (let d = 0; d <= max; d++) {
        trace.push(front.slice());
        for (let k = -d; k <= d; k += 2) {
            const at = k + max + 1;
            const down = k === -d || (k !== d && front[at - 1] < front[at + 1]);
            let x = down ? front[at + 1] : front[at - 1] + 1;
            while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
            front[at] = x;
            if (x >= a.length && x - k >= b.length) return backtrack(a, b, trace, max);
        }
    }
    return replaceAll(a, b);
}

function backtrack(a, b, trace, max) {
    const script = [];
    let x = a.length, y = b.length;
    for (let d = trace.length - 1; d >= 0; d--) {
        const front = trace[d];
        const k = x - y, at = k + max + 1;
        const down = k === -d || (k !== d && front[at - 1] < front[at + 1]);
        const prevK = down ? k + 1 : k - 1;
        const prevX = front[prevK + max + 1], prevY = prevX - prevK;
        while (x > prevX && y > prevY) script.push(["=", a[--x]]), y--;
        if (d === 0) break;
        if (down) script.push(["+", b[--y]]);
        else script.push(["-", a[--x]]);
    }
    return grouped(script.reverse());
}

// Within a run of changes the removed lines come first.
function grouped(script) {
    const out = [];
    let minus = [], plus = [];
    const flush = () => {
        out.push(...minus, ...plus);
        minus = [];
        plus = [];
    };
    for (const entry of script) {
        if (entry[0] === "-") minus.push(entry);
        else if (entry[0] === "+") plus.push(entry);
        else flush(), out.push(entry);
    }
    flush();
    return out;
}

// Long unchanged stretches are cut to CONTEXT lines around changes.
function hunks(script) {
    if (script.length <= FULL_UNTIL) return script;
    const near = new Array(script.length).fill(false);
    script.forEach(([kind], i) => {
        if (kind === "=") return;
        for (let j = Math.max(0, i - CONTEXT); j <= Math.min(script.length - 1, i + CONTEXT); j++) near[j] = true;
    });
    const out = [];
    let left = 1, right = 1;
    script.forEach(([kind, line], i) => {
        if (near[i]) {
            if (!near[i - 1]) out.push(["@", hunkHeader(script, near, i, left, right)]);
            out.push([kind, line]);
        }
        if (kind !== "+") left++;
        if (kind !== "-") right++;
    });
    return out;
}

function hunkHeader(script, near, from, left, right) {
    let minus = 0, plus = 0;
    for (let i = from; i < script.length && near[i]; i++) {
        if (script[i][0] !== "+") minus++;
        if (script[i][0] !== "-") plus++;
    }
    return `@@ -${left},${minus} +${right},${plus} @@`;
}

/** Diff of two printed values, with the counting footer. `paint` colours or returns its argument. */
function diffText(expected, received, paint) {
    const script = editScript(expected.split("\n"), received.split("\n"));
    let removed = 0, added = 0;
    const lines = hunks(script).map(([kind, line]) => {
        if (kind === "-") return removed++, paint.green("- " + line);
        if (kind === "+") return added++, paint.red("+ " + line);
        return kind === "@" ? line : "  " + line;
    });
    return `${lines.join("\n")}\n\n${paint.green("- Expected  - " + removed)}\n${paint.red("+ Received  + " + added)}`;
}

module.exports = { diffText, editScript };
