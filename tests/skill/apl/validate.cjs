// Reads a JSON array of RenderDocument directives, and writes an array of what Amazon's validator finds in each.
const { ErrorController, StaticAplTemplateValidator } = require("apl-suggester");
const { readFileSync } = require("node:fs");

// Part of what is found is returned, and part of it, such as a component of an unknown type, goes to a listener.
let heard = [];
ErrorController.getInstance().registerErrors();
ErrorController.getInstance().setErrorInterface({
  sendError: ({ code, placeholders }) => heard.push(`${placeholders.path}: error ${code}`),
});

async function findings({ document, datasources }) {
  heard = [];
  const validator = new StaticAplTemplateValidator();
  const returned = [...(await validator.validate(document)), ...(await validator.validateDataSources(datasources))];
  return [...heard, ...returned.map(({ path, errorMessage }) => `${path}: ${errorMessage}`)];
}

async function main() {
  const all = [];
  for (const directive of JSON.parse(readFileSync(0, "utf8"))) all.push(await findings(directive));
  process.stdout.write(JSON.stringify(all));
}

main();
