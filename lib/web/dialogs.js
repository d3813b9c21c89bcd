// dialogs.js - alert, confirm and prompt on the terminal, as Bun has them (HTML standard, section 8.8.1).
//
// They wait for a line of standard input, and take no byte more than that: what follows is still there for
// process.stdin. So they read byte by byte, which a hand at a keyboard does not notice.
const { Object, String, Uint8Array } = globalThis;
const fs = require("node:fs");

const PAUSE_MS = 10; // between looks at an input that does not block

/** One byte, or -1 at the end. */
function readByte(byte) {
  for (;;) {
    try {
      return fs.readSync(0, byte, 0, 1, null) === 0 ? -1 : byte[0];
    } catch (error) {
      if (error.code === "EOF") return -1;
      if (error.code !== "EAGAIN") throw error;
      require("bun/props").sleepSync(PAUSE_MS);
    }
  }
}

/** A line without its end; undefined when there is none. */
function readLine() {
  const byte = new Uint8Array(1);
  const bytes = [];
  let code = readByte(byte);
  if (code < 0) return undefined;
  for (; code >= 0 && code !== 0x0a; code = readByte(byte)) bytes.push(code);
  if (bytes[bytes.length - 1] === 0x0d) bytes.pop();
  return new (require("web/encoding").TextDecoder)().decode(Uint8Array.from(bytes));
}

function ask(text) {
  fs.writeSync(1, `${text} `);
  return readLine();
}

// Methods are no constructors.
module.exports = {
  /** @param {string} [message] */
  alert(message = "Alert") {
    ask(`${message} [Enter]`);
  },

  /** @param {string} [message] @returns {boolean} */
  confirm(message = "Confirm") {
    const answer = ask(`${message} [y/N]`);
    return answer === "y" || answer === "Y";
  },

  /**
   * @param {string} [message] @param {string} [defaultValue] what an empty line means
   * @returns {string | null} null at the end of the input, too
   */
  prompt(message = "Prompt", defaultValue = undefined) {
    const fallback = defaultValue === undefined || defaultValue === null ? null : String(defaultValue);
    const answer = ask(fallback === null ? `${message}` : `${message} [${fallback}]`);
    if (answer === undefined) return null;
    return answer === "" ? fallback : answer;
  },
};

const length = { __proto__: null, configurable: true, value: 1 };
for (const name in module.exports) Object.defineProperty(module.exports[name], "length", length);
