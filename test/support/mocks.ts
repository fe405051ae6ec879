import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A resource that a program registered under mocks. */
export interface Registered {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  /** The parent's name; empty for none. */
  parent: string;
  /** Names of all resources that it waits for, by an input or by `dependsOn`. */
  dependencies: string[];
  provider: string;
}

/** What the zone look-ups find, by zone id. */
export interface Zones {
  route53?: Record<string, { name: string; privateZone?: boolean }>;
  cloudflare?: Record<string, { name: string }>;
}

const outputs: Record<string, (inputs: Record<string, unknown>, id: string) => Record<string, unknown>> = {
  "aws:s3/bucket:Bucket": (_, id) => ({
    bucket: id,
    arn: `arn:aws:s3:::${id}`,
    bucketRegionalDomainName: `${id}.s3.eu-west-1.amazonaws.com`,
  }),
  "aws:acm/certificate:Certificate": (inputs) => ({
    arn: "arn:aws:acm:us-east-1:123456789012:certificate/pending",
    domainValidationOptions: [
      {
        domainName: inputs.domainName,
        resourceRecordName: `_proof.${String(inputs.domainName)}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_value.acm-validations.aws.",
      },
    ],
  }),
  "aws:acm/certificateValidation:CertificateValidation": () => ({
    certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/issued",
  }),
  "aws:cloudfront/distribution:Distribution": (_, id) => ({
    arn: `arn:aws:cloudfront::123456789012:distribution/${id}`,
    domainName: "d111111abcdef8.cloudfront.net",
    hostedZoneId: "Z2FDTNDATAQYW2",
  }),
  "aws:route53/record:Record": (inputs) => ({ fqdn: inputs.name }),
};

/** Replaces the engine; returns the list to which every registered resource is added. */
export function mockEngine(zones: Zones, options: { preview?: boolean } = {}): Registered[] {
  const registered: Registered[] = [];
  const waiting = new Map<string, Registered>();
  void pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const plain = record(inputs);
        const entry = waiting.get(`${type} ${name}`);
        if (entry !== undefined) entry.inputs = plain;
        const id = `${name}-id`;
        return { id, state: { ...plain, ...outputs[type]?.(plain, id) } };
      },
      call: ({ token, inputs }) => {
        const id = String(record(inputs).zoneId);
        if (token === "aws:route53/getZone:getZone") return found(zones.route53?.[id], id);
        if (token === "cloudflare:index/getZone:getZone") return found(zones.cloudflare?.[id], id);
        throw new Error(`The program called ${token}, which these mocks do not know.`);
      },
    },
    "project",
    "stack",
    options.preview ?? false,
  );
  listen((resource) => {
    registered.push(resource);
    waiting.set(`${resource.type} ${resource.name}`, resource);
  });
  return registered;
}

/** The SDK's mocks pass on neither parent nor dependencies: they are read from the request itself. */
function listen(note: (resource: Registered) => void): void {
  const monitor: unknown = pulumi.runtime.getMonitor();
  if (!isMonitor(monitor)) throw new Error("The mock monitor has no registerResource.");
  const original = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    note({
      type: request.getType(),
      name: request.getName(),
      inputs: {},
      parent: nameOf(request.getParent()),
      dependencies: request.getDependenciesList().map(nameOf).sort(),
      provider: request.getProvider(),
    });
    return original(request, callback);
  };
}

interface Monitor {
  registerResource(request: RegisterResourceRequest, callback: unknown): unknown;
}

function isMonitor(value: unknown): value is Monitor {
  return typeof value === "object" && value !== null && "registerResource" in value;
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function found<T extends object>(zone: T | undefined, id: string): T & { zoneId: string } {
  if (zone === undefined) throw new Error(`no matching zone found: ${id}`);
  return { ...zone, zoneId: id };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new Error("The SDK gave the mocks no inputs.");
  return Object.fromEntries(Object.entries(value));
}

/** The value of an Output, once it resolved. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply((value) => resolve(value)));
}
