import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../protocol";
import type { GuardedRecord } from "../rollout/hooks";

/** A DNS record that a component declares, as its `records` output shows it. */
export interface DeclaredRecord {
  /** The id of the zone that holds it. */
  zoneId: string;
  /** Fully qualified, without a trailing dot. */
  name: string;
  /** TXT, MX, CNAME, or A and AAAA for an alias, whose value is its target. */
  type: string;
  /** Seconds. An alias has none of its own. */
  ttl?: number;
  /** The values, as a resolver would show them; the text of a TXT record in one piece. */
  values: string[];
}

/** A {@link DeclaredRecord} whose values may still arrive. */
export interface RecordInputs {
  zoneId: pulumi.Input<string>;
  name: pulumi.Input<string>;
  type: string;
  ttl?: pulumi.Input<number>;
  values: pulumi.Input<string>[];
}

/** A name and what it points to, whose CNAME proves the right to a certificate. */
export interface ValidationRecord {
  name: string;
  value: string;
}

/** Where the policy host's address records point. */
export type AddressTarget = DistributionTarget | RouteTarget;

/** A CloudFront distribution. */
export interface DistributionTarget {
  /** The distribution's own name. */
  domainName: pulumi.Output<string>;
  /** The hosted zone of that name, for a Route 53 alias. */
  hostedZoneId: pulumi.Output<string>;
}

/** Cloudflare's edge, where a Worker's route takes the requests. */
export interface RouteTarget {
  /** What stands behind the route, and answers where the route does not act. */
  domainName: pulumi.Input<string>;
  proxied: true;
}

/** What holds a child to the rollout rules. */
export interface ChildGuard {
  hooks?: pulumi.ResourceHookBinding;
  /** `true` or nothing: `false` would cancel protection that the user asked for. */
  protect?: true;
}

/** The options of a component's child: its parent, what it waits for, and what guards it. */
export type ChildOptions = (dependsOn?: pulumi.Resource[], guard?: ChildGuard) => pulumi.CustomResourceOptions;

/** What a record waits for, and what guards it. */
export interface RecordOptions {
  dependsOn?: pulumi.Resource[];
  /** Absent where nothing guards it. */
  guard?: (record: GuardedRecord) => ChildGuard;
}

/** As {@link RecordOptions}, for a kind of record that takes several children. */
export interface AddressOptions {
  dependsOn?: pulumi.Resource[];
  guard?: (child: string, record: GuardedRecord) => ChildGuard;
}

/** As {@link RecordOptions}, for MX records: one child may hold several hosts. */
export interface MxOptions {
  dependsOn?: pulumi.Resource[];
  guard?: (child: string, record: GuardedRecord, hosts: string[]) => ChildGuard;
}

/** A host that receives the domain's mail (RFC 5321 §5.1). */
export interface MailExchanger {
  /** In normal form. */
  host: string;
  preference: pulumi.Input<number>;
}

/** What every zone is made from. */
export interface ZoneContext {
  /** The component, for its look-ups. */
  parent: pulumi.Resource;
  /** The component's name, for messages. */
  component: string;
  child: ChildOptions;
  /** The mail domain that the zone must hold. */
  domain: string;
  /** TTL of its records, in seconds. */
  ttl: pulumi.Input<number>;
  /** What else is wrong with a zone of this name. */
  nameProblems?: (zoneName: string) => Problem[];
}

/** A zone in which the component keeps records: one contract, one file a provider. */
export interface DnsZone {
  readonly kind: "route53" | "cloudflare";
  readonly zoneId: pulumi.Input<string>;
  readonly provider?: pulumi.ProviderResource;
  /**
   * Its name servers. Fails, with our message, unless the zone exists, is public and holds the domain; unknown while the
   * id is.
   */
  readonly checked: pulumi.Input<string[]>;
  /** What was declared so far. */
  readonly records: RecordInputs[];
  /** Declares a TXT record. Strings over 255 bytes are split. */
  txt(childName: string, name: string, text: pulumi.Input<string>, options: RecordOptions): pulumi.Resource;
  /** Declares the records that lead the policy host's name to its server. */
  address(componentName: string, name: string, target: AddressTarget, options: AddressOptions): pulumi.Resource[];
  /** What a host that makes its own address record would meet at a name. */
  occupant(name: string): GuardedRecord;
  /** Declares the domain's MX records: one set, or one record a host. */
  mailExchangers(componentName: string, hosts: readonly MailExchanger[], options: MxOptions): pulumi.Resource[];
  /** Declares the CNAME that validates a certificate; returns its name, for the validation to wait on. */
  validation(childName: string, record: pulumi.Output<ValidationRecord>): pulumi.Output<string>;
}

/** Whether a zone of this name holds a domain. */
export function holds(zoneName: string, domain: string): boolean {
  const zone = zoneName.toLowerCase().replace(/\.$/, "");
  return domain === zone || domain.endsWith(`.${zone}`);
}
