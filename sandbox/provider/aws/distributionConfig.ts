import type { Distribution } from "../../cloud";
import { cloudFrontZoneId } from "../../cloud/route53Alias";
import type { DistributionConfig } from "../../cloud/cloudfront";
import { Inputs } from "../inputs";
import { parseValue } from "../structs";
import { defined, isProperties, Properties, Value } from "../values";

// Between the provider's properties of a distribution and what the service keeps of it.

export function distributionConfig(inputs: Inputs): DistributionConfig {
  const behavior = inputs.block("defaultCacheBehavior");
  const viewer = inputs.block("viewerCertificate");
  return {
    aliases: inputs.texts("aliases"),
    enabled: inputs.flag("enabled"),
    ipv6Enabled: inputs.flag("isIpv6Enabled"),
    tags: inputs.textMap("tagsAll"),
    configuration: inputs.properties,
    origins: inputs.blocks("origins").map((origin) => ({
      ...{ originId: origin.text("originId"), domainName: origin.text("domainName") },
      ...optional("originAccessControlId", origin.optionalText("originAccessControlId")),
    })),
    defaultCacheBehavior: {
      targetOriginId: behavior.text("targetOriginId"),
      allowedMethods: behavior.texts("allowedMethods"),
      viewerProtocolPolicy: behavior.text("viewerProtocolPolicy"),
      compress: behavior.flag("compress"),
      ...optional("cachePolicyId", behavior.optionalText("cachePolicyId")),
    },
    customErrorResponses: inputs.blocks("customErrorResponses").map((response) => ({
      errorCode: response.optionalNumber("errorCode") ?? 0,
      ...optional("errorCachingMinTtl", response.optionalNumber("errorCachingMinTtl")),
      ...optional("responseCode", response.optionalNumber("responseCode")),
      ...optional("responsePagePath", response.optionalText("responsePagePath")),
    })),
    ...optional("certificateArn", viewer.optionalText("acmCertificateArn")),
    ...optional("minimumProtocolVersion", viewer.optionalText("minimumProtocolVersion")),
    ...optional("defaultRootObject", inputs.optionalText("defaultRootObject")),
  };
}

/** What the provider fills in inside of blocks. */
export function withNestedDefaults(inputs: Properties): Properties {
  const { origins } = inputs;
  const fill = (block: Value | undefined, defaults: Properties) =>
    isProperties(block) ? { ...defaults, ...block } : block;
  return defined({
    ...inputs,
    defaultCacheBehavior: fill(inputs.defaultCacheBehavior, { compress: false, minTtl: 0 }),
    viewerCertificate: fill(inputs.viewerCertificate, { minimumProtocolVersion: "TLSv1" }),
    origins: Array.isArray(origins)
      ? origins.map((origin) => fill(origin, { connectionAttempts: 3, connectionTimeout: 10 }) ?? null)
      : origins,
  });
}

/** The inputs as the cloud has them: what it was given, with whatever somebody changed since. */
export function distributionInputs(distribution: Distribution): Properties {
  const given = configuration(distribution);
  const { defaultCacheBehavior, origins, viewerCertificate } = given;
  const byId = new Map((Array.isArray(origins) ? origins : []).filter(isProperties).map((o) => [o.originId, o]));
  return defined({
    ...given,
    ...{ aliases: distribution.aliases, enabled: distribution.enabled },
    ...{ defaultRootObject: distribution.defaultRootObject, isIpv6Enabled: distribution.ipv6Enabled ?? false },
    customErrorResponses: distribution.customErrorResponses.map((response) => defined({ ...response })),
    defaultCacheBehavior: defined({
      ...(isProperties(defaultCacheBehavior) ? defaultCacheBehavior : {}),
      ...distribution.defaultCacheBehavior,
    }),
    origins: distribution.origins.map((origin) => defined({ ...byId.get(origin.originId), ...origin })),
    viewerCertificate: defined({
      ...(isProperties(viewerCertificate) ? viewerCertificate : {}),
      acmCertificateArn: distribution.certificateArn,
      minimumProtocolVersion: distribution.minimumProtocolVersion,
    }),
  });
}

export function distributionOutputs(distribution: Distribution, inputs: Properties): Properties {
  return {
    ...{ tags: {}, ...inputs, ...distributionInputs(distribution) },
    ...{ arn: distribution.arn, callerReference: distribution.callerReference ?? "", continuousDeploymentPolicyId: "" },
    ...{ domainName: distribution.domainName, etag: distribution.etag ?? "", hostedZoneId: cloudFrontZoneId },
    ...{ inProgressValidationBatches: 0, loggingV1Enabled: false, status: "Deployed", tagsAll: distribution.tags },
    lastModifiedTime: (distribution.lastModified ?? new Date(0)).toISOString(),
    trustedKeyGroups: [{ enabled: false, items: [] }],
    trustedSigners: [{ enabled: false, items: [] }],
  };
}

function configuration(distribution: Distribution): Properties {
  const parsed = parseValue(distribution.configuration ?? {});
  const entries = isProperties(parsed) ? Object.entries(parsed) : [];
  return Object.fromEntries(entries.filter(([property]) => property !== "__defaults" && property !== "tagsAll"));
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  const filled: Partial<Record<K, V>> = {};
  if (value !== undefined) filled[key] = value;
  return filled;
}
