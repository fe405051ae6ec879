import type { StackResource } from "./stack/stackResource";

/** One thing that a rule finds wrong in a stack. */
export interface PackFinding {
  /** The resource to change. */
  urn?: string;
  /** What is wrong, the section it follows from, and the remedy. */
  message: string;
}

/** A rule over any stack, whether it uses this library's component or plain resources. Pure. */
export interface PackRule {
  /** Its name in policy packs; never changes. */
  name: string;
  description: string;
  enforcementLevel: "mandatory" | "advisory";
  check: (resources: readonly StackResource[]) => PackFinding[];
}
