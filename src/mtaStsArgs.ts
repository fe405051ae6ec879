import type * as pulumi from "@pulumi/pulumi";
import type { CloudflareZoneArgs } from "./dns/cloudflare";
import type { Route53ZoneArgs } from "./dns/route53";
import type { CloudFrontArgs } from "./hosting/cloudfront";
import type { MtaStsHost } from "./hosting/hostChoice";
import type { CloudflareWorkerArgs } from "./hosting/worker";
import type { MtaStsMode } from "./protocol";
import type { RolloutArgs } from "./rollout/rolloutArgs";

/** What a domain's TLS-RPT and MTA-STS need. See {@link MtaSts}. */
export interface MtaStsArgs {
  /**
   * The mail domain: what stands to the right of the "@". Upper case, a trailing dot and Unicode labels are normalised.
   * A policy never covers subdomains (RFC 8461 §3.4): each that receives mail needs a component of its own.
   */
  domain: string;
  /** SMTP TLS Reporting. Always there: without reports a policy is blind. */
  tlsReporting: TlsReportingArgs;
  /**
   * The MTA-STS policy. Leave it out for stage one (reports only), then go `testing`, `enforce`, and `none` to wind
   * down. No resource is renamed on the way.
   */
  policy?: PolicyArgs;
  /**
   * The hosts that receive the domain's mail. With it, the component declares the MX records in the same zones, and the
   * policy names these hosts and those of `policy.mx`: one list, changed in one deploy, in the order that loses no mail.
   * Defaults to none: the MX records are declared elsewhere.
   */
  mailExchangers?: MailExchangerArgs[];
  /** The Route 53 hosted zone that holds the domain. At least one of `route53` and `cloudflare` is needed. */
  route53?: Route53ZoneArgs;
  /** The Cloudflare zone that holds the domain. With `route53` too, both keep the same records (a DNS migration). */
  cloudflare?: CloudflareZoneArgs;
  /** Options of the policy host on S3 and CloudFront: the host unless `cloudflareWorker` is given. */
  cloudfront?: CloudFrontArgs;
  /** Serves the policy from a Cloudflare Worker. Needs `cloudflare`, without `route53` beside it. Defaults to none. */
  cloudflareWorker?: CloudflareWorkerArgs;
  /**
   * Which host the address of `mta-sts.<domain>` leads to, while both `cloudfront` and `cloudflareWorker` are given: a move
   * of hosts takes two deploys. Defaults to the host that is given alone.
   */
  policyHost?: MtaStsHost;
  /** How the domain is led from stage to stage: evidence, exceptions, and what the guards look at. */
  rollout?: RolloutArgs;
  /**
   * TTL of the records, in seconds. Defaults to 300. It is the time for which senders may hold an old policy id, so
   * short is good; Cloudflare takes 60 to 86400.
   */
  ttl?: pulumi.Input<number>;
  /** Tags for the bucket, the certificate and the distribution. Defaults to none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Where SMTP TLS reports go (RFC 8460 §3). */
export interface TlsReportingArgs {
  /**
   * One or more `mailto:` or `https:` URIs. A comma, an exclamation mark and a semicolon within a URI are
   * percent-encoded for you. A mailbox should not be of the domain itself only: reports on broken mail must arrive.
   */
  rua: pulumi.Input<pulumi.Input<string>[]>;
}

/** A host that receives mail (RFC 5321 §5.1). */
export interface MailExchangerArgs {
  /** Its name. Upper case, a trailing dot and Unicode labels are normalised. */
  host: string;
  /** Senders try lower numbers first, 0 to 65535. Defaults to 10. */
  preference?: pulumi.Input<number>;
}

/** An MTA-STS policy (RFC 8461 §3.2). */
export interface PolicyArgs {
  /** `testing` first; `enforce` once the reports are clean; `none` to wind down. */
  mode: MtaStsMode;
  /**
   * The domain's MX hosts, or patterns whose left-most label is `*`, which stands for exactly one label. Order, case,
   * duplicates and trailing dots change nothing. Needed unless the mode is `none` or `mailExchangers` names hosts; with
   * those, name here only the hosts that are leaving or coming.
   */
  mx?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * For how long senders keep the policy, in seconds, 0 to 31557600. Defaults to 604800 (a week), with mode `none` to
   * 86400 (a day).
   */
  maxAge?: pulumi.Input<number>;
  /**
   * An integer that is hashed into the policy id and not served. Raise it to make senders fetch again when an earlier
   * policy returns. Defaults to none.
   */
  revision?: number;
}
