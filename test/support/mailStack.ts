import { MtaSts, parsePolicyInput, policyId, renderPolicy, type MtaStsArgs } from "../../src";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { fetchAsSender, type SenderView } from "../../sandbox/senders";
import { deployment, type Deployment, type OperationOptions, type Outcome } from "./engine";

/** The zones of {@link startMailSandbox}: both hold example.com, Route 53's is the one that the parent delegates to. */
export const route53Zone = "Z0123456789EXAMPLE";
export const cloudflareZone = "0123456789abcdef0123456789abcdef";

/** A sandbox in which example.com is at Route 53 and example.net at Cloudflare; both have the MX host mx1.example.com. */
export function startMailSandbox(): Promise<Sandbox> {
  const mx = ["MX 10 mx1.example.com"];
  return startSandbox({
    route53: [{ name: "example.com", id: route53Zone }],
    cloudflare: [{ name: "example.net", id: cloudflareZone }],
    servers: { extraRecords: { "example.com": mx, "example.net": mx } },
  });
}

/** The same arguments, with the override that lets their policy pass every rollout rule. */
export function meant(args: MtaStsArgs): MtaStsArgs {
  const { mode, mx, maxAge, revision } = args.policy ?? {};
  const policy = parsePolicyInput({ mode, mx, maxAge, revision }, "policy");
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
  const override = { policyId: policyId(renderPolicy(policy.value), revision), reason: "the test means it" };
  return { ...args, rollout: { ...args.rollout, override } };
}

/** A stack of one component named "mail", whose arguments may change between operations. */
export interface MailStack extends Omit<Deployment, "preview" | "up"> {
  preview(args: MtaStsArgs): Promise<Outcome>;
  up(args: MtaStsArgs, options?: Pick<OperationOptions, "mayFail" | "refresh" | "target">): Promise<Outcome>;
}

export async function mailStack(sandbox: Sandbox, stackName: string): Promise<MailStack> {
  let args: MtaStsArgs | undefined;
  const program = () => {
    if (args === undefined) throw new Error("No arguments yet.");
    const { policyId, policyUrl, policyText, records } = new MtaSts("mail", args);
    return Promise.resolve({ policyId, policyUrl, policyText, records });
  };
  const stack = await deployment(sandbox, program, { stackName });
  return {
    ...stack,
    preview: (next) => ((args = next), stack.preview({ mayFail: true })),
    up: (next, { refresh = false, ...options } = {}) => ((args = next), stack.up({ refresh, ...options })),
  };
}

/** What changed, in the order in which the provider finished: `update mail-policy`. */
export function changesOf(outcome: Outcome): string[] {
  return outcome.changes.map(({ operation, name }) => `${operation} ${name}`);
}

/** The same without the clean-up of what was replaced, which the engine does after everything else. */
export function forwardChangesOf(outcome: Outcome): string[] {
  return changesOf(outcome).filter((change) => !change.startsWith("delete"));
}

/** What a sender that knows nothing yet sees; undefined where there is no `_mta-sts` record. */
export async function seenBySender(sandbox: Sandbox, domain: string): Promise<SenderView | undefined> {
  const seen = await fetchAsSender(sandbox.servers, domain);
  return seen.txt.length === 0 ? undefined : seen;
}
