import type { PolicyFetch } from "../net/policyFetch";
import { showValue } from "../protocol";

/** What one fetch says about a policy that should be there: nothing wrong, or what was seen and what helps. */
export type Served = { ok: true } | { ok: false; seen: string; remedy: string };

/**
 * Compares what a sender would get with the policy that should be served. Only the same bytes will do: the id is made
 * from them.
 */
export function judgeServed(fetched: PolicyFetch, expected: string): Served {
  if (!fetched.ok) return { ok: false, seen: fetched.seen, remedy: remedies[fetched.kind] };
  const actual = fetched.bytes.toString("utf8");
  if (fetched.bytes.equals(Buffer.from(expected, "utf8"))) return { ok: true };
  return { ok: false, seen: `another policy: ${firstDifference(expected, actual)}`, remedy: remedies.ok };
}

const remedies: Record<PolicyFetch["kind"], string> = {
  ok: "Wait if the host still deploys; otherwise find what caches the old file, or writes another one.",
  dns: "Check the mta-sts address record and its zone. A machine without internet: rollout.verifyPublication: false.",
  connect: "Wait if the host still deploys. A machine without internet: rollout.verifyPublication: false.",
  timeout: "Wait if the host still deploys. A machine without internet: rollout.verifyPublication: false.",
  refusedAddress: "Publish a public address for the mta-sts host: senders reach no other.",
  tls: "The certificate must be trusted, valid today, and for the mta-sts host by name (RFC 8461 §3.3).",
  http: "Wait if the host still deploys; otherwise look at its logs.",
  redirect: "Take the redirect away: senders must not follow it (RFC 8461 §3.3).",
  botChallenge: "Exempt the mta-sts host from bot protection: mail servers cannot answer a challenge.",
  status: "Wait if the host still deploys; otherwise look for a rule or firewall in front of it.",
  tooLarge: "Look for another site that answers for the mta-sts host.",
  html: "Look for another site, or an error page with status 200, that answers for the mta-sts host.",
  notText: "Serve the file as text/plain (RFC 8461 §3.3).",
  encoded: "Switch compression off for the mta-sts host.",
};

/** Where two texts begin to differ, in a phrase: the line, what is there, what should be. */
export function firstDifference(expected: string, actual: string): string {
  if (actual === "") return "an empty file";
  const wanted = expected.split("\n");
  const served = actual.split("\n");
  const line = wanted.findIndex((text, index) => text !== served[index]);
  // All of the expected lines are there, and more.
  const index = line === -1 ? wanted.length : line;
  return `line ${index + 1} is ${shown(served[index], "missing")} instead of ${shown(wanted[index], "nothing")}`;
}

function shown(line: string | undefined, none: string): string {
  return line === undefined ? none : showValue(line);
}
