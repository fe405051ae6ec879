/** What every real sender answers, in one form. */

/** A policy as a sender has read it. */
export interface SenderPolicy {
  mode: string;
  /** As served, in the sender's order. */
  mx: string[];
  /** Seconds. */
  maxAge: number;
}

/** What a sender remembers between two messages. */
export interface KnownPolicy {
  id: string;
  policy: SenderPolicy;
  /** When it runs out. Default: max_age from now. */
  expires?: Date;
}

export interface SenderResult {
  /**
   * "found": a policy was fetched. "renewed": the id is the known one, nothing was fetched. "notFound": the domain has
   * no policy. "failed": a record or file could not be had or used.
   */
  status: "found" | "renewed" | "notFound" | "failed";
  /** The id and policy that the sender applies from now on: after a failure, the known ones while they last. */
  id?: string;
  policy?: SenderPolicy;
  /** To hand in at the next call. */
  known?: KnownPolicy;
  /** The sender's own words. */
  detail: string;
}

export interface Sender {
  name: string;
  /** What the sender does before it delivers to `domain`, with what it knows from before. */
  fetchPolicy(domain: string, known?: KnownPolicy): Promise<SenderResult>;
  /** Whether it would deliver to this MX host under the policy. */
  validateMx(mx: string, policy: SenderPolicy): Promise<boolean>;
}

/** The result for a policy that is applied. */
export function applied(
  status: SenderResult["status"],
  detail: string,
  known: Required<KnownPolicy> | undefined,
): SenderResult {
  return known ? { status, detail, id: known.id, policy: known.policy, known } : { status, detail };
}

export function expiry({ expires, policy }: KnownPolicy): Date {
  return expires ?? new Date(Date.now() + policy.maxAge * 1000);
}
