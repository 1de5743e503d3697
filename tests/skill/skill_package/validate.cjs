// Reads a JSON array of [definition, document], and writes the errors that Amazon's published schema finds in each.
const Ajv = require("ajv").default;
const { readFileSync } = require("node:fs");

const { definitions } = JSON.parse(readFileSync(require.resolve("ask-smapi-model/spec.json"), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ $id: "amazon", definitions });

function findings([definition, document]) {
  const check = ajv.getSchema(`amazon#/definitions/${definition}`);
  return check(document) ? [] : check.errors.map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(findings)));
