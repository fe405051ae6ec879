import { createCloud } from "../../sandbox/cloud";
import type { Route53RecordSet } from "../../sandbox/cloud";

const zoneId = "Z1";
const txt = (name: string, ...values: string[]): Route53RecordSet => ({ name, type: "TXT", ttl: 300, values });

function cloudWithZone() {
  const cloud = createCloud({ route53: [{ name: "example.com", id: zoneId }] });
  const put = (recordSet: Route53RecordSet, action: "CREATE" | "UPSERT" | "DELETE" = "CREATE") => {
    cloud.route53.changeRecordSets(zoneId, [{ action, recordSet }]);
  };
  return { cloud, put };
}

async function distribution(cloud: ReturnType<typeof createCloud>, ipv6Enabled = true) {
  return await cloud.cloudfront.createDistribution({
    ...{ aliases: [], enabled: true, tags: {}, ipv6Enabled, customErrorResponses: [] },
    origins: [{ originId: "o", domainName: "b.s3.us-east-1.amazonaws.com" }],
    defaultCacheBehavior: {
      targetOriginId: "o",
      allowedMethods: ["GET"],
      viewerProtocolPolicy: "https-only",
      compress: false,
    },
  });
}

describe("Route 53", () => {
  it("keeps a record set under its name in lower case, without the trailing dot", () => {
    const { cloud, put } = cloudWithZone();
    put(txt("_MTA-STS.Example.com.", '"v=STSv1; id=1;"'));
    expect(cloud.route53.findRecordSet(zoneId, "_mta-sts.example.com", "TXT")).toEqual(
      txt("_mta-sts.example.com", '"v=STSv1; id=1;"'),
    );
  });

  it("writes the strings of a TXT value apart, however they were joined", () => {
    const { cloud, put } = cloudWithZone();
    put(txt("example.com", '"one""two"', '"a"   "b"'));
    expect(cloud.route53.findRecordSet(zoneId, "example.com", "TXT")?.values).toEqual(['"one" "two"', '"a" "b"']);
  });

  it("gives every zone name servers of its own", () => {
    const cloud = createCloud({ route53: [{ name: "example.com" }, { name: "example.com" }] });
    const [one, two] = cloud.route53.listHostedZones();
    expect(one?.nameServers).toHaveLength(4);
    expect(one?.nameServers).not.toEqual(two?.nameServers);
  });

  const taken: Route53RecordSet[] = [
    txt("taken.example.com", '"x"'),
    { name: "alias.example.com", type: "CNAME", ttl: 60, values: ["elsewhere.example."] },
  ];
  it.each<[string, Route53RecordSet, RegExp]>([
    [
      "a second record set of one name and type",
      txt("Taken.example.com", '"y"'),
      /InvalidChangeBatch: \[Tried to create resource record set \[name='taken\.example\.com\.', type='TXT'\] but it already exists\]/,
    ],
    [
      "data beside a CNAME",
      txt("alias.example.com", '"x"'),
      /conflicting RRSet of type CNAME with the same DNS name already exists/,
    ],
    [
      "a CNAME beside data",
      { name: "taken.example.com", type: "CNAME", ttl: 60, values: ["a.example."] },
      /RRSet of type CNAME with DNS name taken\.example\.com\. is not permitted as it conflicts with other records/,
    ],
    [
      "a CNAME at the apex",
      { name: "example.com", type: "CNAME", ttl: 60, values: ["a.example."] },
      /RRSet of type CNAME with DNS name example\.com\. is not permitted at apex in zone example\.com\./,
    ],
    [
      "a name that only ends like the zone",
      txt("badexample.com", '"x"'),
      /RRSet with DNS name badexample\.com\. is not permitted in zone example\.com\./,
    ],
    [
      "a TXT string over 255",
      txt("long.example.com", `"${"x".repeat(256)}"`),
      /CharacterStringTooLong \(Value is too long\)/,
    ],
    [
      "a TXT value without quotes",
      txt("bare.example.com", "v=STSv1"),
      /InvalidCharacterString \(Value should be enclosed in quotation marks\)/,
    ],
    [
      "a TXT value over 4000",
      txt(
        "huge.example.com",
        Array(17)
          .fill(`"${"x".repeat(250)}"`)
          .join(" "),
      ),
      /Value is longer than 4000/,
    ],
    ["a value twice", txt("twice.example.com", '"x"', '"x"'), /Duplicate Resource Record: '"x"'/],
    ["no value", txt("none.example.com"), /at least one resource record/],
    ["no TTL", { name: "ttl.example.com", type: "TXT", values: ['"x"'] }, /Missing field 'TTL'/],
    ["a TTL below zero", { ...txt("ttl.example.com", '"x"'), ttl: -1 }, /not a valid TTL/],
    [
      "an A record without an address",
      { name: "a.example.com", type: "A", ttl: 60, values: ["host"] },
      /ARRDATAIllegalIPv4Address/,
    ],
    [
      "an AAAA record with an IPv4 address",
      { name: "a.example.com", type: "AAAA", ttl: 60, values: ["192.0.2.1"] },
      /AAAARRDATAIllegalIPv6Address/,
    ],
    [
      "an MX record without a preference",
      { name: "example.com", type: "MX", ttl: 60, values: ["mx1.example.com"] },
      /MXRRDATANotTwoFields/,
    ],
    [
      "a CAA record of another form",
      { name: "example.com", type: "CAA", ttl: 60, values: ["amazon.com"] },
      /CAARRDATAInvalid/,
    ],
  ])("refuses %s", (_what, recordSet, refusal) => {
    const { put } = cloudWithZone();
    for (const set of taken) put(set);
    expect(() => {
      put(recordSet);
    }).toThrow(refusal);
  });

  it("takes a TXT string of 255 bytes, counting an escape as one", () => {
    const { cloud, put } = cloudWithZone();
    put(txt("long.example.com", `"${"x".repeat(253)}\\"\\101"`));
    expect(cloud.route53.findRecordSet(zoneId, "long.example.com", "TXT")).toBeDefined();
  });

  it("replaces an existing record set on UPSERT", () => {
    const { cloud, put } = cloudWithZone();
    put(txt("a.example.com", '"x"'));
    put(txt("a.example.com", '"y"'), "UPSERT");
    expect(cloud.route53.findRecordSet(zoneId, "a.example.com", "TXT")?.values).toEqual(['"y"']);
  });

  it("deletes only what has the given values", () => {
    const { cloud, put } = cloudWithZone();
    put(txt("a.example.com", '"x"'));
    expect(() => {
      put(txt("a.example.com", '"y"'), "DELETE");
    }).toThrow(/values provided do not match the current values/);
    put(txt("a.example.com", '"x"'), "DELETE");
    expect(cloud.route53.findRecordSet(zoneId, "a.example.com", "TXT")).toBeUndefined();
    expect(() => {
      put(txt("a.example.com", '"x"'), "DELETE");
    }).toThrow(/but it was not found/);
  });

  it("changes all of a batch or nothing", () => {
    const { cloud } = cloudWithZone();
    const good = { action: "CREATE", recordSet: txt("good.example.com", '"x"') } as const;
    const bad = { action: "CREATE", recordSet: txt("bad.example.com", "x") } as const;
    expect(() => {
      cloud.route53.changeRecordSets(zoneId, [good, bad]);
    }).toThrow(/InvalidChangeBatch/);
    expect(cloud.route53.findRecordSet(zoneId, "good.example.com", "TXT")).toBeUndefined();
  });

  it("deletes a CNAME and creates data under its name in one batch", () => {
    const { cloud, put } = cloudWithZone();
    const cname = { name: "a.example.com", type: "CNAME", ttl: 60, values: ["b.example."] };
    put(cname);
    cloud.route53.changeRecordSets(zoneId, [
      { action: "DELETE", recordSet: cname },
      { action: "CREATE", recordSet: txt("a.example.com", '"x"') },
    ]);
    expect(cloud.route53.findRecordSet(zoneId, "a.example.com", "CNAME")).toBeUndefined();
    expect(cloud.route53.findRecordSet(zoneId, "a.example.com", "TXT")).toBeDefined();
  });

  it("knows no zone but its own", () => {
    const { cloud } = cloudWithZone();
    const change = { action: "CREATE", recordSet: txt("a.example.com", '"x"') } as const;
    expect(() => {
      cloud.route53.changeRecordSets("Z404", [change]);
    }).toThrow(/404.*NoSuchHostedZone: No hosted zone found with ID: Z404/);
  });

  it("keeps a zone that still has records, and forgets its delegation with an empty one", () => {
    const { cloud, put } = cloudWithZone();
    put(txt("a.example.com", '"x"'));
    expect(() => {
      cloud.route53.deleteHostedZone(zoneId);
    }).toThrow(/HostedZoneNotEmpty/);
    put(txt("a.example.com", '"x"'), "DELETE");
    cloud.route53.deleteHostedZone(zoneId);
    expect(cloud.state.hostedZones.size).toBe(0);
    expect(cloud.state.delegations.size).toBe(0);
  });
});

describe("a Route 53 alias", () => {
  const alias = (name: string, type = "A", more: Partial<Route53RecordSet["alias"]> = {}): Route53RecordSet => ({
    ...{ name: "mta-sts.example.com", type, values: [] },
    alias: { name, zoneId: "Z2FDTNDATAQYW2", ...more },
  });

  it("points to a distribution, for IPv6 too if that has it", async () => {
    const { cloud, put } = cloudWithZone();
    const { domainName } = await distribution(cloud);
    put(alias(`${domainName}.`));
    put(alias(domainName, "AAAA"));
    expect(cloud.state.hostedZones.get(zoneId)?.recordSets.filter((set) => set.alias)).toHaveLength(2);
  });

  it("is refused without a distribution of that name", () => {
    const { put } = cloudWithZone();
    expect(() => {
      put(alias("d123.cloudfront.net"));
    }).toThrow(
      /Tried to create an alias that targets d123\.cloudfront\.net\., type A in zone Z2FDTNDATAQYW2, but that target was not found/,
    );
  });

  it("is refused for IPv6 where the distribution has none", async () => {
    const { cloud, put } = cloudWithZone();
    const { domainName } = await distribution(cloud, false);
    expect(() => {
      put(alias(domainName, "AAAA"));
    }).toThrow(/type AAAA in zone Z2FDTNDATAQYW2, but that target was not found/);
  });

  it("is refused for a name outside of CloudFront's zone, and for an unknown zone", () => {
    const { put } = cloudWithZone();
    expect(() => {
      put(alias("b.s3.amazonaws.com"));
    }).toThrow(/does not lie within the target zone/);
    expect(() => {
      put(alias("d123.cloudfront.net", "A", { zoneId: "Z9" }));
    }).toThrow(/does not lie within the target zone/);
  });

  it("is refused with a health evaluation", async () => {
    const { cloud, put } = cloudWithZone();
    const { domainName } = await distribution(cloud);
    expect(() => {
      put(alias(domainName, "A", { evaluateTargetHealth: true }));
    }).toThrow(/EvaluateTargetHealth/);
  });

  it("points to a record of its own zone if that is there", () => {
    const { put } = cloudWithZone();
    const own = alias("target.example.com", "A", { zoneId });
    expect(() => {
      put(own);
    }).toThrow(/that target was not found/);
    put({ name: "target.example.com", type: "A", ttl: 60, values: ["192.0.2.1"] });
    expect(() => {
      put(own);
    }).not.toThrow();
  });
});
