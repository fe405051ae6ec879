/** What a test makes one DNS server do wrong. */
import type { CloudState } from "../../cloud/state";
import type { DnsAnswer, DnsQuery, RcodeName } from "./answer";
import { recordFromText } from "./record";

/** Everything optional and combinable; the fields left out keep the true answer. */
export interface DnsFault {
  /** Milliseconds before the answer. */
  delay?: number;
  /** No answer at all. */
  drop?: boolean;
  /** This response code and no records. */
  rcode?: RcodeName;
  /** Answer out of another cloud: for a stale copy, `structuredClone(state)` taken earlier. */
  state?: CloudState;
  /** In place of the answer's records, at the question's name: `["300 TXT \"v=STSv1; id=1;\""]`. */
  answers?: readonly string[];
  /** Records besides the true ones, at the question's name. */
  extra?: readonly string[];
  /** In place of the authority section, at the question's name: a referral that leads elsewhere. */
  authorities?: readonly string[];
  /** The AD bit: the resolver has validated the answer. */
  authenticData?: boolean;
  /** These octets instead of a DNS message; the first two are replaced by the query's id. */
  raw?: Uint8Array;
}

/** Called for every question; `undefined` leaves the true answer. */
export type DnsOverride = (query: DnsQuery) => DnsFault | undefined;

export function applyFault(answer: DnsAnswer, fault: DnsFault, name: string): DnsAnswer {
  if (fault.rcode) return { ...answer, rcode: fault.rcode, answers: [], authorities: [], additionals: [] };
  const records = (texts: readonly string[]) => texts.map((text) => recordFromText(name, text));
  const replaced = fault.answers ? records(fault.answers) : answer.answers;
  const answers = fault.extra ? [...replaced, ...records(fault.extra)] : replaced;
  return {
    ...answer,
    rcode: answers.length > 0 ? "NOERROR" : answer.rcode,
    answers,
    authorities: fault.authorities ? records(fault.authorities) : answers.length > 0 ? [] : answer.authorities,
  };
}
