/** The sandbox's private certificate authority: a root that its clients trust, and an intermediate that signs. */
import "reflect-metadata"; // must load before @peculiar/x509
import { isIP } from "node:net";
import { randomBytes, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

x509.cryptoProvider.set(webcrypto);

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const DAY = 86_400_000;
/** RFC 5280, ub-common-name: a longer host name goes into the SAN alone. */
const COMMON_NAME_LIMIT = 64;

export interface IssuedCertificate {
  /** PEM: the leaf, then its issuer (the root is never sent). */
  chain: string;
  /** PEM, PKCS #8. */
  key: string;
}

export interface IssueOptions {
  /** First instant of validity. Default: a day ago. */
  notBefore?: Date;
  /** Length of the validity in days from `notBefore`. Default: 90. */
  days?: number;
  /** Signed by its own key instead of by the authority. Default: false. */
  selfSigned?: boolean;
  /** Leave the intermediate out of the chain, as misconfigured servers do. Default: false. */
  missingIntermediate?: boolean;
}

export interface CertificateAuthority {
  /** The root, PEM: what a client has to trust. */
  certPem: string;
  /** A server certificate whose subject alternative names are `names` (DNS names, wildcards, IP addresses). */
  issue(names: readonly string[], options?: IssueOptions): Promise<IssuedCertificate>;
}

interface Issuer {
  certificate: x509.X509Certificate;
  keys: webcrypto.CryptoKeyPair;
}

/** A new authority. An authority that no client trusts is simply a second one. */
export async function createCa(commonName = "Sandbox Root CA"): Promise<CertificateAuthority> {
  const root = await createIssuer(commonName);
  const intermediate = await createIssuer(`${commonName}, intermediate`, root);
  const intermediatePem = intermediate.certificate.toString("pem");
  return {
    certPem: `${root.certificate.toString("pem")}\n`,
    async issue(names, options = {}) {
      const keys = await generateKeys();
      const leaf = await createLeaf(names, keys, options, intermediate);
      const alone = options.selfSigned === true || options.missingIntermediate === true;
      const chain = alone ? [leaf] : [leaf, intermediatePem];
      return { chain: chain.map((pem) => `${pem}\n`).join(""), key: await exportKey(keys.privateKey) };
    },
  };
}

let shared: Promise<CertificateAuthority> | undefined;

/** The authority of this process, made at the first call: a cloud can issue from it before its servers run. */
export function sharedCa(): Promise<CertificateAuthority> {
  return (shared ??= createCa());
}

async function createIssuer(commonName: string, parent?: Issuer): Promise<Issuer> {
  const keys = await generateKeys();
  const signer = parent?.keys ?? keys;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [commonName] }],
    issuer: parent ? parent.certificate.subject : [{ CN: [commonName] }],
    notBefore: new Date(Date.now() - 365 * DAY), // before any expired certificate that it signs
    notAfter: new Date(Date.now() + 3650 * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(true, parent ? 0 : 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey),
    ],
  });
  return { certificate, keys };
}

async function createLeaf(
  names: readonly string[],
  keys: webcrypto.CryptoKeyPair,
  { notBefore = new Date(Date.now() - DAY), days = 90, selfSigned = false }: IssueOptions,
  issuer: Issuer,
): Promise<string> {
  const [first] = names;
  if (first === undefined) throw new RangeError("A certificate needs at least one name.");
  const subject = first.length <= COMMON_NAME_LIMIT ? [{ CN: [first] }] : [];
  const signer = selfSigned ? keys : issuer.keys;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject,
    issuer: selfSigned ? subject : issuer.certificate.subject,
    notBefore,
    notAfter: new Date(notBefore.getTime() + days * DAY),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map(alternativeName), subject.length === 0),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey),
    ],
  });
  return certificate.toString("pem");
}

function alternativeName(value: string): x509.JsonGeneralName {
  return isIP(value) ? { type: "ip", value } : { type: "dns", value };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY")}\n`;
}

function serialNumber(): string {
  return `40${randomBytes(15).toString("hex")}`; // a first octet that keeps the DER integer positive and minimal
}
