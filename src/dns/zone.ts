import type * as pulumi from "@pulumi/pulumi";

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
export interface AddressTarget {
  /** The distribution's own name. */
  domainName: pulumi.Output<string>;
  /** The hosted zone of that name, for a Route 53 alias. */
  hostedZoneId: pulumi.Output<string>;
}

/** The options of a component's child: its parent, and what it waits for. */
export type ChildOptions = (dependsOn?: pulumi.Resource[]) => pulumi.CustomResourceOptions;

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
}

/** A zone in which the component keeps records: one contract, one file a provider. */
export interface DnsZone {
  /** Fails, with our message, unless the zone exists, is public and holds the domain. Unknown while the id is. */
  readonly checked: pulumi.Input<unknown>;
  /** What was declared so far. */
  readonly records: RecordInputs[];
  /** Declares a TXT record. Strings over 255 bytes are split. */
  txt(childName: string, name: string, text: pulumi.Input<string>, dependsOn?: pulumi.Resource[]): pulumi.Resource;
  /** Declares the records that lead the policy host's name to its server. */
  address(componentName: string, name: string, target: AddressTarget): pulumi.Resource[];
  /** Declares the CNAME that validates a certificate; returns its name, for the validation to wait on. */
  validation(childName: string, record: pulumi.Output<ValidationRecord>): pulumi.Output<string>;
}

/** Whether a zone of this name holds a domain. */
export function holds(zoneName: string, domain: string): boolean {
  const zone = zoneName.toLowerCase().replace(/\.$/, "");
  return domain === zone || domain.endsWith(`.${zone}`);
}
