import { mxMatches, parsePolicyFile, renderPolicy, type Policy } from "../../src/protocol";
import { remembering } from "../remembering";
import { certificateNames } from "../world/mailHosts";
import type { Matching, SenderTraits } from "./traits";

/** A policy as one kind of sender reads it, with its answers about hosts remembered. */
export interface ReadPolicy {
  /** What it means, as a canonical file. */
  meaning: string;
  policy: Policy;
  hosts: Map<string, boolean>;
}

const read = new Map<string, ReadPolicy | undefined>();
const remembered = 5000;

/** Undefined where this sender would not accept the file. */
export function readPolicy(text: string, { duplicates, matching }: SenderTraits): ReadPolicy | undefined {
  const key = `${duplicates} ${matching} ${text}`;
  if (read.has(key)) return read.get(key);
  const { policy } = parsePolicyFile(duplicates === "first" ? text : lastOfEach(text));
  const known =
    policy === undefined ? undefined : { meaning: renderPolicy(policy), policy, hosts: new Map<string, boolean>() };
  if (read.size >= remembered) read.clear();
  read.set(key, known);
  return known;
}

/** What a file means to senders: one thing, or two where they read it differently. Nothing where none accepts it. */
export const meaningsOf = remembering((text): string[] => {
  const policies = [text, lastOfEach(text)].map((file) => parsePolicyFile(file).policy);
  return [...new Set(policies.flatMap((policy) => (policy === undefined ? [] : [renderPolicy(policy)])))];
});

const policyOf = remembering((text) => parsePolicyFile(text).policy);

/** What a file of ours says. */
export function policyIn(text: string | undefined): Policy | undefined {
  return text === undefined ? undefined : policyOf(text);
}

/** The mode of a file, as most senders read it. */
export function modeOf(text: string): string | undefined {
  return /^mode: (\w+)/m.exec(meaningsOf(text)[0] ?? "")?.[1];
}

/** The file as a sender reads it for which the last field of a name wins: the fields in reverse. */
function lastOfEach(text: string): string {
  const lines = text.split("\r\n").filter((line) => line !== "");
  return [...lines.reverse(), ""].join("\r\n");
}

/** Whether a host fits the policy by its name; its certificate's validity is another question. */
export function fits(held: ReadPolicy, host: string, matching: Matching): boolean {
  const known = held.hosts.get(host);
  if (known !== undefined) return known;
  const answer = held.policy.mx.some((pattern) => matches(pattern, host, matching));
  held.hosts.set(host, answer);
  return answer;
}

function matches(pattern: string, host: string, matching: Matching): boolean {
  switch (matching) {
    case "mxName":
      return mxMatches(pattern, host);
    case "manyLabels":
      return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : mxMatches(pattern, host);
    case "certificateNames":
      return certificateNames(host).some((name) => certified(name, pattern));
  }
}

/** Postfix's `secure`: `.domain` matches any name below; a wildcard in the certificate stands for one label. */
function certified(name: string, pattern: string): boolean {
  if (pattern.startsWith("*.")) return name.endsWith(pattern.slice(1));
  return name === pattern || mxMatches(name, pattern);
}
