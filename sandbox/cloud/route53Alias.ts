import { bareName, liesIn } from "./names";
import { CloudState, HostedZone, Route53RecordSet } from "./state";

/** The hosted zone of every CloudFront distribution. */
export const cloudFrontZoneId = "Z2FDTNDATAQYW2";

/** What is wrong with an alias: a target that is not there, or one that cannot answer for the type. */
export function checkAliasTarget(
  state: CloudState,
  zone: HostedZone,
  set: Route53RecordSet,
  alias: NonNullable<Route53RecordSet["alias"]>,
): string[] {
  const target = bareName(alias.name);
  const attempt = `Tried to create an alias that targets ${target}., type ${set.type} in zone ${alias.zoneId}`;
  if (alias.zoneId === zone.id) {
    const found = zone.recordSets.some((other) => other.name === target && other.type === set.type);
    return found ? [] : [`${attempt}, but that target was not found`];
  }
  if (alias.zoneId !== cloudFrontZoneId) {
    return [`${attempt}, but the alias target name does not lie within the target zone`];
  }
  if (!liesIn(target, "cloudfront.net")) {
    return [`${attempt}, but the alias target name does not lie within the target zone`];
  }
  if (alias.evaluateTargetHealth === true) {
    return ["EvaluateTargetHealth cannot be set to true for an alias that targets a CloudFront distribution"];
  }
  const distribution = [...state.distributions.values()].find((other) => bareName(other.domainName) === target);
  const answers = set.type === "A" || (set.type === "AAAA" && distribution?.ipv6Enabled === true);
  return distribution && answers ? [] : [`${attempt}, but that target was not found`];
}
