// The Svelte compiler for the browser and for the server, and its error with a code frame.
import { compile } from "svelte/compiler";
const source = `<script>let {n=1}=$props(); let d=$derived(n*2); let c=$state(0)</script>
<button onclick={()=>c++}>{c}{d}</button>{#each [1,2] as x}<p>{x}</p>{/each}
{#await Promise.resolve(1) then v}{v}{/await}<style>p{color:red}</style>`;
for (const generate of ["client", "server"]) console.log(compile(source, { generate, filename: "a.svelte" }).js.code);
try {
  compile("{#if}", {});
} catch (error) {
  console.log(error.code, error.message, error.frame);
}
