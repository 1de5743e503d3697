// Reads a JSON array of RenderDocument directives, and writes an array with the findings of Amazon's validator for each.
const { ErrorController, StaticAplTemplateValidator } = require("apl-suggester");
const { readFileSync } = require("node:fs");

// The validator returns some errors, and reports others, such as an unknown component type, to a listener.
let reported = [];
ErrorController.getInstance().registerErrors();
ErrorController.getInstance().setErrorInterface({
  sendError: ({ code, placeholders }) => reported.push(`${placeholders.path}: error ${code}`),
});

async function findings({ document, datasources }) {
  reported = [];
  const validator = new StaticAplTemplateValidator();
  const returned = [...(await validator.validate(document)), ...(await validator.validateDataSources(datasources))];
  return [...reported, ...returned.map(({ path, errorMessage }) => `${path}: ${errorMessage}`)];
}

async function main() {
  const all = [];
  for (const directive of JSON.parse(readFileSync(0, "utf8"))) all.push(await findings(directive));
  process.stdout.write(JSON.stringify(all));
}

main();
