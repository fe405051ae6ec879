import { createCloud } from "../../sandbox/cloud";

const policy = (...statements: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const read = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::mail/*" };

function cloudWithBucket() {
  const cloud = createCloud();
  cloud.s3.createBucket({ name: "mail", region: "eu-central-1" });
  return cloud;
}

describe("S3", () => {
  it.each(["Mail", "a", "-mail", "mail_box", "two..dots", "x".repeat(64)])("refuses the bucket name %s", (name) => {
    expect(() => createCloud().s3.createBucket({ name, region: "us-east-1" })).toThrow(/InvalidBucketName/);
  });

  it("refuses a second bucket of one name", () => {
    const cloud = cloudWithBucket();
    expect(() => cloud.s3.createBucket({ name: "mail", region: "us-east-1" })).toThrow(/409.*BucketAlreadyOwnedByYou/);
  });

  it("puts no object into a bucket that is not there", () => {
    expect(() => createCloud().s3.putObject("mail", { key: "a", body: "b" })).toThrow(
      /404.*NoSuchBucket: The specified bucket does not exist/,
    );
  });

  it("keeps the bytes, with their MD5 as etag", () => {
    const object = cloudWithBucket().s3.putObject("mail", { key: "a", body: "hello" });
    expect(object).toMatchObject({ etag: "5d41402abc4b2a76b9719d911017c592", contentType: "application/octet-stream" });
  });

  it("takes ten tags an object and no more", () => {
    const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, "v"]));
    const cloud = cloudWithBucket();
    cloud.s3.putObject("mail", { key: "a", body: "", tags: tags(10) });
    expect(() => cloud.s3.putObject("mail", { key: "a", body: "", tags: tags(11) })).toThrow(
      /Object tags cannot be greater than 10/,
    );
  });

  it("deletes a bucket only when it is empty", () => {
    const cloud = cloudWithBucket();
    cloud.s3.putObject("mail", { key: "a", body: "" });
    expect(() => {
      cloud.s3.deleteBucket("mail");
    }).toThrow(/409.*BucketNotEmpty/);
    cloud.s3.deleteObject("mail", "a");
    cloud.s3.deleteObject("mail", "a"); // no error in S3
    cloud.s3.deleteBucket("mail");
    expect(() => cloud.s3.getBucket("mail")).toThrow(/NoSuchBucket/);
  });

  it.each<[string, string, RegExp]>([
    ["what is no JSON", "not json", /MalformedPolicy: Policies must be valid JSON/],
    ["no statement", policy(), /MalformedPolicy: .*Statement is empty/],
    ["another effect", policy({ ...read, Effect: "Maybe" }), /MalformedPolicy: Invalid effect/],
    ["no principal", policy({ ...read, Principal: undefined }), /Missing required field Principal/],
    ["no action", policy({ ...read, Action: undefined }), /Missing required field Action/],
    [
      "a resource of another bucket",
      policy({ ...read, Resource: "arn:aws:s3:::other/*" }),
      /Policy has invalid resource/,
    ],
    ["everybody under blockPublicPolicy", policy(read), /403.*AccessDenied: .*BlockPublicPolicy setting/],
    ["everybody at AWS under blockPublicPolicy", policy({ ...read, Principal: { AWS: "*" } }), /AccessDenied/],
    [
      "everybody but for a condition that holds for everybody",
      policy({ ...read, Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      /AccessDenied/,
    ],
  ])("refuses a bucket policy with %s", (_what, document, refusal) => {
    expect(() => {
      cloudWithBucket().s3.putBucketPolicy("mail", document);
    }).toThrow(refusal);
  });

  it.each<[string, string]>([
    ["a service", policy({ ...read, Principal: { Service: "cloudfront.amazonaws.com" } })],
    [
      "everybody of one source",
      policy({ ...read, Condition: { StringEquals: { "AWS:SourceArn": "arn:aws:cloudfront::1:distribution/E1" } } }),
    ],
    [
      "a denial to everybody",
      policy({ ...read, Effect: "Deny", Resource: ["arn:aws:s3:::mail", "arn:aws:s3:::mail/*"] }),
    ],
  ])("takes a bucket policy for %s under blockPublicPolicy", (_what, document) => {
    const cloud = cloudWithBucket();
    cloud.s3.putBucketPolicy("mail", document);
    expect(cloud.state.buckets.get("mail")?.policy).toBe(document);
    cloud.s3.deleteBucketPolicy("mail");
    expect(cloud.state.buckets.get("mail")?.policy).toBeUndefined();
  });

  it("takes a public policy once the block is off", () => {
    const cloud = cloudWithBucket();
    cloud.s3.deletePublicAccessBlock("mail");
    expect(() => {
      cloud.s3.putBucketPolicy("mail", policy(read));
    }).not.toThrow();
  });
});
