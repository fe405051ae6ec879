// Asks mailauth one question, read as JSON from stdin; its answer goes to stdout as JSON.
// {"domain": "example.com", "known": {…}} or {"mx": "mx1.example.com", "policy": {…}}
const { createRequire } = require("node:module");
const { text } = require("node:stream/consumers");

const { getPolicy, validateMx } = createRequire(process.env.SANDBOX_SENDERS)("mailauth/lib/mta-sts");

text(process.stdin)
  .then(async (question) => {
    const { domain, known, mx, policy } = JSON.parse(question);
    const answer = domain === undefined ? validateMx(mx, policy) : await getPolicy(domain, known);
    // An error of TLS carries the whole certificate, whose chain ends in a circle.
    const { error, ...rest } = answer.policy ?? {};
    const described = error ? { error: { code: error.code, message: error.message } } : {};
    console.log(JSON.stringify({ ...answer, ...(answer.policy ? { policy: rest } : {}), ...described }));
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
