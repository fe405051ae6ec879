import type * as aws from "@pulumi/aws";
import type * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { mxHosts } from "../../src/rollout/mxHosts";
import { mxRecordHosts } from "../../src/rollout/mxRecordHosts";

const resolve = <T>(output: pulumi.Output<T>) => new Promise<T>((done) => void output.apply(done));

describe("mxRecordHosts", () => {
  test.each([
    ["a Route 53 set", [{ type: "MX", records: ["20 MX2.example.com.", "10 mx1.example.com"] }]],
    [
      "Cloudflare records, one host each",
      [
        { type: "MX", content: "mx2.example.com" },
        { type: "MX", content: "mx1.example.com" },
        { type: "MX", content: "mx1.example.com" },
      ],
    ],
  ])("lists the hosts of %s", (_name, records) => {
    expect(mxRecordHosts(records)).toEqual(["mx1.example.com", "mx2.example.com"]);
  });

  test("lists no host for a null MX", () => {
    expect(mxRecordHosts([{ type: "MX", records: ["0 ."] }])).toEqual([]);
  });

  test("refuses a record of another type and a value that is no MX", () => {
    expect(() => mxRecordHosts([{ type: "TXT", records: ["x"] }])).toThrow(
      "mxHosts takes MX records, and this one is of type TXT",
    );
    expect(() => mxRecordHosts([{ type: "MX", records: ["10 mx1 mx2"] }])).toThrow(
      '"10 mx1 mx2" is not the value of an MX record',
    );
  });
});

describe("mxHosts", () => {
  test("takes resources of both providers", async () => {
    const type = pulumi.output("MX");
    const set = { type, records: pulumi.output(["10 mx1.example.com."]) };
    const single = { type, content: pulumi.output("mx2.example.com") };
    expect(await resolve(mxHosts(set))).toEqual(["mx1.example.com"]);
    expect(await resolve(mxHosts([single]))).toEqual(["mx2.example.com"]);
    // Checked by the compiler alone: the real classes fit.
    const fits = (a: aws.route53.Record, b: cloudflare.DnsRecord) => [mxHosts(a), mxHosts(b), mxHosts([b])];
    expect(fits).toBeDefined();
  });
});
