import yargs from "yargs";
import { hideBin } from "yargs/helpers";
const args = yargs(hideBin(["node", "x", "serve", "--port", "80", "-v", "file"])).command("serve", "start", (y) => y.option("port", { type: "number", default: 1 }))
  .option("verbose", { alias: "v", type: "boolean" }).help(false).version(false).parse();
delete args.$0; // names the runtime
console.log(args);
console.log(await yargs([]).scriptName("app").usage("$0 <cmd>").command("go", "go there").option("x", { describe: "an x", choices: ["a", "b"] }).getHelp());
