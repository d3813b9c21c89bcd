import { ESLint, Linter } from "eslint";
const linter = new Linter();
console.log(linter.verify("var a = 1;;\nif (a == '2') { alert(undefinedName) }\n", {
  rules: { "no-extra-semi": 2, eqeqeq: 2, "no-var": 1, "no-undef": 2 },
}));
console.log(linter.verifyAndFix("var a = 1; a;", { rules: { "no-var": 2, "prefer-const": 2 } }).output);
console.log(ESLint.version);
