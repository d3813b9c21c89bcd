import { rollup } from "@rollup/wasm-node";
const files = { "main.js": "import { a } from './a.js'; import b from './b.js'; console.log(a, b); export const x = 1;", "a.js": "export const a = 1; export const unused = 2;", "b.js": "export default function b() { return 'b' }" };
const bundle = await rollup({
  input: "main.js",
  plugins: [{ name: "memory", resolveId: (id) => id.replace("./", ""), load: (id) => files[id] }],
});
for (const format of ["es", "cjs", "iife"]) {
  const { output } = await bundle.generate({ format, name: "lib", sourcemap: format === "es" });
  console.log(output[0].code, output[0].map?.mappings ?? "", output[0].exports);
}
await bundle.close();
