import type { HostedZone } from "../../cloud";
import { bareName } from "../../cloud/names";
import type { Inputs } from "../inputs";
import type { Call, Lookup } from "../resourceType";
import type { Properties } from "../values";
import { providerError } from "./attempt";

export const awsLookups: Record<string, Lookup> = {
  "aws:route53/getZone:getZone": ({ cloud }, args) => {
    const zone = findZone(cloud, args);
    const { id, name, nameServers, recordSets, tags = {}, comment = "" } = zone;
    return {
      ...{
        arn: `arn:aws:route53:::hostedzone/${id}`,
        callerReference: `sandbox-${id}`,
        comment,
        id,
        name,
        nameServers,
      },
      ...{
        enableAcceleratedRecovery: false,
        linkedServiceDescription: "",
        linkedServicePrincipal: "",
        tags,
        zoneId: id,
      },
      ...{
        primaryNameServer: nameServers[0] ?? "",
        privateZone: zone.private,
        resourceRecordSetCount: recordSets.length,
      },
      vpcId: args.optionalText("vpcId") ?? "",
    };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": ({ cloud }) => {
    const accountId = cloud.awsAccountId;
    return { accountId, arn: `arn:aws:iam::${accountId}:user/sandbox`, id: accountId, userId: "AIDASANDBOX0000000000" };
  },
  "aws:index/getRegion:getRegion": ({ settings }, args): Properties => {
    const region = args.optionalText("region") ?? args.optionalText("name") ?? settings.region;
    return { description: region, endpoint: `ec2.${region}.amazonaws.com`, id: region, name: region, region };
  },
  "aws:index/getPartition:getPartition": () => {
    return { dnsSuffix: "amazonaws.com", id: "aws", partition: "aws", reverseDnsPrefix: "com.amazonaws" };
  },
};

function findZone(cloud: Call["cloud"], args: Inputs): HostedZone {
  const zoneId = args.optionalText("zoneId");
  const name = args.optionalText("name");
  if ((zoneId === undefined) === (name === undefined)) {
    throw new Error("invoking aws:route53/getZone:getZone: one of `zoneId` and `name` must be set");
  }
  if (zoneId !== undefined) {
    try {
      return cloud.route53.getHostedZone(zoneId);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw providerError(`reading Route 53 Hosted Zone (${zoneId}): ${reason}`);
    }
  }
  const matches = cloud.route53
    .listHostedZones()
    .filter((zone) => zone.name === bareName(name ?? "") && zone.private === args.flag("privateZone"));
  const [match, ...others] = matches;
  if (!match) throw providerError("no matching Route 53 Hosted Zone found");
  if (others.length > 0) {
    throw providerError(
      "multiple Route 53 Hosted Zones matched; use additional constraints to reduce matches to a single Route 53 Hosted Zone",
    );
  }
  return match;
}
