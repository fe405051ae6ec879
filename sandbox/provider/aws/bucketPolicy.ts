import type { ResourceType } from "../resourceType";
import { equal, isProperties, Value } from "../values";
import { parseValue } from "../structs";
import { attempt, isGone, orGone } from "./attempt";
import { withDefaults, withRegion } from "./checks";

export const bucketPolicy: ResourceType = {
  token: "aws:s3/bucketPolicy:BucketPolicy",
  required: ["bucket", "policy"],
  immutable: ["bucket", "region"],
  computed: [],

  check: (request) => {
    const { policy } = request.inputs;
    const inputs = isProperties(policy) ? { ...request.inputs, policy: JSON.stringify(policy) } : request.inputs;
    return { inputs: withRegion(withDefaults(inputs, {}), request), failures: [] };
  },

  same: (property, old, now) => (property === "policy" ? equal(parsed(old), parsed(now)) : equal(old, now)),

  create: async ({ cloud }, inputs) => {
    const id = inputs.text("bucket");
    await attempt(`putting S3 Bucket (${id}) Policy`, () => {
      cloud.s3.putBucketPolicy(id, inputs.text("policy"));
    });
    return { id, outputs: inputs.properties };
  },

  read: async ({ cloud }, id, state) => {
    const bucket = await orGone(() => cloud.s3.getBucket(id));
    if (bucket?.policy === undefined) return undefined;
    const inputs = { bucket: id, region: bucket.region, policy: bucket.policy };
    return { id, inputs, outputs: { ...state, ...inputs } };
  },

  update: async ({ cloud }, id, inputs) => {
    await attempt(`putting S3 Bucket (${id}) Policy`, () => {
      cloud.s3.putBucketPolicy(id, inputs.text("policy"));
    });
    return inputs.properties;
  },

  delete: async ({ cloud }, id) => {
    await attempt(`deleting S3 Bucket Policy (${id})`, () => {
      try {
        cloud.s3.deleteBucketPolicy(id);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  },
};

/** The document itself: spacing and the order of keys do not matter. */
function parsed(policy: Value | undefined): Value | undefined {
  if (typeof policy !== "string") return policy;
  try {
    return parseValue(JSON.parse(policy));
  } catch {
    return policy;
  }
}
