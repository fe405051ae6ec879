import * as pulumi from "@pulumi/pulumi";

/** A kind of resource of which only the outputs in `Read` are there. */
export type ResourceClass<Args, Read> = new (
  name: string,
  args: Args,
  opts: pulumi.CustomResourceOptions,
) => pulumi.CustomResource & Read;

/**
 * Gives what makes the classes of a provider's resources. The class in the provider's SDK makes an Output, eight
 * promises and four stack traces, for each property that its type has, up to forty; this one only for inputs that are
 * given and outputs that are read. It is the same resource: the same type, inputs and provider.
 *
 * @param prefix what the provider's type tokens begin with; a test holds the tokens to those of the SDK's classes
 * @param version the SDK's version, by which the engine chooses the provider plugin
 */
export function resourceClasses(prefix: string, version: string) {
  /** @param outputs the outputs that are read */
  return <Args extends object, Read extends object = object>(
    type: string,
    outputs: Record<keyof Read, undefined>,
  ): ResourceClass<Args, Read> => {
    const made = class extends pulumi.CustomResource {
      constructor(name: string, args: Args, opts: pulumi.CustomResourceOptions) {
        const given = Object.entries(args).filter(([, value]) => value !== undefined);
        super(prefix + type, name, { ...outputs, ...Object.fromEntries(given) }, { version, ...opts });
      }
    };
    // The SDK puts an Output in the place of each property.
    return made as unknown as ResourceClass<Args, Read>;
  };
}
