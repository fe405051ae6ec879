import * as pulumi from "@pulumi/pulumi";

/** A resource's inputs as a hook gets them: plain values, Outputs for secrets, marks for what is unknown in a preview. */
export type HookInputs = Record<string, unknown>;

/**
 * A value of a hook's inputs, or of the component's, as plain data; undefined where it is not known yet, which is so in
 * previews only.
 */
export async function settled(value: unknown): Promise<unknown> {
  if (value instanceof Promise) return settled(await value);
  if (pulumi.Output.isInstance(value)) {
    const known = await resolved(value);
    return known === undefined ? undefined : settled(known.value);
  }
  // After a refresh the state has a secret within a secret, of which the SDK opens one.
  if (pulumi.runtime.isRpcSecret(value)) return settled(pulumi.runtime.unwrapRpcSecret(value));
  return isUnknown(value) ? undefined : value;
}

/** As {@link settled}, for a text. */
export async function settledText(value: unknown): Promise<string | undefined> {
  const plain = await settled(value);
  return typeof plain === "string" ? plain : undefined;
}

/** As {@link settled}, for a number. */
export async function settledNumber(value: unknown): Promise<number | undefined> {
  const plain = await settled(value);
  return typeof plain === "number" ? plain : undefined;
}

/** The inputs that a hook was given; empty where it was given none. */
export function inputsOf(inputs: unknown): HookInputs {
  return typeof inputs === "object" && inputs !== null ? (inputs as HookInputs) : {};
}

/** The texts of a list, as far as they are there. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Where the policy stands in the inputs of an S3 object. */
export function objectFile(inputs: HookInputs): unknown {
  return inputs["content"];
}

/** Where it stands in the inputs of a Worker script: the text of a binding. The list arrives as a secret. */
export function bindingFile(binding: string): (inputs: HookInputs) => unknown {
  return async (inputs) => {
    const bindings = await settled(inputs["bindings"]);
    const list: unknown[] = Array.isArray(bindings) ? bindings : [];
    return list.map(inputsOf).find(({ name }) => name === binding)?.["text"];
  };
}

/** An apply does not run in a preview where the value is unknown, so the Output itself must be asked first. */
async function resolved(output: pulumi.Output<unknown>): Promise<{ value: unknown } | undefined> {
  const { isKnown } = output as unknown as { isKnown?: Promise<boolean> };
  if (isKnown !== undefined && !(await isKnown)) return undefined;
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve({ value });
    });
  });
}

function isUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null && "__pulumiUnknown" in value;
}
