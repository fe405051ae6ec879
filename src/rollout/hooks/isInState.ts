import * as pulumi from "@pulumi/pulumi";

/**
 * Whether the stack holds a resource already: of one that does not change in this deploy no hook tells. Undefined where
 * the backend does not say.
 */
export async function isInState(urn: string): Promise<boolean | undefined> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  try {
    const read = "pulumi:pulumi:readStackResourceOutputs";
    const { outputs } = (await pulumi.runtime.invoke(read, { stackName })) as { outputs?: unknown };
    return typeof outputs === "object" && outputs !== null ? urn in outputs : undefined;
  } catch {
    return undefined;
  }
}
