import type { CloudState } from "../../sandbox/cloud/state";
import { certificateFaults, hostFaults, type Servers, startServers } from "../../sandbox/net";
import {
  checkdmarc,
  fetchAsSender,
  installSenders,
  mailauthSender,
  postfixSender,
  type SandboxNetwork,
  type Sender,
} from "../../sandbox/senders";
import { exampleCloud, POLICY, putPolicy } from "./netFixture";

const HOST = "mta-sts.example.com";
const ENFORCED = "version: STSv1\r\nmode: enforce\r\nmx: *.example.com\r\nmx: mx9.example.net\r\nmax_age: 86400\r\n";
jest.setTimeout(60_000); // each question is a process of its own

let state: CloudState;
let servers: Servers;

beforeAll(async () => {
  await installSenders();
}, 600_000);

beforeEach(async () => {
  state = await exampleCloud();
  servers = await startServers(state);
});
afterEach(() => servers.close());

function publish(id: string, policy?: string): void {
  const sets = state.hostedZones.get("Z1")!.recordSets;
  sets.find(({ name }) => name === "_mta-sts.example.com")!.values = [`"v=STSv1; id=${id};"`];
  if (policy !== undefined) putPolicy(state, policy);
}

function removeRecord(): void {
  const zone = state.hostedZones.get("Z1")!;
  zone.recordSets = zone.recordSets.filter(({ name }) => name !== "_mta-sts.example.com");
}

const fetches = () => servers.https.requests.list().filter(({ host }) => host === HOST);

describe.each<[string, (network: SandboxNetwork) => Sender]>([
  ["mailauth", mailauthSender],
  ["postfix-mta-sts-resolver", postfixSender],
])("%s", (_name, make) => {
  let sender: Sender;
  beforeEach(() => {
    sender = make(servers);
  });

  it("finds the policy with one fetch, as the RFC says", async () => {
    const result = await sender.fetchPolicy("example.com");
    expect(result).toMatchObject({
      status: "found",
      id: "abc",
      policy: { mode: "testing", mx: ["mx1.example.com"], maxAge: 604800 },
    });
    expect(fetches()).toMatchObject([
      { method: "GET", path: "/.well-known/mta-sts.txt", status: 200, serverName: HOST, secure: true },
    ]);
  });

  it("does not fetch again while the id is the same, whatever the file says", async () => {
    const { known } = await sender.fetchPolicy("example.com");
    servers.https.requests.clear();
    putPolicy(state, ENFORCED);
    const again = await sender.fetchPolicy("example.com", known);
    expect(again).toMatchObject({ status: "renewed", id: "abc", policy: { mode: "testing" } });
    expect(fetches()).toEqual([]);
  });

  it("takes the new policy when the id is new", async () => {
    const { known } = await sender.fetchPolicy("example.com");
    publish("def", ENFORCED);
    const next = await sender.fetchPolicy("example.com", known);
    expect(next).toMatchObject({ status: "found", id: "def", policy: { mode: "enforce", maxAge: 86400 } });
    expect([...next.policy!.mx].sort()).toEqual(["*.example.com", "mx9.example.net"]);
    expect(fetches()).toHaveLength(2);
  });

  it("keeps what it knows when the record is gone, and when the new policy cannot be fetched", async () => {
    const { known } = await sender.fetchPolicy("example.com");
    publish("def");
    servers.https.overrides.set(HOST, { respond: hostFaults.withStatus(500) });
    expect(await sender.fetchPolicy("example.com", known)).toMatchObject({ status: "failed", id: "abc" });
    removeRecord();
    const { id, policy } = await sender.fetchPolicy("example.com", known);
    expect({ id, policy }).toMatchObject({ id: "abc", policy: { mode: "testing" } });
  });

  it("finds nothing without a record", async () => {
    removeRecord();
    const result = await sender.fetchPolicy("example.com");
    expect(result.status).toBe("notFound");
    expect(result).not.toHaveProperty("policy");
    expect(fetches()).toEqual([]);
  });

  it.each<[string, () => Promise<void> | void]>([
    [
      "a certificate that has expired",
      async () => {
        const certificate = await certificateFaults.expiredCertificate(servers.ca, HOST);
        servers.https.overrides.set(HOST, { certificate });
      },
    ],
    [
      "a certificate for another name",
      async () => {
        const certificate = await certificateFaults.wrongNameCertificate(servers.ca, HOST);
        servers.https.overrides.set(HOST, { certificate });
      },
    ],
    [
      "a redirect",
      () => void servers.https.overrides.set(HOST, { respond: hostFaults.redirectTo(`https://${HOST}/`) }),
    ],
    ["HTML", () => void servers.https.overrides.set(HOST, { respond: hostFaults.htmlPage() })],
    [
      "a missing object",
      () => {
        state.buckets.get("policy-bucket")!.objects.clear();
      },
    ],
    ["a body of megabytes", () => void servers.https.overrides.set(HOST, { respond: hostFaults.hugeBody(2 << 20) })],
  ])("has no policy after %s", async (_what, change) => {
    await change();
    const result = await sender.fetchPolicy("example.com");
    expect(result.status).toBe("failed");
    expect(result).not.toHaveProperty("policy");
  });

  it("judges MX hosts by the policy", async () => {
    const { policy } = await sender.fetchPolicy("example.com");
    expect(await sender.validateMx("mx1.example.com", policy!)).toBe(true);
    expect(await sender.validateMx("MX1.example.com.", policy!)).toBe(true);
    expect(await sender.validateMx("mx2.example.com", policy!)).toBe(false);
    const wildcard = { mode: "enforce", mx: ["*.example.com"], maxAge: 86400 };
    expect(await sender.validateMx("any.example.com", wildcard)).toBe(true);
    expect(await sender.validateMx("example.com", wildcard)).toBe(false);
    expect(await sender.validateMx("any.example.com", { ...wildcard, mode: "none" })).toBe(true);
  });

  it("follows a CNAME of the record, and TXT strings that are split", async () => {
    removeRecord();
    state.hostedZones
      .get("Z1")!
      .recordSets.push(
        { name: "_mta-sts.example.com", type: "CNAME", ttl: 60, values: ["sts.example.com"] },
        { name: "sts.example.com", type: "TXT", ttl: 60, values: ['"v=STSv1; i" "d=split;"'] },
      );
    expect(await sender.fetchPolicy("example.com")).toMatchObject({ status: "found", id: "split" });
  });
});

it("checkdmarc accepts the example domain and says what is wrong with another", async () => {
  const [good] = await checkdmarc(servers, "example.com");
  expect(good).toMatchObject({
    mtaSts: { valid: true, answer: { id: "abc", policy: { mode: "testing", max_age: 604800 } } },
    tlsRpt: { valid: true },
  });
  servers.https.overrides.set(HOST, { respond: hostFaults.withStatus(404) });
  const [bad] = await checkdmarc(servers, "example.com");
  expect(bad?.mtaSts).toMatchObject({ valid: false, error: expect.stringContaining("404") as string });
});

it("the senders and our own plain one see the same", async () => {
  const [node, python, own] = await Promise.all([
    mailauthSender(servers).fetchPolicy("example.com"),
    postfixSender(servers).fetchPolicy("example.com"),
    fetchAsSender(servers, "example.com"),
  ]);
  expect([node.id, python.id, own.id]).toEqual(["abc", "abc", "abc"]);
  expect(node.policy).toEqual(python.policy);
  expect(own.policy).toBe(POLICY);
});
