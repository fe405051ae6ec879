import { X509Certificate } from "node:crypto";
import * as tls from "node:tls";
import {
  certificateFaults,
  createCa,
  type CertificateAuthority,
  type IssuedCertificate,
  sharedCa,
} from "../../sandbox/net";

let ca: CertificateAuthority;
beforeAll(async () => {
  ca = await createCa();
});

/** What a client that trusts the authority says to a server with this certificate; "" if it is content. */
function handshake({ chain, key }: IssuedCertificate, servername: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = tls.createServer({ cert: chain, key }).on("tlsClientError", () => undefined);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("no port");
      const client = tls.connect({ host: "127.0.0.1", port: address.port, servername, ca: ca.certPem });
      const finish = (verdict: string) => {
        client.destroy();
        server.close(() => {
          resolve(verdict);
        });
      };
      client.on("secureConnect", () => {
        finish("");
      });
      client.on("error", (error: NodeJS.ErrnoException) => {
        finish(error.code ?? error.message);
      });
    });
    server.on("error", reject);
  });
}

describe("the certificate authority", () => {
  it("issues what a client accepts, for each of the names", async () => {
    const certificate = await ca.issue(["mta-sts.example.com", "*.wild.example", "127.0.0.1"]);
    expect(await handshake(certificate, "mta-sts.example.com")).toBe("");
    expect(await handshake(certificate, "one.wild.example")).toBe("");
    expect(new X509Certificate(certificate.chain).subjectAltName).toMatch("IP Address:127.0.0.1");
  });

  it("issues for a name that is too long for a common name", async () => {
    const name = `${"a".repeat(60)}.${"b".repeat(60)}.example.com`;
    expect(await handshake(await ca.issue([name]), name)).toBe("");
  });

  it.each([
    ["expired", certificateFaults.expiredCertificate, "CERT_HAS_EXPIRED"],
    ["not yet valid", certificateFaults.notYetValidCertificate, "CERT_NOT_YET_VALID"],
    ["for another name", certificateFaults.wrongNameCertificate, "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["self-signed", certificateFaults.selfSignedCertificate, "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["without its intermediate", certificateFaults.missingIntermediateCertificate, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    [
      "of an unknown authority",
      (_ca: CertificateAuthority, host: string) => certificateFaults.untrustedCertificate(host),
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    ],
  ])("makes certificates that clients refuse: %s", async (_what, make, code) => {
    expect(await handshake(await make(ca, "mta-sts.example.com"), "mta-sts.example.com")).toBe(code);
  });

  it("refuses to certify nothing", async () => {
    await expect(ca.issue([])).rejects.toThrow("at least one name");
  });

  it("is one for the whole process", async () => {
    expect(await sharedCa()).toBe(await sharedCa());
  });
});
