// Shortest edit script between two lists (Myers, O(ND)): for util.diff and assertion messages.
// Result: [operation, value] from the end to the beginning; operation 0 same, 1 only in actual, -1 only in
// expected. Limit: actual.length + expected.length below 2^31.
"use strict";

const { Int32Array } = globalThis;
const { codes } = require("internal/errors");

const INSERT = 1;
const DELETE = -1;
const SAME = 0;

function sameLine(a, b, ignoreComma) {
    if (a === b) return true;
    if (!ignoreComma) return false;
    return `${a},` === b || a === `${b},`;
}

/** Edit script that turns `expected` into `actual`, last operation first. */
function myersDiff(actual, expected, ignoreComma = false) {
    const n = actual.length;
    const m = expected.length;
    const max = n + m;
    if (max >= 2 ** 31 - 1) {
        throw new codes.ERR_OUT_OF_RANGE("myersDiff input size", "< 2^31", max);
    }
    const furthest = new Int32Array(2 * max + 1);
    const trace = [];
    for (let d = 0; d <= max; d++) {
        trace.push(furthest.slice(max - d, max + d + 1));
        for (let k = -d; k <= d; k += 2) {
            const at = k + max;
            const down = k === -d || (k !== d && furthest[at - 1] < furthest[at + 1]);
            let x = down ? furthest[at + 1] : furthest[at - 1] + 1;
            let y = x - k;
            while (x < n && y < m && sameLine(actual[x], expected[y], ignoreComma)) {
                x++;
                y++;
            }
            furthest[at] = x;
            if (x >= n && y >= m) return backtrack(trace, actual, expected, ignoreComma);
        }
    }
    return [];
}

function backtrack(trace, actual, expected, ignoreComma) {
    const result = [];
    let x = actual.length;
    let y = expected.length;
    for (let d = trace.length - 1; d >= 0; d--) {
        const row = trace[d];       // diagonals -d .. d before step d
        const value = (k) => row[k + d] ?? 0;
        const k = x - y;
        const down = k === -d || (k !== d && value(k - 1) < value(k + 1));
        const fromK = down ? k + 1 : k - 1;
        const fromX = d === 0 ? 0 : value(fromK);
        const fromY = d === 0 ? 0 : fromX - fromK;
        while (x > fromX && y > fromY) {
            const keep = ignoreComma && !actual[x - 1].endsWith(",") ? expected[y - 1] : actual[x - 1];
            result.push([SAME, keep]);
            x--;
            y--;
        }
        if (d > 0) {
            if (x > fromX) result.push([INSERT, actual[--x]]);
            else result.push([DELETE, expected[--y]]);
        }
    }
    return result;
}

module.exports = { DELETE, INSERT, SAME, myersDiff };
