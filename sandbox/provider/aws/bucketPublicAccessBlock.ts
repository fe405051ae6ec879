import type { Inputs } from "../inputs";
import type { ResourceType } from "../resourceType";
import { attempt, isGone, orGone } from "./attempt";
import { withDefaults, withRegion } from "./checks";

export const bucketPublicAccessBlock: ResourceType = {
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  required: ["bucket"],
  immutable: ["bucket", "region"],
  computed: [],

  check: (request) => {
    const off = { blockPublicAcls: false, blockPublicPolicy: false, ignorePublicAcls: false };
    const inputs = withDefaults(request.inputs, { ...off, restrictPublicBuckets: false });
    return { inputs: withRegion(inputs, request), failures: [] };
  },

  create: async ({ cloud }, inputs) => {
    const id = inputs.text("bucket");
    await attempt(`creating S3 Bucket (${id}) Public Access Block`, () => {
      cloud.s3.putPublicAccessBlock(id, block(inputs));
    });
    return { id, outputs: inputs.properties };
  },

  read: async ({ cloud }, id, state) => {
    const bucket = await orGone(() => cloud.s3.getBucket(id));
    if (!bucket?.publicAccessBlock) return undefined;
    const inputs = { bucket: id, region: bucket.region, ...bucket.publicAccessBlock };
    return { id, inputs, outputs: { ...state, ...inputs } };
  },

  update: async ({ cloud }, id, inputs) => {
    await attempt(`updating S3 Bucket (${id}) Public Access Block`, () => {
      cloud.s3.putPublicAccessBlock(id, block(inputs));
    });
    return inputs.properties;
  },

  delete: async ({ cloud }, id, state) => {
    if (state.flag("skipDestroy")) return;
    await attempt(`deleting S3 Bucket (${id}) Public Access Block`, () => {
      try {
        cloud.s3.deletePublicAccessBlock(id);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  },
};

function block(inputs: Inputs) {
  return {
    blockPublicAcls: inputs.flag("blockPublicAcls"),
    blockPublicPolicy: inputs.flag("blockPublicPolicy"),
    ignorePublicAcls: inputs.flag("ignorePublicAcls"),
    restrictPublicBuckets: inputs.flag("restrictPublicBuckets"),
  };
}
