import { isIP } from "node:net";
import { showValue, type Problem } from "../protocol";
import { overrideProblems } from "./override";
import { retireProblems } from "./retirement";
import type { RolloutArgs } from "./rolloutArgs";

const timeout = { min: 30, max: 7200 };

/** What is wrong with `rollout` as written: plain values, so that they are judged before anything is registered. */
export function rolloutProblems(rollout: RolloutArgs): Problem[] {
  const { override, retire, publicationTimeout, resolver, reports, evidence } = rollout;
  return [
    ...(override === undefined ? [] : overrideProblems(override)),
    ...(retire === undefined ? [] : retireProblems(retire)),
    ...timeoutProblems(publicationTimeout),
    ...resolverProblems(resolver),
    ...evidenceProblems(reports, evidence),
  ];
}

function timeoutProblems(seconds: number | undefined): Problem[] {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= timeout.min && seconds <= timeout.max))
    return [];
  return [
    {
      path: "rollout.publicationTimeout",
      value: showValue(seconds),
      code: "publication-timeout",
      rule: `whole seconds, ${timeout.min} to ${timeout.max}: less than 30 cannot show that a policy is served steadily`,
      remedy: "Leave it out for 300 on update and 1200 on first create. To skip the gate: verifyPublication: false.",
    },
  ];
}

function resolverProblems(resolver: string | undefined): Problem[] {
  if (resolver === undefined || isServer(resolver)) return [];
  return [
    {
      path: "rollout.resolver",
      value: showValue(resolver),
      code: "resolver-address",
      rule: "the IP address of a DNS server, with or without a port",
      remedy: 'Write it as "192.0.2.53", "192.0.2.53:5353", "2001:db8::53" or "[2001:db8::53]:5353".',
    },
  ];
}

function isServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  return (isIP(bracketed ?? "") === 6 || isIP(plain ?? "") === 4) && Number(port) > 0 && Number(port) < 65536;
}

function evidenceProblems(reports: string | undefined, evidence: RolloutArgs["evidence"]): Problem[] {
  const problems: Problem[] = [];
  if (reports?.trim() === "") {
    problems.push({
      path: "rollout.reports",
      value: showValue(reports),
      code: "reports-path",
      rule: "a folder or file of TLS-RPT reports (RFC 8460)",
      remedy: "Give its path from the project's root, or leave it out.",
    });
  }
  if (evidence !== undefined && reports === undefined) {
    problems.push({
      path: "rollout.evidence",
      value: "given",
      code: "evidence-without-reports",
      rule: "it says which of `rollout.reports` count",
      remedy: "Give rollout.reports too, or leave rollout.evidence out.",
    });
  }
  return problems;
}
