import { dnsRecords, hostOf, type StackRecord } from "./dnsRecords";
import { hostsOf, policyFiles, type StackPolicyFile } from "./policyFiles";
import type { StackResource } from "./stackResource";

/** What a stack holds for one mail domain. */
export interface MailDomain {
  domain: string;
  /** TXT records at `_mta-sts` that begin with the version, in any zone. */
  stsRecords: StackRecord[];
  /** TXT records at `_smtp._tls` that begin with the version, in any zone. */
  tlsRptRecords: StackRecord[];
  mxRecords: StackRecord[];
  /** Its policy; absent where the stack does not hold it, or does not say whose it is. */
  file?: StackPolicyFile;
}

const stsPrefix = "_mta-sts.";
const tlsRptPrefix = "_smtp._tls.";
const hostPrefix = "mta-sts.";

/** Every domain of which the stack holds an MTA-STS or TLS-RPT record or the policy host. */
export function mailDomains(resources: readonly StackResource[]): MailDomain[] {
  const records = dnsRecords(resources);
  const files = policyFiles(resources).map((file) => ({ file, hosts: hostsOf(file, resources).map(hostOf) }));
  const names = new Set([
    ...records.filter(isSts).map(({ name }) => name.slice(stsPrefix.length)),
    ...records.filter(isTlsRpt).map(({ name }) => name.slice(tlsRptPrefix.length)),
    ...files.flatMap(({ hosts }) => hosts.filter((host) => host.startsWith(hostPrefix)).map(withoutPrefix)),
  ]);
  const announced = records.filter(isSts).map(({ name }) => name.slice(stsPrefix.length));
  const single = new Set(announced).size === 1 && files.length === 1 ? files[0] : undefined;
  return [...names].map((domain) => {
    const stsRecords = records.filter((record) => isSts(record) && record.name === stsPrefix + domain);
    const parents = stsRecords.flatMap(({ parent }) => parent ?? []);
    const found =
      files.find(({ hosts }) => hosts.includes(hostPrefix + domain)) ??
      files.find(({ file }) => file.parent !== undefined && parents.includes(file.parent)) ??
      (stsRecords.length > 0 && single?.hosts.length === 0 ? single : undefined);
    return {
      domain,
      stsRecords,
      tlsRptRecords: records.filter((record) => isTlsRpt(record) && record.name === tlsRptPrefix + domain),
      mxRecords: records.filter(({ type, name }) => type === "MX" && name === domain),
      ...(found === undefined ? {} : { file: found.file }),
    };
  });
}

function isSts({ type, name, value }: StackRecord): boolean {
  return type === "TXT" && name.startsWith(stsPrefix) && /^v=STSv1\s*(;|$)/i.test(value);
}

function isTlsRpt({ type, name, value }: StackRecord): boolean {
  return type === "TXT" && name.startsWith(tlsRptPrefix) && /^v=TLSRPTv1\s*(;|$)/i.test(value);
}

function withoutPrefix(host: string): string {
  return host.slice(hostPrefix.length);
}
