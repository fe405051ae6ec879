import { MtaStsHost, MtaStsMode, type MtaStsArgs } from "../src";
import { hostFaults } from "../sandbox/net";
import type { Sandbox } from "../sandbox/sandbox";
import { installSenders, mailauthSender, postfixSender, type KnownPolicy } from "../sandbox/senders";
import {
  changesOf,
  cloudflareZone,
  mailStack,
  meant,
  seenBySender,
  startMailSandbox,
  type MailStack,
} from "./support/mailStack";
import { accountId, atCloudflare, complaints, watched, type Glance } from "./support/worker";

jest.setTimeout(240_000);

let sandbox: Sandbox;
beforeAll(async () => {
  await installSenders();
  sandbox = await startMailSandbox();
}, 900_000);
afterAll(() => sandbox.close());

const { domain } = atCloudflare;
const { CloudFront, CloudflareWorker } = MtaStsHost;
const enforced = (mx: string[], hosts: Partial<MtaStsArgs>): MtaStsArgs => ({
  ...atCloudflare,
  policy: { mode: MtaStsMode.Enforce, mx },
  ...hosts,
});
const enforce = (hosts: Partial<MtaStsArgs>) => enforced(["mx1.example.com"], hosts);

const route = { cloudflareWorker: { accountId, route: true } };
const customDomain = { cloudflareWorker: { accountId } };
const onCloudFront = enforce({});
const onRoute = enforce(route);
const onCustomDomain = enforce(customDomain);
const toRoute = enforce({ ...route, cloudfront: {}, policyHost: CloudflareWorker });
const fromRoute = enforce({ ...route, cloudfront: {}, policyHost: CloudFront });

/** What senders hold before the move, and what they must hold at every instant of it. */
interface Held {
  id: string;
  policy: string;
  known: { name: string; known: KnownPolicy }[];
}

const senders = () => [mailauthSender(sandbox.servers), postfixSender(sandbox.servers)];

async function hold(): Promise<Held> {
  const seen = await seenBySender(sandbox, domain);
  const known = await Promise.all(
    senders().map(async (sender) => ({ name: sender.name, known: (await sender.fetchPolicy(domain)).known! })),
  );
  return { id: seen!.id!, policy: seen!.policy!, known };
}

/** Real senders that hold the policy look again: it is the same, and the id spares them the fetch. */
async function expectStillHeld(held: Held): Promise<void> {
  for (const sender of senders()) {
    const { known } = held.known.find(({ name }) => name === sender.name)!;
    expect(await sender.fetchPolicy(domain, known)).toMatchObject({ id: held.id, policy: known.policy });
  }
}

/** Fresh senders and those with a remembered address get the same bytes at every step. */
function expectNoGap(glances: Glance[], held: Held): void {
  expect(glances.length).toBeGreaterThan(1);
  for (const { after, fresh, remembered } of glances) {
    expect({ after, id: fresh.id, policy: fresh.policy }).toEqual({ after, id: held.id, policy: held.policy });
    expect({ after, remembered }).toEqual({ after, remembered: { status: 200, body: held.policy } });
  }
}

/** Ten minutes later: resolvers have forgotten the address of before. */
function tenMinutesPass(): void {
  const zone = sandbox.cloud.cloudflareDns.getZone(cloudflareZone);
  for (const record of zone.records) record.modifiedOn = new Date(Date.now() - 600_000).toISOString();
}

/** As a user must: none, then the date (here without the days of waiting for it), then away with everything. */
async function windDown(mail: MailStack, hosts: Partial<MtaStsArgs>): Promise<void> {
  const none: MtaStsArgs = { ...atCloudflare, ...hosts, policy: { mode: MtaStsMode.None } };
  await mail.up(none);
  await mail.up(meant({ ...none, rollout: { retire: { after: "2026-01-01" } } }));
  await mail.destroy();
}

async function expectRefused(mail: MailStack, args: MtaStsArgs): Promise<string[]> {
  const preview = await mail.preview(args);
  expect(preview.ok).toBe(false);
  const update = await mail.up(args, { mayFail: true });
  expect(update.ok).toBe(false);
  expect(changesOf(update).filter((change) => change.startsWith("delete"))).toEqual([]);
  return complaints(preview);
}

describe("from CloudFront to a Worker's route, under enforce", () => {
  let mail: MailStack;
  let held: Held;
  beforeAll(async () => {
    mail = await mailStack(sandbox, "to-route");
    // An override would lift the refusals of the move too: it is there for the first deploy only.
    await mail.up(meant(onCloudFront));
    held = await hold();
  });
  afterAll(() => windDown(mail, route));

  it("is refused in one deploy, with the two steps", async () => {
    expect(await expectRefused(mail, onRoute)).toMatchSnapshot();
    await expectStillHeld(held);
    expect(await seenBySender(sandbox, domain)).toMatchObject({ id: held.id, policy: held.policy, status: 200 });
  });

  it("is refused together with a change of the policy", async () => {
    const both = enforced(["mx1.example.com", "mx2.example.com"], {
      ...route,
      cloudfront: {},
      policyHost: CloudflareWorker,
    });
    expect(await expectRefused(mail, both)).toMatchSnapshot();
  });

  it("is refused to a custom domain, in one deploy and in two, for a record is there", async () => {
    expect(await expectRefused(mail, onCustomDomain)).toMatchSnapshot();
    await expectRefused(mail, enforce({ ...customDomain, cloudfront: {}, policyHost: CloudflareWorker }));
    await expectStillHeld(held);
  });

  it("fails where the edge does not serve the policy after the change, and goes back", async () => {
    const respond = hostFaults.botChallenge();
    sandbox.servers.https.overrides.set(`mta-sts.${domain}`, { edge: "cloudflare", respond });
    const broken = await mail.up({ ...toRoute, rollout: { publicationTimeout: 120 } }, { mayFail: true });
    expect(broken.ok).toBe(false);
    expect(complaints(broken)).toMatchSnapshot();
    await expectStillHeld(held);
    expect(changesOf(await mail.up(fromRoute))).toEqual(["update mail-cname"]);
    sandbox.servers.https.overrides.clear();
    expect(await seenBySender(sandbox, domain)).toMatchObject({ id: held.id, policy: held.policy, status: 200 });
    expect(changesOf(await mail.up(onCloudFront)).sort()).toEqual(["delete mail-worker", "delete mail-worker-route"]);
  });

  it("takes the first deploy: the record changes in place, and no sender sees another policy", async () => {
    const { outcome, glances } = await watched(sandbox, domain, "cloudfront", () => mail.up(toRoute));
    const changes = changesOf(outcome);
    expect(changes.at(-1)).toBe("update mail-cname");
    expect(changes).not.toContain("update mail-sts");
    expect(outcome.changes.find(({ name }) => name === "mail-cname")?.diff.sort()).toEqual(["proxied", "ttl"]);
    expectNoGap(glances, held);
    await expectStillHeld(held);
    expect(sandbox.servers.https.requests.list().at(-1)).toMatchObject({ edge: "cloudflare" });
  });

  it("is not hurried: the old host stays while resolvers may give its address", async () => {
    await mail.up(fromRoute);
    await mail.up(toRoute);
    expect(await expectRefused(mail, onRoute)).toMatchSnapshot();
    expect(sandbox.cloud.state.distributions.size).toBe(1);
  });

  it("takes the second deploy after the TTL: CloudFront goes, the policy stays", async () => {
    tenMinutesPass();
    const drop = () => mail.up(onRoute, { refresh: true });
    const { outcome, glances } = await watched(sandbox, domain, "cloudflare", drop);
    const changes = changesOf(outcome);
    expect(changes).toContain("update mail-cname");
    expect(changes).toContain("delete mail-distribution");
    expect(changes).not.toContain("update mail-sts");
    expectNoGap(glances, held);
    await expectStillHeld(held);
    expect(sandbox.cloud.state.distributions.size).toBe(0);
    expect(changesOf(await mail.up(onRoute))).toEqual([]);
  });
});

describe("from a Worker's route to CloudFront, under enforce", () => {
  let mail: MailStack;
  let held: Held;
  beforeAll(async () => {
    mail = await mailStack(sandbox, "from-route");
    await mail.up(meant(onRoute));
    held = await hold();
  });
  afterAll(() => windDown(mail, {}));

  it("is refused in one deploy, with the two steps", async () => {
    expect(await expectRefused(mail, onCloudFront)).toMatchSnapshot();
    await expectStillHeld(held);
    expect(await seenBySender(sandbox, domain)).toMatchObject({ id: held.id, policy: held.policy, status: 200 });
  });

  it("is refused to a custom domain, whose place the record has", async () => {
    expect((await expectRefused(mail, onCustomDomain)).join("\n")).toContain("(worker-domain-occupied)");
  });

  it("takes the first deploy: CloudFront is ready before the record changes in place", async () => {
    const { outcome, glances } = await watched(sandbox, domain, "cloudflare", () => mail.up(fromRoute));
    expect(changesOf(outcome).at(-1)).toBe("update mail-cname");
    for (const { after, fresh, remembered } of glances) {
      expect({ after, id: fresh.id, policy: fresh.policy }).toEqual({ after, id: held.id, policy: held.policy });
      // The edge forgets a name whose record is no longer proxied: no answer there, but never another one.
      const forgotten = after === "update mail-cname" || after === "the end";
      expect(remembered).toEqual(
        forgotten ? { status: 409, body: "error code: 1001" } : { status: 200, body: held.policy },
      );
    }
    await expectStillHeld(held);
    expect(sandbox.servers.https.requests.list().at(-1)).toMatchObject({ edge: "cloudfront" });
  });

  it("takes the second deploy: the Worker goes, the policy stays", async () => {
    const { outcome, glances } = await watched(sandbox, domain, "cloudfront", () => mail.up(onCloudFront));
    expect(changesOf(outcome).sort()).toEqual(["delete mail-worker", "delete mail-worker-route"]);
    expectNoGap(glances, held);
    await expectStillHeld(held);
    expect(changesOf(await mail.up(onCloudFront))).toEqual([]);
  });
});

describe("from a Worker's custom domain to CloudFront, under enforce", () => {
  const waiting = enforce({ ...customDomain, cloudfront: {}, policyHost: CloudflareWorker });
  const moved = enforce({ ...customDomain, cloudfront: {}, policyHost: CloudFront });
  let mail: MailStack;
  let held: Held;
  beforeAll(async () => {
    mail = await mailStack(sandbox, "from-domain");
    await mail.up(meant(onCustomDomain));
    held = await hold();
  });
  afterAll(() => windDown(mail, {}));

  it("is refused in one deploy, to CloudFront and to a route", async () => {
    expect(await expectRefused(mail, onCloudFront)).toMatchSnapshot();
    expect((await expectRefused(mail, onRoute)).join("\n")).toContain("(worker-domain-in-the-way)");
    expect(await seenBySender(sandbox, domain)).toMatchObject({ id: held.id, policy: held.policy, status: 200 });
  });

  it("takes the steps that the refusal names, and senders that hold the policy keep it through the gap", async () => {
    await mail.up(waiting);
    expect((await expectRefused(mail, moved)).join("\n")).toContain("pulumi up --refresh");

    const [attached] = [...sandbox.cloud.state.workerCustomDomains.values()];
    sandbox.cloud.workerDomains.deleteCustomDomain(accountId, attached!.id);
    // The gap: no address. The id is the same, so nobody who holds the policy asks for it.
    expect((await seenBySender(sandbox, domain))?.policy).toBeUndefined();
    await expectStillHeld(held);

    const { outcome } = await watched(sandbox, domain, "cloudfront", () => mail.up(moved, { refresh: true }));
    expect(changesOf(outcome)).toContain("create mail-cname");
    expect(await seenBySender(sandbox, domain)).toMatchObject({ id: held.id, policy: held.policy, status: 200 });
    await expectStillHeld(held);

    expect(changesOf(await mail.up(onCloudFront))).toEqual(["delete mail-worker"]);
    expect(await seenBySender(sandbox, domain)).toMatchObject({ id: held.id, policy: held.policy, status: 200 });
  });
});
