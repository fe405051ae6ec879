import { Acm, IssueCertificate } from "./acm";
import { CloudFront } from "./cloudfront";
import { CloudflareDns } from "./cloudflareDns";
import { bareName } from "./names";
import { PlainRecord, putPlainRecord, removePlainRecord } from "./plainRecord";
import { Route53 } from "./route53";
import { S3 } from "./s3";
import { Certificate, CloudflareZone, CloudState, emptyCloud, HostedZone } from "./state";
import { WorkerDomains } from "./workerDomains";
import { WorkerRoutes } from "./workerRoutes";
import { Workers } from "./workers";

export interface CloudOptions {
  /** Hosted zones that are there from the start, public and delegated unless they say otherwise. */
  route53?: { name: string; id?: string; private?: boolean }[];
  /** Cloudflare zones that are there from the start; delegated where no hosted zone of the name is. */
  cloudflare?: { name: string; id?: string; plan?: CloudflareZone["plan"] }[];
  /** Signs for ACM. Without it certificates are issued without chain and key. */
  issueCertificate?: IssueCertificate;
}

/** One account at AWS and one at Cloudflare, in memory: the services over one state, and what tests do beside them. */
export class Cloud {
  readonly awsAccountId = "123456789012";
  readonly cloudflareAccountId = "9a7806061c88ada191ed06f989cc3dac";
  readonly state: CloudState = emptyCloud();
  readonly route53: Route53;
  readonly acm: Acm;
  readonly s3: S3;
  readonly cloudfront: CloudFront;
  readonly cloudflareDns: CloudflareDns;
  readonly workers: Workers;
  readonly workerDomains: WorkerDomains;
  readonly workerRoutes: WorkerRoutes;

  constructor(options: CloudOptions = {}) {
    this.route53 = new Route53(this.state);
    this.acm = new Acm(this.state, this.awsAccountId, options.issueCertificate);
    this.s3 = new S3(this.state);
    this.cloudfront = new CloudFront(this.state, this.acm, this.awsAccountId);
    this.cloudflareDns = new CloudflareDns(this.state, this.cloudflareAccountId);
    this.workers = new Workers(this.state);
    this.workerDomains = new WorkerDomains(this.state, this.cloudflareDns);
    this.workerRoutes = new WorkerRoutes(this.state, this.cloudflareDns);
    for (const { name, ...zone } of options.route53 ?? []) this.addHostedZone(name, zone);
    for (const { name, ...zone } of options.cloudflare ?? []) this.addCloudflareZone(name, zone);
  }

  /** A hosted zone that somebody made before. A public one is delegated if no other zone of its name is. */
  addHostedZone(name: string, options: { id?: string; private?: boolean } = {}): HostedZone {
    const zone = this.route53.createHostedZone({ name, ...options });
    if (!zone.private) this.delegateIfFree(zone);
    return zone;
  }

  /** A Cloudflare zone that somebody made before, delegated if no other zone of its name is. */
  addCloudflareZone(name: string, options: { id?: string; plan?: CloudflareZone["plan"] } = {}): CloudflareZone {
    const zone = this.cloudflareDns.createZone({ name, ...options });
    this.delegateIfFree(zone);
    return zone;
  }

  /** Points the parent's NS records at this zone: it is the one that resolvers ask from now on. */
  delegate(name: string, zoneId: string): void {
    this.state.delegations.set(bareName(name), zoneId);
  }

  /**
   * Writes a record as somebody else would, past the provider: what is live before adoption, or drift.
   * Values are plain: TXT without quotes, MX as "10 mx.example.com".
   */
  putRecord(zoneId: string, record: PlainRecord): void {
    putPlainRecord(this, zoneId, record);
  }

  removeRecord(zoneId: string, name: string, type: string): void {
    removePlainRecord(this, zoneId, name, type);
  }

  /** A certificate that was issued before, outside of the program under test. */
  async addIssuedCertificate(names: [string, ...string[]], region = "us-east-1"): Promise<Certificate> {
    const certificate = this.acm.requestCertificate({ region, domainName: names[0], subjectAlternativeNames: names });
    return await this.acm.issueNow(certificate);
  }

  private delegateIfFree(zone: { id: string; name: string }): void {
    if (!this.state.delegations.has(zone.name)) this.delegate(zone.name, zone.id);
  }
}
