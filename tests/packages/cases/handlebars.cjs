const Handlebars = require("handlebars");
Handlebars.registerHelper("loud", (s) => s.toUpperCase());
Handlebars.registerPartial("row", "<li>{{@index}} {{loud name}}</li>");
console.log(Handlebars.compile("<ul>{{#each people}}{{> row}}{{else}}none{{/each}}</ul>{{{raw}}} {{esc}}")({ people: [{ name: "ann" }, { name: "bob" }], raw: "<b>", esc: "<i>" }));
console.log(Handlebars.precompile("a {{b}}"));
try { Handlebars.parse("{{#if}"); } catch (e) { console.log(e.message); }
