import { AwsError } from "./errors";
import { hex } from "./identifiers";
import { checkBucketPolicy, isPublicPolicy } from "./s3Policy";
import { Bucket, BucketObject, CloudState } from "./state";

const service = "S3";
const blockedAll = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

/** S3: buckets with global names, their objects, policies and public access blocks. */
export class S3 {
  constructor(private readonly state: CloudState) {}

  /** A new bucket blocks public access, as all have since April 2023. */
  createBucket(bucket: { name: string; region: string; tags?: Record<string, string> }): Bucket {
    const { name } = bucket;
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes("..")) {
      throw refuse("CreateBucket", 400, "InvalidBucketName", "The specified bucket is not valid.");
    }
    if (this.state.buckets.has(name)) {
      const detail = "Your previous request to create the named bucket succeeded and you already own it.";
      throw refuse("CreateBucket", 409, "BucketAlreadyOwnedByYou", detail);
    }
    const created: Bucket = {
      ...{ name, region: bucket.region, tags: { ...bucket.tags }, forceDestroy: false },
      ...{ publicAccessBlock: { ...blockedAll }, objects: new Map<string, BucketObject>() },
    };
    this.state.buckets.set(name, created);
    return created;
  }

  getBucket(name: string, operation = "HeadBucket"): Bucket {
    const bucket = this.state.buckets.get(name);
    if (bucket) return bucket;
    throw refuse(operation, 404, "NoSuchBucket", "The specified bucket does not exist");
  }

  deleteBucket(name: string): void {
    if (this.getBucket(name, "DeleteBucket").objects.size > 0) {
      throw refuse("DeleteBucket", 409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }
    this.state.buckets.delete(name);
  }

  putPublicAccessBlock(name: string, block: NonNullable<Bucket["publicAccessBlock"]>): void {
    this.getBucket(name, "PutPublicAccessBlock").publicAccessBlock = { ...block };
  }

  deletePublicAccessBlock(name: string): void {
    delete this.getBucket(name, "DeletePublicAccessBlock").publicAccessBlock;
  }

  putBucketPolicy(name: string, policy: string): void {
    const operation = "PutBucketPolicy";
    const bucket = this.getBucket(name, operation);
    const problem = checkBucketPolicy(name, policy);
    if (problem !== undefined) throw refuse(operation, 400, "MalformedPolicy", problem);
    if (bucket.publicAccessBlock?.blockPublicPolicy === true && isPublicPolicy(policy)) {
      const detail = `User is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`;
      throw refuse(operation, 403, "AccessDenied", detail);
    }
    bucket.policy = policy;
  }

  deleteBucketPolicy(name: string): void {
    delete this.getBucket(name, "DeleteBucketPolicy").policy;
  }

  putObject(
    bucketName: string,
    object: { key: string; body: string; contentType?: string; cacheControl?: string; tags?: Record<string, string> },
  ): BucketObject {
    const bucket = this.getBucket(bucketName, "PutObject");
    if (Object.keys(object.tags ?? {}).length > 10) {
      throw refuse("PutObject", 400, "BadRequest", "Object tags cannot be greater than 10");
    }
    const stored: BucketObject = {
      ...object,
      contentType: object.contentType ?? "application/octet-stream",
      etag: hex(object.body, "md5"),
      lastModified: new Date(),
    };
    bucket.objects.set(object.key, stored);
    return stored;
  }

  /** Deleting what is not there succeeds, as in S3. */
  deleteObject(bucketName: string, key: string): void {
    this.getBucket(bucketName, "DeleteObject").objects.delete(key);
  }
}

function refuse(operation: string, status: number, code: string, detail: string): AwsError {
  return new AwsError(service, operation, status, code, detail);
}
