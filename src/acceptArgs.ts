import type * as pulumi from "@pulumi/pulumi";
import type { MailExchanger } from "./dns/zone";
import { zoneIdProblems } from "./dns/zoneCheck";
import { certificateArnProblems, certificateHostProblems } from "./hosting/certificateInputs";
import { chosenHosts, hostChoiceProblems } from "./hosting/hostChoice";
import { accountIdProblems, workerPolicyProblems, workerProblems } from "./hosting/workerInputs";
import { InputChecker, isPlain, mapInput } from "./input/checkedInput";
import { declareDomain } from "./input/domainRegistry";
import { acceptMailExchangers, hostsThatTakeMail } from "./acceptMailExchangers";
import type { MtaStsArgs, PolicyArgs } from "./mtaStsArgs";
import {
  MtaStsMode,
  parseDomain,
  parsePolicyInput,
  parseRuaList,
  parseTtl,
  policyId,
  renderPolicy,
  renderTlsRptRecord,
  type Policy,
  type Problem,
  type Result,
} from "./protocol";
import type { HostFacts } from "./rollout/facts";
import { rolloutProblems } from "./rollout/rolloutProblems";

/** The arguments, checked and in normal form. */
export interface AcceptedArgs {
  domain: string;
  ttl: pulumi.Input<number>;
  tlsRptRecord: pulumi.Input<string>;
  /** Absent in stage one. */
  policy?: AcceptedPolicy;
  /** Where the policy is served, and where its address leads. */
  hosts: HostFacts;
  /** None where the MX records are declared elsewhere. */
  mailExchangers: MailExchanger[];
  /** Values still to arrive: each fails with our message where it cannot be accepted. */
  arrivals: pulumi.Output<unknown>[];
}

/** The policy as it is served, and its id. */
export interface AcceptedPolicy {
  mode: MtaStsMode;
  text: pulumi.Input<string>;
  id: pulumi.Input<string>;
}

/** Senders may hold an old policy id for so long: short is good, and cheap, for a record of a few look-ups a day. */
const defaultTtl = 300;
/** Beside these it takes 1 for "automatic", which would leave the TTL of the policy id to the service. */
const cloudflareTtl = { min: 60, max: 86400, rule: "Cloudflare takes a TTL of 60 to 86400 seconds" };

/**
 * Checks everything that the program says, before any resource is registered.
 *
 * @throws InputError with all problems of the plain values at once; Outputs fail in {@link AcceptedArgs.arrivals}.
 */
export function acceptArgs(name: string, args: MtaStsArgs): AcceptedArgs {
  const check = new InputChecker(`MtaSts "${name}"`);
  const domain = check.plain(parseDomain(args.domain, "domain"));
  const ttlLimits = args.cloudflare === undefined ? undefined : cloudflareTtl;
  const ttl = check.input(args.ttl ?? defaultTtl, (value) => parseTtl(value, "ttl", ttlLimits));
  // Programs in JavaScript may leave it out.
  const { rua: given } = (args as Partial<MtaStsArgs>).tlsReporting ?? {};
  const rua = check.input(given, (value) => parseRuaList(value, "tlsReporting.rua"));
  const mailExchangers = acceptMailExchangers(check, args.mailExchangers);
  const hosts = hostsThatTakeMail(mailExchangers);
  const policy = args.policy === undefined ? undefined : acceptPolicy(check, args.policy, hosts);
  if (args.rollout !== undefined) check.note(rolloutProblems(args.rollout));
  check.note(zoneProblems(args));
  check.note(hostChoiceProblems(args));
  const { declared, address } = chosenHosts(args);
  void check.input(args.cloudfront?.certificateArn, (value) => accepted(certificateArnProblems(value)));
  acceptWorker(check, args, policy);
  check.awaited(args.route53?.zoneId);
  check.awaited(args.cloudflare?.zoneId);
  const onCloudFront = args.policy !== undefined && declared.includes("cloudfront");
  const ownCertificate = onCloudFront && args.cloudfront?.certificateArn === undefined;
  if (domain !== undefined && ownCertificate) check.note(certificateHostProblems(domain, policyHostName(domain)));
  if (domain !== undefined) check.note(declareDomain(domain, name));
  return check.finish(() => ({
    domain: there(domain),
    ttl: there(ttl),
    tlsRptRecord: mapInput(there(rua), renderTlsRptRecord),
    policy: args.policy === undefined ? undefined : publish(there(policy), args.policy),
    mailExchangers,
    hosts: { declared, address },
    arrivals: check.arrivals,
  }));
}

/** Where senders fetch the policy (RFC 8461 §3.3). */
export function policyHostName(domain: string): string {
  return `mta-sts.${domain}`;
}

/** What is plain is judged now, even where another part of the policy arrives later. */
function acceptPolicy(
  check: InputChecker,
  args: PolicyArgs,
  hosts: readonly string[],
): pulumi.Input<Policy> | undefined {
  const { mode, revision, maxAge } = args;
  const mx = allMx(args, hosts);
  const now = {
    mode,
    revision,
    mx: isPlain(mx) ? mx : ["arrives-later.invalid"],
    maxAge: isPlain(maxAge) ? maxAge : undefined,
  };
  const plain = check.plain(parsePolicyInput(now, "policy"));
  if (plain === undefined || (isPlain(mx) && isPlain(maxAge))) return plain;
  return check.input({ mode, revision, mx, maxAge }, (value) => parsePolicyInput(value, "policy"));
}

/** The policy's own list and the MX hosts that the component declares: one list for both. */
function allMx({ mode, mx }: PolicyArgs, hosts: readonly string[]): PolicyArgs["mx"] {
  // A policy of mode "none" names no hosts (RFC 8461 §8.3), and those of the MX records must not be said to be ours.
  if (hosts.length === 0 || mode === MtaStsMode.None) return mx;
  return mx === undefined ? [...hosts] : mapInput(mx, (patterns) => [...hosts, ...patterns]);
}

/** A Worker's options, and whether it can hold the policy. */
function acceptWorker(
  check: InputChecker,
  { cloudflareWorker }: MtaStsArgs,
  policy: pulumi.Input<Policy> | undefined,
): void {
  const problems = workerProblems(cloudflareWorker);
  check.note(problems);
  if (cloudflareWorker === undefined || problems.length > 0) return;
  void check.input(cloudflareWorker.accountId, (value) => accepted(accountIdProblems(value)));
  if (policy !== undefined) void check.input(policy, (value) => accepted(workerPolicyProblems(renderPolicy(value))));
}

function publish(policy: pulumi.Input<Policy>, { mode, revision }: PolicyArgs): AcceptedPolicy {
  const text = mapInput(policy, renderPolicy);
  return { mode, text, id: mapInput(text, (value) => policyId(value, revision)) };
}

function zoneProblems({ route53, cloudflare }: MtaStsArgs): Problem[] {
  if (route53 === undefined && cloudflare === undefined) {
    return [
      {
        path: "route53, cloudflare",
        value: "undefined",
        code: "no-zone",
        rule: "RFC 8461 §3.1: senders find a policy through the domain's DNS zone",
        remedy: "Give the zone that holds the domain: route53: { zoneId } or cloudflare: { zoneId }.",
      },
    ];
  }
  return [
    ...(route53 === undefined ? [] : zoneIdProblems("route53.zoneId", route53.zoneId)),
    ...(cloudflare === undefined ? [] : zoneIdProblems("cloudflare.zoneId", cloudflare.zoneId)),
  ];
}

function accepted(problems: Problem[]): Result<undefined> {
  return problems.length === 0 ? { ok: true, value: undefined } : { ok: false, problems };
}

/** finish() has thrown where a value was refused. */
function there<T>(value: T | undefined): T {
  if (value === undefined)
    throw new Error("An input was refused without a problem: this is a defect of pulumi-mta-sts.");
  return value;
}
