import * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import type { PolicyFetch } from "../../src/net/policyFetch";
import {
  MtaStsMode,
  policyId,
  renderPolicy,
  renderStsRecord,
  type MtaStsMode as Mode,
  type Policy,
} from "../../src/protocol";
import type { Clock } from "../../src/rollout/clock";
import type { LiveRecord } from "../../src/rollout/existingRecords";
import type { Override, ReadinessVerdict } from "../../src/rollout/facts";
import { objectFile, rolloutHooks, startRun, type GuardedRecord } from "../../src/rollout/hooks";
import { route53ImportId } from "../../src/rollout/importCommand";
import { askingOnce, type Lookups } from "../../src/rollout/lookups";
import { deployment, type Deployment, type Outcome } from "../support/engine";

jest.setTimeout(120_000);

/** What the network would say; the tests change it between deploys. */
const world = {
  txt: [] as string[],
  served: "",
  mx: ["mx1.example.com"],
  records: [] as LiveRecord[],
};
/** What the program says. */
const program = {
  policy: { mode: MtaStsMode.Testing, mx: ["mx1.example.com"], maxAge: 604800 } as Policy,
  revision: undefined as number | undefined,
  override: undefined as Override | undefined,
  reportingName: "_smtp._tls.example.com",
  readiness: undefined as ReadinessVerdict | undefined,
};

const host = "mta-sts.example.com";
const fetched = (): PolicyFetch => ({
  ok: true,
  kind: "ok",
  host,
  address: "192.0.2.1:443",
  ms: 1,
  status: 200,
  contentType: "text/plain",
  headers: {},
  bytes: Buffer.from(world.served),
  protocol: "TLSv1.3",
  certificate: { names: [host], issuer: "CN=Test", validFrom: new Date(0), validTo: new Date(0), fingerprint: "00" },
});
const lookups: Lookups = {
  mx: (domain) =>
    Promise.resolve({
      kind: "hosts",
      domain,
      hosts: world.mx.map((name) => ({ host: name, preference: 10, ttl: 300 })),
      ignored: [],
      nullBesideOthers: false,
      servers: [],
    }),
  txt: (name) =>
    Promise.resolve({
      ok: true,
      name,
      texts: world.txt,
      exists: true,
      chain: [],
      besideCname: false,
      servers: [{ ok: true, server: "ns1.dns.example", exists: true, texts: world.txt, chain: [] }],
    }),
  name: () => Promise.resolve({ ok: true, records: world.records, servers: ["ns1.dns.example"] }),
  policy: () => Promise.resolve(fetched()),
  policyAt: () => Promise.resolve(fetched()),
  policyEverywhere: () => Promise.resolve(fetched()),
};

/** Time that passes at once. */
function instantClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

/** The least component that has all the guarded children. */
class Mail extends pulumi.ComponentResource {
  constructor(name: string) {
    super("pulumi-mta-sts:index:MtaSts", name);
    const text = renderPolicy(program.policy);
    const id = policyId(text, program.revision);
    const { override } = program;
    const hooks = rolloutHooks(
      startRun({
        component: this,
        program: {
          domain: "example.com",
          tlsReporting: true,
          checkLiveMx: true,
          verifyPublication: true,
          today: "2026-11-22",
          ...(override === undefined ? {} : { override }),
        },
        policy: { text, id },
        ttl: 300,
        evidence: { verdict: () => Promise.resolve(program.readiness), whileTesting: () => Promise.resolve([]) },
        lookups: { fresh: lookups, once: askingOnce(lookups) },
        gate: { server: "d111.cloudfront.net", steadySeconds: 30 },
        clock: instantClock(),
      }),
    );
    const bucket = new aws.s3.Bucket(`${name}-bucket`, { bucketPrefix: "mta-sts-" }, { parent: this });
    const object = new aws.s3.BucketObjectv2(
      `${name}-policy`,
      { bucket: bucket.bucket, key: ".well-known/mta-sts.txt", content: text, contentType: "text/plain" },
      { parent: this, hooks: hooks.policyFile(`${name}-policy`, objectFile) },
    );
    const record: GuardedRecord = {
      name: "_mta-sts.example.com",
      type: "TXT",
      text: renderStsRecord(id),
      provider: "route53",
      importId: () => Promise.resolve(route53ImportId("ZEXAMPLE", "_mta-sts.example.com", "TXT")),
    };
    new aws.route53.Record(
      `${name}-sts`,
      {
        zoneId: "ZEXAMPLE",
        name: record.name,
        type: "TXT",
        ttl: 300,
        records: [renderStsRecord(id)],
        allowOverwrite: true,
      },
      { parent: this, dependsOn: [object], hooks: hooks.stsRecord(`${name}-sts`, record) },
    );
    const reporting: GuardedRecord = {
      name: program.reportingName,
      type: "TXT",
      text: "v=TLSRPTv1; rua=mailto:x@example.com",
      provider: "cloudflare",
      importId: () => Promise.resolve(undefined),
    };
    new cloudflare.DnsRecord(
      `${name}-smtp-tls`,
      {
        zoneId: "cfexample",
        name: reporting.name,
        type: "TXT",
        ttl: 300,
        content: '"v=TLSRPTv1; rua=mailto:x@example.com"',
      },
      { parent: this, hooks: hooks.tlsRptRecord(`${name}-smtp-tls`, reporting) },
    );
    this.registerOutputs({});
  }
}

let sandbox: Sandbox;
let mail: Deployment;

beforeAll(async () => {
  sandbox = await startSandbox({
    route53: [{ name: "example.com", id: "ZEXAMPLE" }],
    cloudflare: [{ name: "example.com", id: "cfexample" }],
  });
  mail = await deployment(sandbox, () => {
    new Mail("example");
    return Promise.resolve();
  });
}, 600_000);
afterAll(() => sandbox.close());

const changes = ({ changes: made }: Outcome) => made.map(({ operation, name }) => `${operation} ${name}`);
const say = (mode: Mode, ...mx: string[]) => {
  program.policy = { ...program.policy, mode, mx };
};
/** The network shows what the program says. */
const live = () => {
  const text = renderPolicy(program.policy);
  world.served = text;
  world.txt = [renderStsRecord(policyId(text, program.revision))];
};

describe("the rollout hooks on the real engine", () => {
  it("refuse a record that is not ours in the preview, with the command that takes it in", async () => {
    world.records = [{ type: "TXT", value: "v=STSv1; id=20250101;" }];
    const preview = await mail.preview({ mayFail: true });
    expect(preview.ok).toBe(false);
    expect(preview.error).toContain('_mta-sts.example.com has the record TXT "v=STSv1; id=20250101;" already');
    expect(preview.error).toContain(
      '{"type":"aws:route53/record:Record","name":"example-sts","id":"ZEXAMPLE__mta-sts.example.com_TXT","parent":"example"}',
    );
    world.records = [];
  });

  it("say in the preview what a first policy changes, and create it once it is served", async () => {
    const preview = await mail.preview();
    expect(preview.text).toContain(
      `example.com: id none → ${policyId(renderPolicy(program.policy))}, mode absent → testing, mx + mx1.example.com`,
    );
    live();
    const up = await mail.up();
    expect(changes(up).filter((change) => change !== "create example-smtp-tls")).toEqual([
      "create example-bucket",
      "create example-policy",
      "create example-sts",
    ]);
  });

  it("refuse enforce without evidence in the preview and in the update, and change nothing", async () => {
    say(MtaStsMode.Enforce, "mx1.example.com");
    for (const outcome of [await mail.preview({ mayFail: true }), await mail.up({ mayFail: true })]) {
      expect(outcome.ok).toBe(false);
      expect(outcome.error).toContain("(enforce-without-evidence)");
      expect(outcome.error).toContain(
        `rollout: { override: { policyId: "${policyId(renderPolicy(program.policy))}", reason: "…" } }`,
      );
      expect(changes(outcome).filter((change) => !change.startsWith("same"))).toEqual([]);
    }
  });

  it("let it pass with a ready verdict, or with an override, whose reason is shown", async () => {
    program.readiness = { state: "ready", reasons: ["1204 sessions, no failure"] };
    expect(changes(await mail.preview())).toEqual(["update example-policy", "update example-sts"]);
    program.readiness = undefined;
    program.override = { policyId: policyId(renderPolicy(program.policy)), reason: "agreed with the mail team" };
    const preview = await mail.preview();
    expect(preview.warnings.join("\n")).toContain('let through by rollout.override ("agreed with the mail team")');
  });

  it("leave the record alone while the host serves another file, and finish the deploy at the next run", async () => {
    const stopped = await mail.up({ mayFail: true });
    expect(changes(stopped)).toEqual(["update example-policy"]);
    expect(stopped.error).toContain(
      'seen last: another policy: line 2 is "mode: testing\\r" instead of "mode: enforce\\r"',
    );
    world.served = renderPolicy(program.policy);
    world.txt = [renderStsRecord(policyId(world.served))];
    expect(changes(await mail.up())).toEqual(["update example-sts"]);
    program.override = undefined;
  });

  it("refuse to drop a pattern that a live MX host needs, and to go back to an id that is live", async () => {
    world.mx = ["mx1.example.com", "mx2.example.com"];
    say(MtaStsMode.Enforce, "mx2.example.com");
    expect((await mail.preview({ mayFail: true })).error).toContain(
      "mx1.example.com is a live MX host of example.com, and without mx1.example.com no pattern covers it.",
    );
    world.mx = ["mx1.example.com"];
    say(MtaStsMode.Testing, "mx1.example.com");
    world.txt = [renderStsRecord(policyId(renderPolicy(program.policy)))];
    expect((await mail.preview({ mayFail: true })).error).toContain("(return-to-live-id)");
    live();
    program.revision = 1;
    expect(changes(await mail.preview())).toEqual(["update example-policy", "update example-sts"]);
  });

  it("refuse to rename a record in place", async () => {
    program.reportingName = "_smtp._tls.mail.example.com";
    const preview = await mail.preview({ mayFail: true });
    expect(preview.error).toContain(
      "would rename the record from _smtp._tls.example.com to _smtp._tls.mail.example.com",
    );
    program.reportingName = "_smtp._tls.example.com";
  });

  it("warn after the update of a server that has not the new record", async () => {
    world.served = renderPolicy(program.policy);
    world.txt = ["v=STSv1; id=old;"];
    const up = await mail.up();
    expect(up.warnings.join("\n")).toContain("_mta-sts.example.com is not as published on every authoritative server");
  });
});
