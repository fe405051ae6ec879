import { createCloud, publicRecords } from "../../sandbox/cloud";

const cloudflareId = "0123456789abcdef0123456789abcdef";

describe("a sandbox cloud", () => {
  it("delegates each name to the first public zone of it, until told otherwise", () => {
    const cloud = createCloud({ route53: [{ name: "example.com", id: "Z1" }] });
    cloud.addCloudflareZone("example.com", { id: cloudflareId });
    cloud.addHostedZone("internal.example.com", { id: "Z2", private: true });
    expect([...cloud.state.delegations]).toEqual([["example.com", "Z1"]]);
    cloud.delegate("Example.com.", cloudflareId);
    expect([...cloud.state.delegations]).toEqual([["example.com", cloudflareId]]);
  });

  it("shows the public what is in the delegated zone, through CNAMEs and into other zones", () => {
    const cloud = createCloud({
      route53: [{ name: "example.com", id: "Z1" }],
      cloudflare: [{ name: "example.net", id: cloudflareId }],
    });
    cloud.putRecord("Z1", { name: "_mta-sts.example.com", type: "CNAME", values: ["_mta-sts.example.net."] });
    cloud.putRecord(cloudflareId, { name: "_mta-sts.example.net", type: "TXT", values: ["v=STSv1; id=1;"] });
    expect(publicRecords(cloud.state, "_MTA-STS.example.com", "TXT")).toEqual(['"v=STSv1; id=1;"']);
    expect(publicRecords(cloud.state, "_mta-sts.example.com", "CNAME")).toEqual(["_mta-sts.example.net."]);
    expect(publicRecords(cloud.state, "nothing.example.com", "TXT")).toEqual([]);
    expect(publicRecords(cloud.state, "example.org", "TXT")).toEqual([]);
  });

  it("gives up on CNAMEs that go round in a circle", () => {
    const cloud = createCloud({ route53: [{ name: "example.com", id: "Z1" }] });
    cloud.putRecord("Z1", { name: "a.example.com", type: "CNAME", values: ["b.example.com."] });
    cloud.putRecord("Z1", { name: "b.example.com", type: "CNAME", values: ["a.example.com."] });
    expect(publicRecords(cloud.state, "a.example.com", "TXT")).toEqual([]);
  });

  it("writes plain records as either service wants them", () => {
    const cloud = createCloud({
      route53: [{ name: "example.com", id: "Z1" }],
      cloudflare: [{ name: "example.net", id: cloudflareId }],
    });
    const long = "x".repeat(300);
    const quoted = `"${"x".repeat(255)}" "${"x".repeat(45)}"`;
    cloud.putRecord("Z1", { name: "example.com", type: "TXT", values: [long, 'a"b', '"as" "is"'] });
    cloud.putRecord("Z1", { name: "example.com", type: "MX", values: ["10 mx1.example.com"], ttl: 60 });
    cloud.putRecord(cloudflareId, { name: "@", type: "TXT", values: [long] });
    cloud.putRecord(cloudflareId, { name: "@", type: "MX", values: ["10 mx1.example.com", "20 mx2.example.com"] });
    cloud.putRecord(cloudflareId, { name: "www", type: "A", values: ["192.0.2.1"], proxied: true });
    expect(cloud.route53.findRecordSet("Z1", "example.com", "TXT")?.values).toEqual([quoted, '"a\\"b"', '"as" "is"']);
    expect(cloud.route53.findRecordSet("Z1", "example.com", "MX")).toMatchObject({
      ttl: 60,
      values: ["10 mx1.example.com"],
    });
    expect(cloud.cloudflareDns.getZone(cloudflareId).records).toMatchObject([
      { name: "example.net", type: "TXT", content: quoted, ttl: 300 },
      { type: "MX", content: "mx1.example.com", priority: 10 },
      { type: "MX", content: "mx2.example.com", priority: 20 },
      { name: "www.example.net", type: "A", proxied: true, ttl: 1 },
    ]);
  });

  it("replaces a record set in Route 53 and adds to one at Cloudflare, and removes both", () => {
    const cloud = createCloud({
      route53: [{ name: "example.com", id: "Z1" }],
      cloudflare: [{ name: "example.net", id: cloudflareId }],
    });
    for (const value of ["one", "two"]) {
      cloud.putRecord("Z1", { name: "example.com", type: "TXT", values: [value] });
      cloud.putRecord(cloudflareId, { name: "example.net", type: "TXT", values: [value] });
    }
    expect(publicRecords(cloud.state, "example.com", "TXT")).toEqual(['"two"']);
    expect(publicRecords(cloud.state, "example.net", "TXT")).toEqual(['"one"', '"two"']);
    cloud.removeRecord("Z1", "Example.com", "TXT");
    cloud.removeRecord(cloudflareId, "example.net", "TXT");
    expect(publicRecords(cloud.state, "example.com", "TXT")).toEqual([]);
    expect(publicRecords(cloud.state, "example.net", "TXT")).toEqual([]);
  });

  it("has certificates from before the program", async () => {
    const cloud = createCloud();
    const certificate = await cloud.addIssuedCertificate(["example.com", "*.example.com"], "eu-central-1");
    expect(certificate).toMatchObject({
      ...{ status: "ISSUED", region: "eu-central-1", subjectAlternativeNames: ["example.com", "*.example.com"] },
    });
  });

  it("shares nothing with another", () => {
    const [one, two] = [createCloud({ route53: [{ name: "example.com" }] }), createCloud()];
    expect(one.state.hostedZones.size).toBe(1);
    expect(two.state.hostedZones.size).toBe(0);
  });
});
