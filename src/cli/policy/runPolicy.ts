import { printable } from "../../net/printable";
import { idMatches, parsePolicyFile, policyId, renderPolicy, renderStsRecord, type Violation } from "../../protocol";
import { ExitCode } from "../exitCode";
import type { Output } from "../output";
import { readInput } from "../readInput";
import { safeJson } from "../safeJson";

export interface PolicyFlags {
  revision?: number;
  canonical?: boolean;
  json?: boolean;
}

/** Reads one file and says what a sender makes of it. */
export function runPolicy(file: string, { revision, canonical, json }: PolicyFlags, output: Output): number {
  const bytes = readInput("the policy file", file);
  const { policy, violations, advice, unknownFields } = parsePolicyFile(bytes);
  const text = policy && renderPolicy(policy);
  const id = text === undefined ? undefined : policyId(text, revision);
  const valid = policy !== undefined && violations.length === 0;
  const code = valid ? ExitCode.Ok : ExitCode.Failed;
  if (json === true) {
    const record = id === undefined ? undefined : renderStsRecord(id);
    const answer = { valid, policy, id, record, canonical: text, violations, advice, unknownFields };
    output.out(`${safeJson(JSON.stringify(answer))}\n`);
    return code;
  }
  if (canonical === true && valid && text !== undefined) {
    output.out(text);
    return code;
  }
  const name = printable(file);
  for (const violation of violations) output.err(`${place(name, violation)}: error: ${sentence(violation)}\n`);
  for (const note of advice) output.err(`${place(name, note)}: warning: ${sentence(note)}\n`);
  for (const field of unknownFields) {
    output.err(`${name}:${field.line}: note: "${printable(field.name)}" means nothing to senders\n`);
  }
  if (text === undefined || id === undefined || canonical === true) return code;
  if (!valid) output.err("A lenient sender takes the following from it:\n");
  output.out(`${text}\n`);
  output.out(`id:     ${id}\nrecord: ${renderStsRecord(id)}\n`);
  if (!idMatches(id, bytes.toString("utf8"))) {
    output.out("The id belongs to the text above, not to the file as it is: serve the canonical form.\n");
  }
  return code;
}

function place(file: string, { line }: Violation): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** The section, unless the message ends with one of its own. */
function sentence({ message, rule }: Violation): string {
  return printable(/\(RFC [^()]*\)$/.test(message) ? message : `${message} (${rule})`, 600);
}
