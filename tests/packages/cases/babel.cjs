// Babel down to old and new targets: generators, private names, enums and TypeScript through some forty plugins.
const babel = require("@babel/core");
const source = `
enum Level { Low, High = 5 }
export class Counter<T> {
  #value = 1;
  static shared?: number = 2;
  get() { return this.#value ?? Level.High; }
}
export default async function* read(limit?: number) {
  for await (const item of source()) yield item ** 2;
  const { first, ...rest } = limit as any;
  return { first, ...rest };
}`;
for (const targets of ["ie 11", "node 12", "node 24"]) {
  const result = babel.transformSync(source, {
    filename: "input.ts", babelrc: false, configFile: false, sourceMaps: true,
    presets: [[require.resolve("@babel/preset-env"), { targets }], require.resolve("@babel/preset-typescript")],
  });
  console.log(result.code, JSON.stringify(result.map.mappings).length);
}
try {
  babel.transformSync("let a = ;", { filename: "bad.js", babelrc: false, configFile: false });
} catch (error) {
  console.log(error.code, error.reasonCode, error.message.split("\n")[0].replace(/^.*bad/, "bad"));
}
