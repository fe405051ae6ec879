import type { Bucket } from "../../cloud";
import type { ResourceType } from "../resourceType";
import { defined, Properties } from "../values";
import { attempt, isGone, orGone } from "./attempt";
import { autoName, conflict, isDefault, lengthWithin, ownTags, withDefaults, withRegion, withTags } from "./checks";

const longestPrefix = 37; // 63 less the 26 digits of the suffix

export const bucket: ResourceType = {
  token: "aws:s3/bucket:Bucket",
  required: [],
  immutable: ["bucket", "bucketPrefix", "bucketNamespace", "objectLockEnabled", "region"],
  computed: [
    ...["accelerationStatus", "acl", "arn", "bucket", "bucketDomainName", "bucketNamespace", "bucketPrefix"],
    ...["bucketRegion", "bucketRegionalDomainName", "corsRules", "grants", "hostedZoneId", "lifecycleRules", "logging"],
    ...["objectLockConfiguration", "objectLockEnabled", "policy", "replicationConfiguration", "requestPayer"],
    ...["serverSideEncryptionConfiguration", "versioning", "website", "websiteDomain", "websiteEndpoint"],
  ],

  check: (request) => {
    const { name, inputs } = request;
    const named = inputs.bucketPrefix === undefined ? autoName(request, "bucket") : undefined;
    const lowerCase = typeof named === "string" ? named.toLowerCase() : named;
    return {
      inputs: withTags(withRegion(withDefaults(inputs, { bucket: lowerCase, forceDestroy: false }), request), request),
      failures: [
        ...conflict(name, inputs, "bucket", "bucketPrefix"),
        ...lengthWithin(name, inputs, "bucketPrefix", 0, longestPrefix),
      ],
    };
  },

  // A name that the program chose must be free before the new bucket can take it.
  deleteBeforeReplace: (olds, news) =>
    news.bucket !== undefined && !isDefault(news, "bucket") && news.bucket === olds.bucket,

  create: async ({ cloud }, inputs) => {
    const name = inputs.optionalText("bucket") ?? (inputs.optionalText("bucketPrefix") ?? "") + uniqueSuffix();
    const created = await attempt(`creating S3 Bucket (${name})`, () =>
      cloud.s3.createBucket({ name, region: inputs.text("region"), tags: inputs.textMap("tagsAll") }),
    );
    created.forceDestroy = inputs.flag("forceDestroy");
    return { id: name, outputs: outputs(created, inputs.properties) };
  },

  read: async ({ cloud, settings }, id, state) => {
    const found = await orGone(() => cloud.s3.getBucket(id));
    if (!found) return undefined;
    const written = outputs(found, state);
    return { id, inputs: { bucket: id, region: found.region, tags: ownTags(found.tags, settings) }, outputs: written };
  },

  update: async ({ cloud }, id, inputs) => {
    const found = await attempt(`updating S3 Bucket (${id})`, () => cloud.s3.getBucket(id, "PutBucketTagging"));
    found.tags = inputs.textMap("tagsAll");
    found.forceDestroy = inputs.flag("forceDestroy");
    return outputs(found, inputs.properties);
  },

  delete: async ({ cloud }, id, state) => {
    await attempt(`deleting S3 Bucket (${id})`, () => {
      if (state.flag("forceDestroy")) cloud.state.buckets.get(id)?.objects.clear();
      try {
        cloud.s3.deleteBucket(id);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  },
};

let uniqueCount = 0;

/** 26 digits as the provider's SDK makes them: the time, then a counter in hex. */
function uniqueSuffix(): string {
  const time = new Date().toISOString().replace(/\D/g, "").padEnd(18, "0");
  return time + (uniqueCount++).toString(16).padStart(8, "0");
}

function outputs(bucket: Bucket, inputs: Properties): Properties {
  const { name, region } = bucket;
  return defined({
    ...{ tags: {}, ...inputs },
    ...{
      accelerationStatus: "",
      arn: `arn:aws:s3:::${name}`,
      bucket: name,
      bucketNamespace: "global",
      bucketRegion: region,
    },
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketPrefix: inputs.bucketPrefix ?? "",
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    ...{ corsRules: [], grants: [], lifecycleRules: [], hostedZoneId: "Z3AQBSTGFYJSTF", objectLockEnabled: false },
    ...{ forceDestroy: bucket.forceDestroy, policy: bucket.policy ?? "", region, requestPayer: "BucketOwner" },
    serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } },
    ...{ tagsAll: bucket.tags, versioning: { enabled: false, mfaDelete: false } },
  });
}
