// How many colours a terminal shows, from environment variables: getColorDepth and hasColors of tty streams.
"use strict";


const { validateInteger, validateObject } = require("internal/validators");

const NONE = 1, BASIC = 4, EXTENDED = 8, TRUE_COLOR = 24;

const terminals = {
    __proto__: null,
    eterm: BASIC, cons25: BASIC, console: BASIC, cygwin: BASIC, dtterm: BASIC, gnome: BASIC, hurd: BASIC,
    jfbterm: BASIC, konsole: BASIC, kterm: BASIC, mlterm: BASIC, mosh: TRUE_COLOR, putty: BASIC, st: BASIC,
    "rxvt-unicode-24bit": TRUE_COLOR, terminator: TRUE_COLOR, "xterm-kitty": TRUE_COLOR,
};
const services = ["APPVEYOR", "BUILDKITE", "CIRCLECI", "DRONE", "GITEA_ACTIONS", "GITHUB_ACTIONS", "GITLAB_CI",
    "TRAVIS"];
const trueColorServices = ["CIRCLECI", "GITEA_ACTIONS", "GITHUB_ACTIONS"];
const patterns = [/ansi/, /color/, /linux/, /direct/, /^con[0-9]*x[0-9]/, /^rxvt/, /^screen/, /^xterm/, /^vt100/,
    /^vt220/];

let warned = false;
function warnIgnored(env) {
    if (warned) return;
    const name = env.NODE_DISABLE_COLORS !== undefined && env.NODE_DISABLE_COLORS !== "" ? "NODE_DISABLE_COLORS"
        : env.NO_COLOR !== undefined && env.NO_COLOR !== "" ? "NO_COLOR" : "";
    if (name === "") return;
    warned = true;
    process.emitWarning(`The '${name}' env is ignored due to the 'FORCE_COLOR' env being set.`, "Warning");
}

function forced(env) {
    switch (env.FORCE_COLOR) {
        case "":
        case "1":
        case "true": warnIgnored(env); return BASIC;
        case "2": warnIgnored(env); return EXTENDED;
        case "3": warnIgnored(env); return TRUE_COLOR;
        default: return NONE;
    }
}

function depthOfService(env) {
    for (const name of services) {
        if (name in env) return trueColorServices.includes(name) ? TRUE_COLOR : EXTENDED;
    }
    return env.CI_NAME === "codeship" ? EXTENDED : NONE;
}

/** Bits of colour: 1, 4, 8 or 24. */
function getColorDepth(env = process.env) {
    if (env.FORCE_COLOR !== undefined) return forced(env);
    if ((env.NODE_DISABLE_COLORS !== undefined && env.NODE_DISABLE_COLORS !== "") ||
        (env.NO_COLOR !== undefined && env.NO_COLOR !== "") || env.TERM === "dumb") {
        return NONE;
    }
    if (env.TMUX) return TRUE_COLOR;
    if ("TF_BUILD" in env && "AGENT_NAME" in env) return BASIC;
    if ("CI" in env) return depthOfService(env);
    if ("TEAMCITY_VERSION" in env) {
        return /^(?:9\.(?:0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? BASIC : NONE;
    }
    switch (env.TERM_PROGRAM) {
        case "iTerm.app":
            return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? EXTENDED : TRUE_COLOR;
        case "HyperTerm":
        case "MacTerm": return TRUE_COLOR;
        case "Apple_Terminal": return EXTENDED;
        default:
    }
    if (env.COLORTERM === "truecolor" || env.COLORTERM === "24bit") return TRUE_COLOR;
    if (env.TERM) {
        const term = env.TERM.toLowerCase();
        if (/truecolor/.test(term)) return TRUE_COLOR;
        if (/^xterm-256/.test(term)) return EXTENDED;
        if (terminals[term]) return terminals[term];
        if (patterns.some((pattern) => pattern.test(term))) return BASIC;
    }
    return env.COLORTERM ? BASIC : NONE;
}

/** hasColors(), hasColors(env), hasColors(count), hasColors(count, env) */
function hasColors(count, env) {
    if (env === undefined && (count === undefined || (typeof count === "object" && count !== null))) {
        env = count;
        count = 16;
    } else {
        validateInteger(count, "count", 2);
    }
    if (env !== undefined) validateObject(env, "env");
    return count <= 2 ** getColorDepth(env);
}

module.exports = { getColorDepth, hasColors };
