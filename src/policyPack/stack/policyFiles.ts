import { parsePolicyFile, type ParsedPolicyFile } from "../../protocol";
import { listOf, objectOf, textOf, textsOf, type StackResource } from "./stackResource";

/** A policy file that the stack serves. */
export interface StackPolicyFile {
  urn: string;
  parent?: string;
  text: string;
  parsed: ParsedPolicyFile;
  /** The bucket that holds it, where it is known. */
  bucket?: string;
  /** The Worker script that serves it. */
  script?: string;
}

/** Every policy file of the stack: S3 objects under the well-known path, and text bindings of Workers that hold one. */
export function policyFiles(resources: readonly StackResource[]): StackPolicyFile[] {
  return resources.flatMap((resource) => {
    switch (resource.type) {
      case "aws:s3/bucketObjectv2:BucketObjectv2":
      case "aws:s3/bucketObject:BucketObject":
        return objectFile(resource);
      case "cloudflare:index/workersScript:WorkersScript":
      case "cloudflare:index/workerScript:WorkerScript":
        return scriptFiles(resource);
      default:
        return [];
    }
  });
}

function objectFile({ urn, parent, props }: StackResource): StackPolicyFile[] {
  const text = textOf(props["content"]);
  if (text === undefined || !textOf(props["key"])?.endsWith(".well-known/mta-sts.txt")) return [];
  const bucket = textOf(props["bucket"]);
  return [{ ...fileOf(urn, parent, text), ...(bucket === undefined ? {} : { bucket }) }];
}

function scriptFiles({ urn, parent, props }: StackResource): StackPolicyFile[] {
  const script = textOf(props["scriptName"]) ?? textOf(props["name"]);
  const texts = [...listOf(props["bindings"]), ...listOf(props["plainTextBindings"])].map((binding) =>
    textOf(objectOf(binding)["text"]),
  );
  return texts
    .filter((text) => text !== undefined)
    .filter((text) => /^version:/im.test(text) && text.includes("STSv1"))
    .map((text) => ({ ...fileOf(urn, parent, text), ...(script === undefined ? {} : { script }) }));
}

function fileOf(urn: string, parent: string | undefined, text: string): StackPolicyFile {
  return { urn, ...(parent === undefined ? {} : { parent }), text, parsed: parsePolicyFile(text) };
}

/** The hosts that each policy file is served under, by what the stack says of distributions and Worker routes. */
export function hostsOf(file: StackPolicyFile, resources: readonly StackResource[]): string[] {
  return resources.flatMap(({ type, props }) => {
    switch (type) {
      case "aws:cloudfront/distribution:Distribution":
        return serves(props, file.bucket) ? textsOf(props["aliases"]) : [];
      case "cloudflare:index/workersCustomDomain:WorkersCustomDomain":
      case "cloudflare:index/workersDomain:WorkersDomain":
        return file.script !== undefined && props["service"] === file.script ? textsOf([props["hostname"]]) : [];
      case "cloudflare:index/workersRoute:WorkersRoute":
        return file.script !== undefined && props["script"] === file.script
          ? textsOf([props["pattern"]]).map((pattern) => pattern.split("/")[0] ?? "")
          : [];
      default:
        return [];
    }
  });
}

function serves({ origins }: Record<string, unknown>, bucket: string | undefined): boolean {
  return (
    bucket !== undefined &&
    listOf(origins).some((origin) => textOf(objectOf(origin)["domainName"])?.startsWith(`${bucket}.s3`) === true)
  );
}
