import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { readReports } from "../../../src/reports";
import { bytesOf, googleReport } from "../support/samples";
import { toolPython } from "../support/python";

/** The part of the SDK that fills the bucket. */
interface Sdk {
  S3Client: new (config: object) => { send(command: unknown): Promise<unknown>; destroy(): void };
  CreateBucketCommand: new (input: object) => unknown;
  PutObjectCommand: new (input: object) => unknown;
}

/** The SDK is an optional peer: where it is not installed this is skipped, except in CI. */
function sdk(): Sdk | undefined {
  const name = "@aws-sdk/client-s3";
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- may be missing
    return require(name) as Sdk;
  } catch (error) {
    if (process.env["CI"] !== undefined) throw error;
    return undefined;
  }
}

const found = sdk();
const inBucket = found === undefined ? test.skip : test;
let server: ChildProcess | undefined;
let endpoint = "";

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

beforeAll(async () => {
  if (found === undefined) return;
  process.env["AWS_ACCESS_KEY_ID"] = "test";
  process.env["AWS_SECRET_ACCESS_KEY"] = "test";
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}`;
  const serve = "import sys; from moto.server import main; main(sys.argv[1:])";
  server = spawn(toolPython(), ["-c", serve, "-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  for (let attempt = 0; attempt < 150; attempt++) {
    if (
      await fetch(endpoint).then(
        () => true,
        () => false,
      )
    )
      break;
    await sleep(200);
  }
  const client = new found.S3Client({ endpoint, forcePathStyle: true, region: "us-east-1" });
  await client.send(new found.CreateBucketCommand({ Bucket: "reports-bucket" }));
  const put = (Key: string, Body: Buffer): Promise<unknown> =>
    client.send(new found.PutObjectCommand({ Bucket: "reports-bucket", Key, Body }));
  // More than the 1,000 keys of one page.
  for (let index = 0; index < 1020; index += 20) {
    const keys = Array.from({ length: 20 }, (_, step) => index + step);
    await Promise.all(keys.map((key) => put(`tlsrpt/${key}`, gzipSync(bytesOf(googleReport({ id: `id-${key}` }))))));
  }
  await put("tlsrpt/broken.json", Buffer.from("{"));
  await put("other/elsewhere.json", bytesOf(googleReport({ id: "elsewhere" })));
  client.destroy();
}, 600_000);

afterAll(() => {
  server?.kill();
});

inBucket(
  "all objects below a prefix are read, over several pages, and a broken one is named",
  async () => {
    const set = await readReports(["s3://reports-bucket/tlsrpt/"], {
      s3: { endpoint, region: "us-east-1" },
      trust: true,
    });
    expect(set.counts).toMatchObject({ files: 1021, reports: 1020, problems: 1 });
    expect(set.problems[0]).toMatchObject({ label: "s3://reports-bucket/tlsrpt/broken.json", mayHideEvidence: true });
    expect(set.reports.every(({ trust }) => trust.evidence)).toBe(true);
  },
  120_000,
);

inBucket(
  "a bucket counts only when it is vouched for, by the owner's account only at S3 itself",
  async () => {
    const s3 = { endpoint, region: "us-east-1", bucketOwner: "123456789012" };
    const set = await readReports(["s3://reports-bucket/other/"], { s3 });
    expect(set.reports.map(({ trust }) => trust.evidence)).toEqual([false]);
  },
  120_000,
);

inBucket(
  "a bucket that cannot be listed ends the run",
  async () => {
    await expect(readReports(["s3://no-such-bucket/"], { s3: { endpoint, region: "us-east-1" } })).rejects.toThrow(
      /cannot list s3:\/\/no-such-bucket\/: NoSuchBucket/,
    );
  },
  120_000,
);

test.each(["s3://", "s3://UPPER/", "s3://a_b/x"])("%s is refused as an address", async (url) => {
  await expect(readReports([url])).rejects.toThrow(/not of the form s3:\/\/bucket\/prefix/);
});
