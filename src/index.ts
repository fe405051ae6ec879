export type { CloudflareZoneArgs } from "./dns/cloudflare";
export type { Route53ZoneArgs } from "./dns/route53";
export type { DeclaredRecord } from "./dns/zone";
export type { CloudFrontArgs } from "./hosting/cloudfront";
export { InputError, type InputProblem } from "./input/inputError";
export { MtaSts } from "./mtaSts";
export type { MtaStsArgs, PolicyArgs, TlsReportingArgs } from "./mtaStsArgs";
export * from "./protocol";
