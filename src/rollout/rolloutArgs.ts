import type { Override, Retire } from "./facts";

/** How a domain is led from stage to stage: evidence, exceptions, and what the guards look at. */
export interface RolloutArgs {
  /**
   * TLS-RPT reports, the evidence for `enforce`: a folder or file, relative to the project's root (`Pulumi.yaml`).
   * Without it, `testing` → `enforce` needs an override. Defaults to none.
   */
  reports?: string;
  /** What makes reports count as evidence. Defaults to DKIM-signed mail only. */
  evidence?: RolloutEvidenceArgs;
  /** Lets one refused step pass, for one resulting policy id. The refusal prints what to paste. Defaults to none. */
  override?: RolloutOverrideArgs;
  /** Lifts the protection of a policy of mode `none` after a date. The deploy of `none` prints the date. */
  retire?: RolloutRetireArgs;
  /**
   * Whether the `_mta-sts` record waits until the policy is served, fetched as a sender would. Defaults to true; false is
   * for pipelines without internet.
   */
  verifyPublication?: boolean;
  /** Seconds to wait for that, 30 to 7200. Defaults to 300 on update and to 1200 when the record is first created. */
  publicationTimeout?: number;
  /** Whether every run asks DNS for the live MX hosts and compares them with the policy. Defaults to true. */
  checkLiveMx?: boolean;
  /**
   * The only DNS server that the guards ask, `192.0.2.53` or `192.0.2.53:5353`, for split horizons. Defaults to the
   * authoritative servers of the domain.
   */
  resolver?: string;
}

/** Valid for one resulting policy id: for any other it is inert, and every run says so. */
export interface RolloutOverrideArgs extends Override {
  /** The policy id that the refused step would publish, or remove. */
  policyId: string;
  /** Why the step is meant although a rule refuses it. Shown on every run. */
  reason: string;
}

/** RFC 8461 §8.3: a policy may go when nothing that senders hold is older. */
export interface RolloutRetireArgs extends Retire {
  /** `YYYY-MM-DD`, UTC: the policy may go on any later day. */
  after: string;
}

/** RFC 8460 §3 and §5.6: whose word on a domain counts. */
export interface RolloutEvidenceArgs {
  /** Whether files without mail around them count, because the source of `reports` is your own. Defaults to false. */
  trusted?: boolean;
  /**
   * The mail server whose `Authentication-Results` field is believed: its authserv-id, or `microsoft365`, whose field has
   * none (RFC 8601 §2.2). Defaults to none.
   */
  authservId?: string;
  /** The output of `mta-sts check --smtp --json`, at most seven days old, relative to the project's root. */
  probe?: string;
  /** Domains of senders whose every failure blocks `enforce`. Defaults to none. */
  partners?: string[];
}
