import type { MtaStsArgs, PolicyArgs, RolloutArgs } from "../../../src";
import { changesCloud } from "../../../sandbox/provider";
import type { Sandbox } from "../../../sandbox/sandbox";
import type { Outcome } from "../../support/engine";
import { changesOf, cloudflareZone, mailStack, route53Zone, type MailStack } from "../../support/mailStack";
import { accountId } from "../../support/worker";
import { printedCommand } from "./printedCommand";
import { refusalIn, refusalsIn, saidBy } from "./steady";

/** What an update of a first policy makes on CloudFront before it comes to the policy's own file. */
const preparation = [
  ...["mail-smtp-tls", "mail-bucket", "mail-public-access-block", "mail-origin-access-control", "mail-certificate"],
  ...["mail-certificate-validation-record", "mail-certificate-validation"],
];
const cloudFront = {
  file: "mail-policy",
  preparation,
  policyHost: [...preparation, "mail-policy", "mail-distribution", "mail-bucket-policy"],
} as const;

/** A host of the policy in a zone; each sequence of steps has a domain of its own there. */
export interface GuardedZone {
  /** For titles. */
  zone: string;
  slug: "route53" | "cloudflare" | "worker";
  /** The resource that holds the policy. */
  file: string;
  /** What an update of a first policy makes before it comes to that. */
  preparation: readonly string[];
  /** What it makes before it comes to the records of the policy's host and id. */
  policyHost: readonly string[];
  /** The zone of `startMailSandbox` that holds all domains; undefined where each is a zone of its own. */
  apex?: string;
  id?: string;
}

/** CloudFront in the zones of `startMailSandbox`. */
export const bothZones = [
  { ...cloudFront, zone: "Route 53", slug: "route53", apex: "example.com", id: route53Zone },
  { ...cloudFront, zone: "Cloudflare", slug: "cloudflare", apex: "example.net", id: cloudflareZone },
] as const satisfies readonly GuardedZone[];

/** A Worker is possible at Cloudflare only. Behind a route, whose certificate covers one label below the zone. */
export const onWorker = {
  ...{ zone: "Cloudflare, on a Worker", slug: "worker", file: "mail-worker" },
  preparation: ["mail-smtp-tls"],
  policyHost: ["mail-smtp-tls", "mail-worker", "mail-worker-route"],
} as const satisfies GuardedZone;

/** Each host in each zone that it can be in. */
export const everyPair: readonly GuardedZone[] = [...bothZones, onWorker];

/** What a step that passed says and does. */
export interface Passed {
  /** What the component says, one line each, fit for a snapshot. */
  said: string[];
  /** The lines of the publication gate, which only an update has. */
  progress: string[];
  /** `update mail-policy`. */
  changes: string[];
  outcome: Outcome;
}

/** A domain with one live MX host, mx1.example.com, and a stack of one component for it. */
export interface GuardedDomain {
  domain: string;
  zoneId: string;
  mail: MailStack;
  /** Stage one. */
  reporting: MtaStsArgs;
  /** Stage two and on. */
  withPolicy(policy: PolicyArgs, rollout?: RolloutArgs): MtaStsArgs;
  /** Replaces the live MX records: `"10 mx1.example.com"`. */
  setMx(...exchangers: string[]): void;
  /**
   * Previews and updates; both must fail with one message. Returns it, fit for a snapshot.
   *
   * @param made What the update may have made before it came to the refusal. Default: nothing.
   */
  refused(args: MtaStsArgs, made?: readonly string[]): Promise<string>;
  /** The same, with the command that the message prints, as it is. */
  refusedRecord(args: MtaStsArgs, made?: readonly string[]): Promise<{ message: string; command: string }>;
  /** Previews and updates; both must pass and say the same. Returns the update. */
  allowed(args: MtaStsArgs): Promise<Passed>;
  /** Previews alone; it must pass. */
  previewed(args: MtaStsArgs): Promise<Passed>;
}

export async function guardedDomain(sandbox: Sandbox, zone: GuardedZone, label: string): Promise<GuardedDomain> {
  const domain = `${label}.${zone.apex ?? "example.org"}`;
  const zoneId = zone.id ?? sandbox.cloud.addCloudflareZone(domain).id;
  const reporting: MtaStsArgs = {
    domain,
    tlsReporting: { rua: ["mailto:tls@example.com"] },
    ...(zone.slug === "route53" ? { route53: { zoneId } } : { cloudflare: { zoneId } }),
    ...(zone.slug === "worker" ? { cloudflareWorker: { accountId, route: true } } : {}),
  };
  const mail = await mailStack(sandbox, `${label}-${zone.slug}`);
  const setMx = (...exchangers: string[]) => {
    sandbox.servers.dns.extraRecords.set(
      domain,
      exchangers.map((exchanger) => `MX ${exchanger}`),
    );
  };
  setMx("10 mx1.example.com");

  const made = () => sandbox.providers.log.filter(changesCloud).map(({ name }) => name);
  const passed = (outcome: Outcome): Passed => {
    expect(outcome.error).toBe("");
    const lines = saidBy(outcome);
    const said = lines.filter((line) => !isProgress(line));
    return { said, progress: lines.filter(isProgress), changes: changesOf(outcome), outcome };
  };
  const refusedBoth = async (args: MtaStsArgs, mayMake: readonly string[] = []) => {
    const preview = await mail.preview(args);
    const before = made().length;
    const update = await mail.up(args, { mayFail: true });
    expect([preview.ok, update.ok]).toEqual([false, false]);
    // A preview may come to further refusals.
    expect(refusalsIn(update)).not.toEqual([]);
    expect(refusalsIn(preview)).toEqual(expect.arrayContaining(refusalsIn(update)));
    expect(
      made()
        .slice(before)
        .filter((name) => !mayMake.includes(name)),
    ).toEqual([]);
    return update;
  };
  return {
    ...{ domain, zoneId, mail, reporting, setMx },
    withPolicy: (policy, rollout) => ({ ...reporting, policy, ...(rollout === undefined ? {} : { rollout }) }),
    refused: async (args, made) => refusalIn(await refusedBoth(args, made)),
    async refusedRecord(args, made) {
      const update = await refusedBoth(args, made);
      return { message: refusalIn(update), command: printedCommand(update.error) };
    },
    async allowed(args) {
      const preview = passed(await mail.preview(args));
      const update = passed(await mail.up(args));
      // Together: lines that are missing, with the changes or without, tell different stories.
      const told = ({ said, changes }: Passed) => ({ said, changes: [...changes].sort() });
      expect(told(update)).toEqual(told(preview));
      return update;
    },
    previewed: async (args) => passed(await mail.preview(args)),
  };
}

function isProgress(line: string): boolean {
  return / \(\d+ s of \d+ s\)$/.test(line);
}
