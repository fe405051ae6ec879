import type * as pulumi from "@pulumi/pulumi";
import type { AddressTarget, ChildOptions, DnsZone } from "../dns/zone";
import type { Guards } from "../rollout/guards";

/** What a policy host is made from, whatever serves it. */
export interface PolicyHostContext {
  child: ChildOptions;
  component: string;
  domain: string;
  /** `mta-sts.<domain>` */
  host: string;
  policyText: pulumi.Input<string>;
  zones: readonly DnsZone[];
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Absent under mocks. */
  guards?: Guards;
  /** Whether the address leads here. Otherwise the host waits for a move of hosts, or was left by one. */
  addressed: boolean;
  /** Of the policy's file: not of one that senders no longer ask for. */
  protect?: true;
  /** Another host that is declared, in a move of hosts. */
  beside?: PolicyHost;
}

/** A policy host that was declared. The address records are not its own: they may point to another host. */
export interface PolicyHost {
  /** All that must be there before an address leads senders here. */
  ready: pulumi.Resource[];
  /** Where address records point; absent where the host makes its own. */
  target?: AddressTarget;
  /** Where the publication gate asks for the policy: a server's own name, or "addresses". */
  server: pulumi.Input<string>;
  /** For how many seconds without a miss the gate must see the policy there. */
  steadySeconds: number;
  certificateArn?: pulumi.Output<string>;
  distributionId?: pulumi.Output<string>;
}
