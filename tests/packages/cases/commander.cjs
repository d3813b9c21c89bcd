const { Command, Option } = require("commander");
const program = new Command().name("tool").description("A tool").version("1.2.3").exitOverride();
program.command("clone <source> [dest]").description("clone it").option("-d, --depth <n>", "depth", Number)
  .addOption(new Option("-c, --cheese <type>", "cheese").choices(["cheddar", "brie"]).default("brie"))
  .action((source, dest, options) => console.log(source, dest, options));
program.outputHelp();
program.parse(["clone", "a", "-d", "3"], { from: "user" });
try { program.parse(["clone", "a", "-c", "gouda"], { from: "user" }); } catch (e) { console.log(e.code, e.message); }
