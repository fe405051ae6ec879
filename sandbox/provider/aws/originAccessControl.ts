import type { OriginAccessControl } from "../../cloud";
import type { Inputs } from "../inputs";
import type { ResourceType } from "../resourceType";
import { attempt, isGone, orGone } from "./attempt";
import { autoName, isDefault, lengthWithin, oneOf, withDefaults } from "./checks";

export const originAccessControl: ResourceType = {
  token: "aws:cloudfront/originAccessControl:OriginAccessControl",
  required: ["originAccessControlOriginType", "signingBehavior", "signingProtocol"],
  immutable: ["name"],
  computed: ["arn", "etag"],

  check: (request) => {
    const { name, inputs } = request;
    const checked = withDefaults(inputs, { name: autoName(request, "name"), description: "Managed by Pulumi" });
    return {
      inputs: checked,
      failures: [
        ...oneOf(name, inputs, "originAccessControlOriginType", ["lambda", "mediapackagev2", "mediastore", "s3"]),
        ...oneOf(name, inputs, "signingBehavior", ["always", "never", "no-override"]),
        ...oneOf(name, inputs, "signingProtocol", ["sigv4"]),
        ...lengthWithin(name, checked, "name", 1, 64),
      ],
    };
  },

  deleteBeforeReplace: (olds, news) => !isDefault(news, "name") && news.name === olds.name,

  create: async ({ cloud }, inputs) => {
    const control = await attempt(`creating CloudFront Origin Access Control (${inputs.text("name")})`, () =>
      cloud.cloudfront.createOriginAccessControl(config(inputs)),
    );
    return { id: control.id, outputs: { ...inputs.properties, ...identity(cloud.awsAccountId, control.id) } };
  },

  read: async ({ cloud }, id, state) => {
    const control = await orGone(() => cloud.cloudfront.getOriginAccessControl(id));
    if (!control) return undefined;
    const inputs = {
      ...{ name: control.name, description: control.description ?? "" },
      originAccessControlOriginType: control.originType ?? "s3",
      signingBehavior: control.signingBehavior ?? "always",
      signingProtocol: control.signingProtocol ?? "sigv4",
    };
    return { id, inputs, outputs: { ...state, ...inputs, ...identity(cloud.awsAccountId, id) } };
  },

  update: async ({ cloud }, id, inputs) => {
    await attempt(`updating CloudFront Origin Access Control (${id})`, () =>
      cloud.cloudfront.updateOriginAccessControl(id, config(inputs)),
    );
    return { ...inputs.properties, ...identity(cloud.awsAccountId, id) };
  },

  delete: async ({ cloud }, id) => {
    await attempt(`deleting CloudFront Origin Access Control (${id})`, () => {
      try {
        cloud.cloudfront.deleteOriginAccessControl(id);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    });
  },
};

function config(inputs: Inputs): Omit<OriginAccessControl, "id"> {
  return {
    ...{ name: inputs.text("name"), description: inputs.optionalText("description") ?? "" },
    originType: inputs.text("originAccessControlOriginType"),
    signingBehavior: inputs.text("signingBehavior"),
    signingProtocol: inputs.text("signingProtocol"),
  };
}

function identity(account: string, id: string): { arn: string; etag: string } {
  return { arn: `arn:aws:cloudfront::${account}:origin-access-control/${id}`, etag: `ET${id}` };
}
