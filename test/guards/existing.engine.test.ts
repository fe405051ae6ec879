import { MtaStsMode } from "../../src";
import type { PlainRecord } from "../../sandbox/cloud";
import { RESOLVER } from "../../sandbox/net";
import type { Sandbox } from "../../sandbox/sandbox";
import { changesOf, seenBySender, startMailSandbox } from "../support/mailStack";
import { bothZones, everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";
import { paste, printedCommand } from "./support/printedCommand";
import { refusalIn, steady } from "./support/steady";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const testing = { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] };

describe.each(everyPair)("records that are there already, on $zone", (zone) => {
  let at: GuardedDomain;
  beforeAll(async () => (at = await guardedDomain(sandbox, zone, "existing")));
  const put = (label: string, record: Omit<PlainRecord, "name">) => {
    sandbox.cloud.putRecord(at.zoneId, { name: `${label}.${at.domain}`, ...record });
  };
  it("_smtp._tls: refused; the printed command takes it in, and the next update changes it in place", async () => {
    put("_smtp._tls", { type: "TXT", values: ["v=TLSRPTv1; rua=mailto:old@example.com"] });
    const { message, command } = await at.refusedRecord(at.reporting);
    expect(message).toMatchSnapshot();
    expect(await paste(sandbox, at.mail, command)).toContain("imported");
    expect((await at.allowed(at.reporting)).changes).toEqual(["update mail-smtp-tls"]);
  });

  it("mta-sts and _mta-sts: the same, and then the policy is there", async () => {
    // On Cloudflare ours is a CNAME, and no update makes one of an A record.
    const alias = zone.slug !== "route53";
    put("mta-sts", alias ? { type: "CNAME", values: ["old.example.org"] } : { type: "A", values: ["192.0.2.1"] });
    // Neither of the two addresses is made without the other.
    const address = await at.refusedRecord(at.withPolicy(testing), zone.policyHost);
    expect(address.message).toMatchSnapshot("mta-sts");
    await paste(sandbox, at.mail, address.command);

    put("_mta-sts", { type: "TXT", values: ["v=STSv1; id=20240101;"] });
    const record = await at.refusedRecord(at.withPolicy(testing), ["mail-a", "mail-aaaa", "mail-cname"]);
    expect(record.message).toMatchSnapshot("_mta-sts");
    await paste(sandbox, at.mail, record.command);

    const { changes, outcome } = await at.allowed(at.withPolicy(testing));
    expect(changes).toEqual(["update mail-sts"]);
    expect(await seenBySender(sandbox, at.domain)).toMatchObject({ status: 200, id: outcome.outputs.policyId });
    expect((await at.previewed(at.withPolicy(testing))).changes).toEqual([]);
  });

  it("_mta-sts at a service that hosts policies: refused, with what to do in place of an import", async () => {
    const hosted = await guardedDomain(sandbox, zone, "hosted");
    sandbox.cloud.putRecord(hosted.zoneId, {
      name: `_mta-sts.${hosted.domain}`,
      type: "CNAME",
      values: ["sts.service.example"],
    });
    expect(refusalIn(await hosted.mail.preview(hosted.withPolicy(testing)))).toMatchSnapshot();
  });

  it("several _mta-sts: refused until one is left", async () => {
    const several = await guardedDomain(sandbox, zone, "several");
    const values = ["v=STSv1; id=20240101;", "v=STSv1; id=20250101;"];
    sandbox.cloud.putRecord(several.zoneId, { name: `_mta-sts.${several.domain}`, type: "TXT", values });
    expect(refusalIn(await several.mail.preview(several.withPolicy(testing)))).toMatchSnapshot();
  });

  it("goes on with a warning where nobody can say whether a record is there", async () => {
    const silent = await guardedDomain(sandbox, zone, "silent");
    sandbox.servers.dns.overrides.set(RESOLVER, ({ name }) =>
      name === `_smtp._tls.${silent.domain}` ? { rcode: "SERVFAIL" } : undefined,
    );
    expect((await silent.previewed(silent.reporting)).said).toMatchSnapshot();
    sandbox.servers.dns.overrides.clear();
  });
});

it("takes a record in that an update on Cloudflare created and never noted", async () => {
  const at = await guardedDomain(sandbox, bothZones[1], "unnoted");
  sandbox.providers.faults.inject({ kind: "lostAnswer", operation: "create", name: "mail-smtp-tls" });
  expect((await at.mail.up(at.reporting, { mayFail: true })).ok).toBe(false);
  const { message, command } = await at.refusedRecord(at.reporting);
  expect(message).toMatchSnapshot();
  await paste(sandbox, at.mail, command);
  expect((await at.allowed(at.reporting)).changes).toEqual([]);
});

it("refuses an address on Cloudflare that cannot become ours in place", async () => {
  const at = await guardedDomain(sandbox, bothZones[1], "addressed");
  const name = `mta-sts.${at.domain}`;
  sandbox.cloud.putRecord(bothZones[1].id, { name, type: "A", values: ["192.0.2.1"] });
  expect(refusalIn(await at.mail.preview(at.withPolicy(testing)))).toMatchSnapshot();
});

describe.each([
  ["A", "192.0.2.1", "aaaa"],
  ["AAAA", "2001:db8::1", "a"],
] as const)("an %s record that stands on Route 53, and no preview before the update", (type, value, other) => {
  let at: GuardedDomain;
  beforeAll(async () => {
    at = await guardedDomain(sandbox, bothZones[0], `half-${type.toLowerCase()}`);
    sandbox.cloud.putRecord(bothZones[0].id, { name: `mta-sts.${at.domain}`, type, values: [value] });
  });

  it("makes neither address", async () => {
    const update = await at.mail.up(at.withPolicy(testing), { mayFail: true });
    expect(update.error).toContain(`has the record ${type} "${value}" already`);
    // Unless the engine has stopped before it came to the other one.
    const beside = update.diagnostics.filter(({ name, severity }) => severity === "error" && name === `mail-${other}`);
    for (const { message } of beside) expect(message).toContain("because another address record of it is refused");
    expect(changesOf(update)).toContain("create mail-distribution");
    expect(changesOf(update)).not.toContain(`create mail-${other}`);
  });

  it("nor the other one alone, without the gate: as with --parallel 1, where one is made before the other's hook", async () => {
    const types = "pulumi-mta-sts:index:MtaSts$aws:route53/record:Record";
    const target = [`urn:pulumi:${at.mail.stack.name}::test::${types}::mail-${other}`];
    const args = at.withPolicy(testing, { verifyPublication: false });
    const { error, changes } = await at.mail.up(args, { target, mayFail: true });
    expect(changes).toEqual([]);
    expect(steady(error)).toMatchSnapshot();
    expect(printedCommand(error)).toContain(`"name":"mail-${type.toLowerCase()}"`);
  });
});

it.each(["A", "AAAA"])("puts a lost %s record back beside the address that the stack holds", async (type) => {
  const at = await guardedDomain(sandbox, bothZones[0], `lost-${type.toLowerCase()}`);
  await at.mail.up(at.withPolicy(testing));
  const zone = sandbox.cloud.state.hostedZones.get(bothZones[0].id)!;
  zone.recordSets = zone.recordSets.filter((set) => set.name !== `mta-sts.${at.domain}` || set.type !== type);
  // The policy changes too: no address serves the new one when the update begins.
  const args = at.withPolicy({ ...testing, maxAge: 86400 });
  const { changes } = await at.mail.up(args, { refresh: true });
  const done = changes.map(({ operation, name }) => `${operation} ${name}`);
  expect(done.filter((change) => !change.startsWith("refresh"))).toEqual([
    "update mail-policy",
    `create mail-${type.toLowerCase()}`,
    "update mail-sts",
  ]);
});
