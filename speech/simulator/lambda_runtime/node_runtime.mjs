// Runs a skill's Node handler as AWS Lambda does: a line of JSON in for each request, a line out for each answer.
// usage: node node_runtime.mjs FILE NAME,...
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [file, names] = process.argv.slice(2);
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr); // what the handler prints goes to standard error

let rejectCall = null; // rejects the call that is running

const ownFrame = /node_runtime\.mjs|node:internal|new Promise \(<anonymous>\)/;
const traceOf = (error) => String(error?.stack ?? "").split("\n").filter((line) => !ownFrame.test(line)).join("\n");

const failure = (error) => ({
  error: {
    type: error?.name ?? typeof error,
    message: String(error?.message ?? error),
    trace: traceOf(error),
  },
});

const load = async () => {
  const module = await import(pathToFileURL(file).href);
  for (const name of names.split(",")) {
    const handler = name.split(".").reduce((part, key) => part?.[key], { ...module.default, ...module });
    if (typeof handler === "function") return handler;
  }
  throw new Error(`${file} exports no function ${names.replaceAll(",", " and no ")}`);
};

// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
const contextOf = ({ requestId, arn, seconds }, done) => {
  const end = Date.now() + seconds * 1000;
  return {
    awsRequestId: requestId,
    invokedFunctionArn: arn,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
    done,
    succeed: (result) => done(null, result),
    fail: (error) => done(error ?? new Error("context.fail")),
  };
};

const run = (handler, call) =>
  new Promise((resolve, reject) => {
    rejectCall = reject;
    const done = (error, result) => (error ? reject(error) : resolve(result));
    const returned = handler(call.event, contextOf(call, done), done);
    if (typeof returned?.then === "function") returned.then(resolve, reject);
  });

const answer = async (handler, call) => {
  try {
    return JSON.stringify({ result: (await run(handler, call)) ?? null });
  } catch (error) {
    return JSON.stringify(failure(error));
  }
};

for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => (rejectCall ? rejectCall(error) : console.error(error)));
}

try {
  const handler = await load();
  write("{}\n");
  for await (const line of createInterface({ input: process.stdin })) {
    write(`${await answer(handler, JSON.parse(line))}\n`);
  }
  process.exit(0);
} catch (error) {
  write(`${JSON.stringify(failure(error))}\n`, () => process.exit(1));
}
