import { randomUUID } from "node:crypto";
import { AwsError } from "./errors";
import { hex } from "./identifiers";
import { bareName, nameAndParents } from "./names";
import { publicRecords } from "./publicDns";
import { Certificate, CloudState } from "./state";

const service = "ACM";
/** The issuers that stand for Amazon in a CAA record. */
const amazonIssuers = new Set(["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"]);

export type IssueCertificate = (names: string[]) => Promise<{ chain: string; key: string }>;

/** AWS Certificate Manager: a certificate is issued once the public DNS shows its validation CNAMEs. */
export class Acm {
  constructor(
    private readonly state: CloudState,
    private readonly accountId: string,
    private readonly issue?: IssueCertificate,
  ) {}

  requestCertificate(request: {
    region: string;
    domainName: string;
    subjectAlternativeNames?: readonly string[];
    tags?: Record<string, string>;
  }): Certificate {
    const domainName = bareName(request.domainName);
    const names = [...new Set([domainName, ...(request.subjectAlternativeNames ?? []).map(bareName)])];
    for (const name of names) checkName(name);
    const certificate: Certificate = {
      arn: `arn:aws:acm:${request.region}:${this.accountId}:certificate/${randomUUID()}`,
      region: request.region,
      domainName,
      subjectAlternativeNames: names,
      status: "PENDING_VALIDATION",
      validation: names.map((name) => this.validationRecord(name)),
      tags: { ...request.tags },
    };
    this.state.certificates.set(certificate.arn, certificate);
    return certificate;
  }

  /** The certificate as it is now: ACM looks at the DNS by itself, here whenever somebody asks. */
  async describeCertificate(arn: string): Promise<Certificate> {
    const certificate = this.find("DescribeCertificate", arn);
    if (certificate.status !== "PENDING_VALIDATION") return certificate;
    const validated = certificate.validation.every(({ name, value }) =>
      publicRecords(this.state, name, "CNAME").some((target) => bareName(target) === bareName(value)),
    );
    if (!validated) return certificate;
    if (!certificate.subjectAlternativeNames.every((name) => this.issuanceAllowed(name))) {
      certificate.status = "FAILED";
      certificate.failureReason = "CAA_ERROR";
      return certificate;
    }
    return await this.issueNow(certificate);
  }

  /** Issues without a look at the DNS. */
  async issueNow(certificate: Certificate): Promise<Certificate> {
    const issued = await this.issue?.(certificate.subjectAlternativeNames);
    return Object.assign(certificate, issued, { status: "ISSUED", issuedAt: new Date() } as const);
  }

  deleteCertificate(arn: string): void {
    const certificate = this.find("DeleteCertificate", arn);
    if ([...this.state.distributions.values()].some((user) => user.certificateArn === arn)) {
      throw new AwsError(
        service,
        "DeleteCertificate",
        400,
        "ResourceInUseException",
        `Certificate ${arn} in account ${this.accountId} is in use.`,
      );
    }
    this.state.certificates.delete(certificate.arn);
  }

  private find(operation: string, arn: string): Certificate {
    const certificate = this.state.certificates.get(arn);
    if (certificate) return certificate;
    const detail = `Could not find certificate ${arn} in account ${this.accountId}.`;
    throw new AwsError(service, operation, 400, "ResourceNotFoundException", detail);
  }

  /** One record for each account and name: a second certificate for the name asks for the same record. */
  private validationRecord(name: string): Certificate["validation"][number] {
    const base = name.replace(/^\*\./, "");
    const label = hex(`${this.accountId} ${base}`, "md5");
    const value = `_${hex(label, "md5")}.${hex(base, "sha1").slice(0, 10)}.acm-validations.aws.`;
    return { domainName: name, name: `_${label}.${base}.`, type: "CNAME", value };
  }

  /** RFC 8659 §3: the nearest CAA set upwards decides; `issuewild` outranks `issue` for a wildcard. */
  private issuanceAllowed(name: string): boolean {
    const wildcard = name.startsWith("*.");
    for (const ancestor of nameAndParents(name.replace(/^\*\./, ""))) {
      const properties = publicRecords(this.state, ancestor, "CAA").flatMap(parseCaa);
      if (properties.length === 0) continue;
      const wild = properties.filter(({ tag }) => tag === "issuewild");
      const relevant = wildcard && wild.length > 0 ? wild : properties.filter(({ tag }) => tag === "issue");
      return relevant.length === 0 || relevant.some(({ issuer }) => amazonIssuers.has(issuer));
    }
    return true;
  }
}

function parseCaa(value: string): { tag: string; issuer: string }[] {
  const [, tag, text] = /^\d+\s+(\w+)\s+"?([^"]*)"?$/.exec(value) ?? [];
  if (tag === undefined || text === undefined) return [];
  return [{ tag: tag.toLowerCase(), issuer: (text.split(";")[0] ?? "").trim().toLowerCase() }];
}

function checkName(name: string): void {
  const label = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?";
  if (name.length <= 253 && new RegExp(`^(\\*\\.)?(${label}\\.)+${label}$`).test(name)) return;
  const detail = `1 validation error detected: Value '${name}' at 'domainName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$`;
  throw new AwsError(service, "RequestCertificate", 400, "ValidationException", detail);
}
