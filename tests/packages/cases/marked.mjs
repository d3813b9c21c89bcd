import { marked, Lexer } from "marked";
console.log(marked.parse("# Hi *there*\n\n1. one\n2. **two**\n\n```js\nlet x = 1 < 2;\n```\n\n| a | b |\n|---|:-:|\n| `c` | [d](http://e.f) |\n"));
console.log(Lexer.lex("a **b** c")[0]);
