import type { ResourceType } from "../resourceType";
import { equal, equalAsSets } from "../values";
import { attempt, isGone, orGone } from "./attempt";
import { oneOf, ownTags, withDefaults, withTags } from "./checks";
import { distributionConfig, distributionInputs, distributionOutputs, withNestedDefaults } from "./distributionConfig";

const sets = new Set(["aliases", "origins", "customErrorResponses", "originGroups"]);

export const distribution: ResourceType = {
  token: "aws:cloudfront/distribution:Distribution",
  required: ["defaultCacheBehavior", "enabled", "origins", "restrictions", "viewerCertificate"],
  immutable: ["staging"],
  computed: [
    ...["arn", "callerReference", "continuousDeploymentPolicyId", "domainName", "etag", "hostedZoneId"],
    ...["inProgressValidationBatches", "lastModifiedTime", "loggingV1Enabled", "status", "trustedKeyGroups"],
    "trustedSigners",
  ],

  check: (request) => {
    const { name, inputs } = request;
    const defaults = {
      ...{ httpVersion: "http2", isIpv6Enabled: false, priceClass: "PriceClass_All", retainOnDelete: false },
      ...{ staging: false, waitForDeployment: true },
    };
    return {
      inputs: withTags(withNestedDefaults(withDefaults(inputs, defaults)), request),
      failures: [
        ...oneOf(name, inputs, "priceClass", ["None", "PriceClass_100", "PriceClass_200", "PriceClass_All"]),
        ...oneOf(name, inputs, "httpVersion", ["http1.1", "http2", "http3", "http2and3"]),
      ],
    };
  },

  same: (property, old, now) => (sets.has(property) ? equalAsSets(old, now) : equal(old, now)),

  create: async ({ cloud }, inputs) => {
    const created = await attempt("creating CloudFront Distribution", () =>
      cloud.cloudfront.createDistribution(distributionConfig(inputs)),
    );
    return { id: created.id, outputs: distributionOutputs(created, inputs.properties) };
  },

  read: async ({ cloud, settings }, id, state) => {
    const found = await orGone(() => cloud.cloudfront.getDistribution(id));
    if (!found) return undefined;
    const inputs = { ...distributionInputs(found), tags: ownTags(found.tags, settings) };
    return { id, inputs, outputs: distributionOutputs(found, { ...state, ...inputs }) };
  },

  update: async ({ cloud }, id, inputs) => {
    const updated = await attempt(`updating CloudFront Distribution (${id})`, () =>
      cloud.cloudfront.updateDistribution(id, distributionConfig(inputs)),
    );
    return distributionOutputs(updated, inputs.properties);
  },

  // The provider disables first, for the service deletes only what is disabled.
  delete: async ({ cloud }, id, state) => {
    await attempt(`deleting CloudFront Distribution (${id})`, async () => {
      try {
        const found = cloud.cloudfront.getDistribution(id);
        if (found.enabled) await cloud.cloudfront.updateDistribution(id, { ...found, enabled: false });
        if (!state.flag("retainOnDelete")) cloud.cloudfront.deleteDistribution(id);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  },
};
