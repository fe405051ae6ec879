/**
 * CrossGuard policies that hold the rules of MTA-STS over any stack. Needs the optional peer `@pulumi/policy`.
 *
 * @example
 * ```ts
 * import { PolicyPack } from "@pulumi/policy";
 * import { mtaStsPolicies } from "pulumi-mta-sts/policy-pack";
 *
 * new PolicyPack("mail", { policies: mtaStsPolicies });
 * ```
 */
import type { StackValidationPolicy } from "@pulumi/policy";
import { crossGuardPolicy } from "./crossGuard";
import { packRules } from "./rules";

export type { PackFinding, PackRule } from "./packRule";
export { packRules } from "./rules";
export type { StackResource } from "./stack/stackResource";

/** Every rule as a stack policy; take some of them, or change their enforcement level by the pack's configuration. */
export const mtaStsPolicies: StackValidationPolicy[] = packRules.map(crossGuardPolicy);
