"use strict";
// Amazon's official Node stack as its documentation shows it, on the processes that WEB_CONCURRENCY asks for. It does the
// work of the other stacks: it verifies the signature and the age, reads from Redis, compares and sets, and answers. The
// signing chain is in the verifier's own cache, so it is verified against but not fetched.

const cluster = require("node:cluster");
const fs = require("node:fs");
const path = require("node:path");

if (cluster.isPrimary) {
  for (let n = 0; n < Number(process.env.WEB_CONCURRENCY || 1); n += 1) cluster.fork();
} else {
  const Alexa = require("ask-sdk-core");
  const { ExpressAdapter, SkillRequestSignatureVerifier, TimestampVerifier } = require("ask-sdk-express-adapter");
  const express = require("express");
  const { Redis } = require("ioredis");
  const constant = JSON.parse(fs.readFileSync(process.env.BENCH_CONSTANT, "utf8"));
  const redis = new Redis(process.env.REDIS_URL);
  redis.defineCommand("swap", { numberOfKeys: 1, lua: constant.swap });

  const NextHandler = {
    canHandle: (input) => Alexa.getRequestType(input.requestEnvelope) === "IntentRequest"
      && Alexa.getIntentName(input.requestEnvelope) === "AMAZON.NextIntent",
    async handle(input) {
      const person = input.requestEnvelope.context.System.person.personId;
      const seen = await redis.get(person);
      await redis.swap(person, constant.document, constant.seconds, seen ?? "");
      input.attributesManager.setSessionAttributes(constant.attributes);
      return input.responseBuilder.speak(constant.speech).reprompt(constant.reprompt).getResponse();
    },
  };
  const skill = Alexa.SkillBuilders.custom().addRequestHandlers(NextHandler).create();
  const verifier = new SkillRequestSignatureVerifier();
  verifier.certCache.set(constant.url, fs.readFileSync(path.join(process.env.TEST_TRUST, "chain.pem"), "utf8"));
  const adapter = new ExpressAdapter(skill, false, false, [verifier, new TimestampVerifier()]);
  const app = express();
  app.post("/alexa", adapter.getRequestHandlers());
  app.get("/healthz", (_, response) => response.send("ok"));
  app.listen(Number(process.env.PORT), "127.0.0.1");
}
