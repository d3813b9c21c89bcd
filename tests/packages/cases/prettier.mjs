import * as prettier from "prettier";
const ts = `const   x:Array<string>=[ 'a',"b" ];function f( {a,b}:{a:number,b?:string} ){return a+ (b??"") .length}`;
console.log(await prettier.format(ts, { parser: "typescript" }));
console.log(await prettier.format("# Title\n* a\n* b\n\n| a | b |\n|-|-|\n| 1 | 22 |", { parser: "markdown" }));
console.log(await prettier.format("a{color:red;background:blue}", { parser: "css" }));
console.log(await prettier.format("<div><p>hi</p><span   class='x'>y</span></div>", { parser: "html" }));
console.log(await prettier.format('{"a":1,"b":[1,2,3]}', { parser: "json" }));
console.log(prettier.version);
