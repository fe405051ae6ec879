import type { Certificate } from "../../cloud";
import { bareName } from "../../cloud/names";
import type { ResourceType } from "../resourceType";
import { defined, equal, equalAsSets, Properties, Value } from "../values";
import { attempt, isGone, orGone, providerError } from "./attempt";
import { oneOf, ownTags, withDefaults, withRegion, withTags } from "./checks";

const year = 365 * 24 * 3600 * 1000;

export const certificate: ResourceType = {
  token: "aws:acm/certificate:Certificate",
  required: [],
  immutable: [
    ...["certificateAuthorityArn", "domainName", "keyAlgorithm", "region", "subjectAlternativeNames"],
    ...["validationMethod", "validationOptions"],
  ],
  computed: [
    ...["arn", "domainValidationOptions", "keyAlgorithm", "notAfter", "notBefore", "options", "pendingRenewal"],
    ...["renewalEligibility", "renewalSummaries", "status", "subjectAlternativeNames", "type", "validationEmails"],
  ],
  secrets: ["privateKey", "privateKeyWo"],

  check: (request) => {
    const { name, inputs } = request;
    const missing = `"domainName": one of \`domainName,privateKey\` must be specified. Examine values at '${name}.domainName'.`;
    return {
      inputs: withTags(withRegion(withDefaults(inputs, {}), request), request),
      failures: [
        ...(inputs.domainName === undefined
          ? [{ property: "", reason: `Invalid combination of arguments. ${missing}` }]
          : []),
        ...oneOf(name, inputs, "validationMethod", ["DNS", "EMAIL", "HTTP"]),
      ],
    };
  },

  same: (property, old, now, state) => {
    if (property === "domainName") return equal(lower(old), lower(now));
    if (property !== "subjectAlternativeNames") return equal(old, now);
    // The service lists the domain itself among the alternative names.
    const listed = (names: Value | undefined): Value => [
      lower(state.domainName) ?? "",
      ...(Array.isArray(names) ? names : []),
    ];
    return equalAsSets(listed(old), listed(now));
  },

  create: async ({ cloud }, inputs) => {
    if (inputs.optionalText("validationMethod") !== "DNS") {
      throw providerError("the sandbox's ACM validates by DNS only: set validationMethod to DNS");
    }
    const domainName = inputs.text("domainName");
    const created = await attempt("requesting ACM Certificate", () =>
      cloud.acm.requestCertificate({
        ...{ domainName, region: inputs.text("region"), tags: inputs.textMap("tagsAll") },
        subjectAlternativeNames: inputs.texts("subjectAlternativeNames"),
      }),
    );
    return { id: created.arn, outputs: outputs(created, inputs.properties) };
  },

  read: async ({ cloud, settings }, id, state) => {
    const found = await orGone(() => cloud.acm.describeCertificate(id));
    if (!found) return undefined;
    const { domainName, region, subjectAlternativeNames } = found;
    const tags = ownTags(found.tags, settings);
    const inputs = { domainName, region, subjectAlternativeNames, tags, validationMethod: "DNS" };
    return { id, inputs, outputs: outputs(found, { ...state, ...inputs }) };
  },

  update: async ({ cloud }, id, inputs) => {
    const found = await attempt(`updating ACM Certificate (${id})`, () => cloud.acm.describeCertificate(id));
    found.tags = inputs.textMap("tagsAll");
    return outputs(found, inputs.properties);
  },

  // The real provider retries for minutes while a distribution lets go of it; here the answer comes at once.
  delete: async ({ cloud }, id) => {
    await attempt(`deleting ACM Certificate (${id})`, () => {
      try {
        cloud.acm.deleteCertificate(id);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  },
};

function lower(name: Value | undefined): Value | undefined {
  return typeof name === "string" ? bareName(name) : name;
}

function outputs(certificate: Certificate, inputs: Properties): Properties {
  const { issuedAt } = certificate;
  return defined({
    ...{ tags: {}, ...inputs },
    ...{
      arn: certificate.arn,
      domainName: certificate.domainName,
      keyAlgorithm: "RSA_2048",
      status: certificate.status,
    },
    domainValidationOptions: certificate.validation.map(({ domainName, name, type, value }) => ({
      ...{ domainName, resourceRecordName: name, resourceRecordType: type, resourceRecordValue: value },
    })),
    notBefore: issuedAt?.toISOString() ?? "",
    notAfter: issuedAt ? new Date(issuedAt.getTime() + year).toISOString() : "",
    options: { certificateTransparencyLoggingPreference: "ENABLED", export: "DISABLED" },
    ...{ pendingRenewal: false, renewalEligibility: "INELIGIBLE", renewalSummaries: [], region: certificate.region },
    subjectAlternativeNames: certificate.subjectAlternativeNames,
    ...{ tagsAll: certificate.tags, type: "AMAZON_ISSUED", validationEmails: [] },
  });
}
