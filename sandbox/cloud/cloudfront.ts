import { Acm } from "./acm";
import { checkAliases } from "./cloudfrontAliases";
import { AwsError } from "./errors";
import { cloudFrontId, distributionDomainName } from "./identifiers";
import { CloudState, Distribution, OriginAccessControl } from "./state";

const service = "CloudFront";
/** The account quota; CloudFront raises it on request only. */
const originAccessControlQuota = 100;

const managedCachePolicies = new Set([
  "08627262-05a9-4f76-9ded-b50ca2e3a84f",
  "2e54312d-136d-493c-8eb9-b001f22f67d2",
  "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
  "658327ea-f89d-4fab-a63d-7e88639e58f6",
  "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
  "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
]);

export type DistributionConfig = Omit<
  Distribution,
  "id" | "arn" | "domainName" | "lastModified" | "etag" | "callerReference"
>;

/** CloudFront: distributions with aliases that are theirs alone, and origin access controls. */
export class CloudFront {
  constructor(
    private readonly state: CloudState,
    private readonly acm: Acm,
    private readonly accountId: string,
  ) {}

  createOriginAccessControl(config: Omit<OriginAccessControl, "id">): OriginAccessControl {
    const operation = "CreateOriginAccessControl";
    this.checkControlName(operation, config.name);
    if (this.state.originAccessControls.size >= originAccessControlQuota) {
      const detail = "The number of origin access controls in your account exceeds the maximum allowed.";
      throw refuse(operation, 400, "TooManyOriginAccessControls", detail);
    }
    const control = { id: cloudFrontId(), ...config };
    this.state.originAccessControls.set(control.id, control);
    return control;
  }

  updateOriginAccessControl(id: string, config: Omit<OriginAccessControl, "id">): OriginAccessControl {
    const operation = "UpdateOriginAccessControl";
    this.getOriginAccessControl(id, operation);
    this.checkControlName(operation, config.name, id);
    const control = { id, ...config };
    this.state.originAccessControls.set(id, control);
    return control;
  }

  getOriginAccessControl(id: string, operation = "GetOriginAccessControl"): OriginAccessControl {
    const control = this.state.originAccessControls.get(id);
    if (control) return control;
    const detail = "The specified origin access control does not exist.";
    throw refuse(operation, 404, "NoSuchOriginAccessControl", detail);
  }

  deleteOriginAccessControl(id: string): void {
    const operation = "DeleteOriginAccessControl";
    this.getOriginAccessControl(id, operation);
    const users = [...this.state.distributions.values()];
    if (users.some(({ origins }) => origins.some((origin) => origin.originAccessControlId === id))) {
      const detail = "Cannot delete the origin access control because it's in use by one or more distributions.";
      throw refuse(operation, 409, "OriginAccessControlInUse", detail);
    }
    this.state.originAccessControls.delete(id);
  }

  async createDistribution(config: DistributionConfig): Promise<Distribution> {
    await this.check("CreateDistributionWithTags", config);
    const id = cloudFrontId();
    const distribution: Distribution = {
      ...config,
      ...{ id, arn: `arn:aws:cloudfront::${this.accountId}:distribution/${id}`, domainName: distributionDomainName() },
      ...{ callerReference: new Date().toISOString(), lastModified: new Date(), etag: cloudFrontId() },
    };
    this.state.distributions.set(id, distribution);
    return distribution;
  }

  getDistribution(id: string, operation = "GetDistribution"): Distribution {
    const distribution = this.state.distributions.get(id);
    if (distribution) return distribution;
    throw refuse(operation, 404, "NoSuchDistribution", "The specified distribution does not exist.");
  }

  async updateDistribution(id: string, config: DistributionConfig): Promise<Distribution> {
    const existing = this.getDistribution(id, "UpdateDistribution");
    await this.check("UpdateDistribution", config, existing);
    return Object.assign(existing, config, { lastModified: new Date(), etag: cloudFrontId() });
  }

  deleteDistribution(id: string): void {
    if (this.getDistribution(id, "DeleteDistribution").enabled) {
      const detail = "The distribution you are trying to delete has not been disabled.";
      throw refuse("DeleteDistribution", 409, "DistributionNotDisabled", detail);
    }
    this.state.distributions.delete(id);
  }

  private checkControlName(operation: string, name: string, ownId?: string): void {
    const namesakes = [...this.state.originAccessControls.values()].filter((other) => other.name === name);
    if (!namesakes.some(({ id }) => id !== ownId)) return;
    const detail = "An origin access control with this name already exists.";
    throw refuse(operation, 409, "OriginAccessControlAlreadyExists", detail);
  }

  private async check(operation: string, config: DistributionConfig, existing?: Distribution): Promise<void> {
    for (const { originAccessControlId } of config.origins) {
      if (originAccessControlId !== undefined) this.getOriginAccessControl(originAccessControlId, operation);
    }
    const { targetOriginId, cachePolicyId } = config.defaultCacheBehavior;
    if (!config.origins.some(({ originId }) => originId === targetOriginId)) {
      throw refuse(operation, 404, "NoSuchOrigin", "One or more of your origins or origin groups do not exist.");
    }
    if (cachePolicyId !== undefined && !managedCachePolicies.has(cachePolicyId)) {
      throw refuse(operation, 404, "NoSuchCachePolicy", "The specified cache policy does not exist.");
    }
    const arn = config.certificateArn;
    if (arn !== undefined && this.state.certificates.has(arn)) await this.acm.describeCertificate(arn);
    const problem = checkAliases(this.state, config, existing);
    if (problem) throw refuse(operation, problem.status, problem.code, problem.detail);
  }
}

function refuse(operation: string, status: number, code: string, detail: string): AwsError {
  return new AwsError(service, operation, status, code, detail);
}
