import { readFileSync } from "node:fs";
import type { BucketObject, Cloud } from "../../cloud";
import { Inputs } from "../inputs";
import type { ResourceType } from "../resourceType";
import { defined, equal, holdsUnknown, isProperties, Properties } from "../values";
import { attempt, isGone, orGone, providerError } from "./attempt";
import { conflict, ownTags, withDefaults, withRegion, withTags } from "./checks";

export const bucketObject: ResourceType = {
  token: "aws:s3/bucketObjectv2:BucketObjectv2",
  required: ["bucket"],
  immutable: ["bucket", "key", "region"],
  computed: [
    ...["acl", "arn", "bucketKeyEnabled", "checksumCrc32", "checksumCrc32c", "checksumCrc64nvme", "checksumSha1"],
    ...["checksumSha256", "contentType", "etag", "kmsKeyId", "serverSideEncryption", "storageClass", "versionId"],
  ],

  check: (request) => {
    const { name, inputs } = request;
    const checked = withRegion(withDefaults(inputs, { key: name, forceDestroy: false }), request);
    return {
      inputs: defaultTagsCleared(new Inputs(inputs))
        ? { ...checked, tagsAll: inputs.tags ?? {} }
        : withTags(checked, request),
      failures: [
        ...conflict(name, inputs, "content", "source"),
        ...conflict(name, inputs, "content", "contentBase64"),
        ...conflict(name, inputs, "source", "contentBase64"),
      ],
    };
  },

  recomputed: (olds, news) =>
    ["content", "contentBase64", "source", "contentType", "cacheControl"].some((p) => !equal(olds[p], news[p]))
      ? ["versionId"]
      : [],

  create: async ({ cloud }, inputs) => {
    const stored = await put(cloud, inputs);
    const id = `${inputs.text("bucket")}/${stored.key}`;
    return { id, outputs: outputs(inputs.text("bucket"), stored, inputs.properties) };
  },

  // The provider does not read the body back: a foreign change shows in the etag alone.
  read: async ({ cloud, settings }, id, state) => {
    const [bucket, key] = splitId(id);
    const found = await orGone(() => cloud.s3.getBucket(bucket));
    const object = found?.objects.get(key);
    if (!found || !object) return undefined;
    const { contentType, cacheControl } = object;
    const tags = ownTags(object.tags ?? {}, settings);
    const inputs = defined({ bucket, key, contentType, cacheControl, tags, region: found.region });
    return { id, inputs, outputs: outputs(bucket, object, { ...state, ...inputs }) };
  },

  update: async ({ cloud }, _id, inputs) => outputs(inputs.text("bucket"), await put(cloud, inputs), inputs.properties),

  delete: async ({ cloud }, id) => {
    const [bucket, key] = splitId(id);
    await attempt(`deleting S3 Bucket (${bucket}) Object (${key})`, () => {
      try {
        cloud.s3.deleteObject(bucket, key);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  },
};

async function put(cloud: Cloud, inputs: Inputs): Promise<BucketObject> {
  const [bucket, key] = [inputs.text("bucket"), inputs.text("key")];
  const [contentType, cacheControl] = [inputs.optionalText("contentType"), inputs.optionalText("cacheControl")];
  return await attempt(`uploading S3 Object (${key}) to Bucket (${bucket})`, () =>
    cloud.s3.putObject(bucket, {
      ...{ key, body: body(inputs), tags: inputs.textMap("tagsAll") },
      ...(contentType === undefined ? {} : { contentType }),
      ...(cacheControl === undefined ? {} : { cacheControl }),
    }),
  );
}

/** S3 takes ten tags an object: an `overrideProvider` with empty default tags keeps the provider's away. */
function defaultTagsCleared(inputs: Inputs): boolean {
  if (holdsUnknown(inputs.properties.overrideProvider)) return false;
  const override = inputs.optionalBlock("overrideProvider")?.optionalBlock("defaultTags");
  return override !== undefined && Object.keys(override.textMap("tags")).length === 0;
}

function body(inputs: Inputs): string {
  const base64 = inputs.optionalText("contentBase64");
  if (base64 !== undefined) return Buffer.from(base64, "base64").toString();
  const { source } = inputs.properties;
  if (!isProperties(source)) return inputs.optionalText("content") ?? "";
  if (typeof source.text === "string") return source.text;
  if (typeof source.path === "string") return readFileSync(source.path, "utf8");
  throw providerError("the sandbox takes text and file assets only");
}

function splitId(id: string): [bucket: string, key: string] {
  const [, bucket, key] = /^(?:s3:\/\/)?([^/]+)\/(.+)$/s.exec(id) ?? [];
  if (bucket !== undefined && key !== undefined) return [bucket, key];
  throw providerError(`id "${id}" should be in the format <bucket>/<key> or s3://<bucket>/<key>`);
}

function outputs(bucket: string, object: BucketObject, inputs: Properties): Properties {
  return {
    ...{ tags: {}, ...inputs },
    ...{ acl: "private", arn: `arn:aws:s3:::${bucket}/${object.key}`, bucketKeyEnabled: false },
    ...{ checksumCrc32: "", checksumCrc32c: "", checksumCrc64nvme: "", checksumSha1: "", checksumSha256: "" },
    ...{ contentType: object.contentType, etag: object.etag, kmsKeyId: "" },
    ...{ serverSideEncryption: "AES256", storageClass: "STANDARD", tagsAll: object.tags ?? {}, versionId: "" },
  };
}
