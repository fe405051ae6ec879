/* eslint-disable @typescript-eslint/no-require-imports -- a provider's SDK is loaded, and need be installed, only where it is used */
import { InputError } from "./input/inputError";

/** Records in Route 53. */
export function loadRoute53(): typeof import("./dns/route53") {
  return load("route53", "@pulumi/aws", () => require("./dns/route53") as typeof import("./dns/route53"));
}

/** Records in Cloudflare. */
export function loadCloudflare(): typeof import("./dns/cloudflare") {
  return load(
    "cloudflare",
    "@pulumi/cloudflare",
    () => require("./dns/cloudflare") as typeof import("./dns/cloudflare"),
  );
}

/** The policy host on S3 and CloudFront. */
export function loadCloudFront(): typeof import("./hosting/cloudfront") {
  return load("policy", "@pulumi/aws", () => require("./hosting/cloudfront") as typeof import("./hosting/cloudfront"));
}

/** The policy host on a Cloudflare Worker. */
export function loadWorker(): typeof import("./hosting/worker") {
  return load(
    "cloudflareWorker",
    "@pulumi/cloudflare",
    () => require("./hosting/worker") as typeof import("./hosting/worker"),
  );
}

/** The rollout rules, and the network that they look at. */
export function loadGuards(): typeof import("./rollout/guards") {
  return require("./rollout/guards") as typeof import("./rollout/guards");
}

function load<T>(path: string, sdk: string, module: () => T): T {
  try {
    return module();
  } catch (error) {
    if (!isMissing(error, sdk)) throw error;
    throw new InputError("MtaSts", [
      {
        path,
        value: "given",
        code: "sdk-missing",
        rule: `"${path}" needs the package ${sdk}, an optional peer dependency`,
        remedy: `Install it beside your program: npm install ${sdk}`,
      },
    ]);
  }
}

function isMissing(error: unknown, sdk: string): boolean {
  return error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND" && error.message.includes(sdk);
}
