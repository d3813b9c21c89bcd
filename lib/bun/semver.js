// semver.js - Bun.semver: comparing versions, as the package manager does (src/base/semver.h).
const { Error } = globalThis;

function checkCount(count) {
    if (count < 2) throw new Error("Expected two arguments");
}

const semver = {
    /** @param {string} version @param {string} range @returns {boolean} */
    satisfies(version, range) {
        checkCount(arguments.length);
        return native.satisfies(`${version}`, `${range}`);
    },
    /** @param {string} a @param {string} b @returns {-1 | 0 | 1} */
    order(a, b) {
        checkCount(arguments.length);
        const result = native.order(`${a}`, `${b}`);
        if (typeof result === "string") throw new Error(`Invalid SemVer: ${result}\n`);
        return result;
    },
};

module.exports = { semver };
