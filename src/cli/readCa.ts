import { X509Certificate } from "node:crypto";
import { showValue } from "../protocol";
import { readInput } from "./readInput";

const certificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * The PEM certificates that `--ca` names. TLS leaves out what it cannot read without a word, and then every host looks
 * untrusted: so they are read here first.
 *
 * @throws Error if the file cannot be read, holds no certificate, or one that is damaged
 */
export function readCa(path: string): string {
  const text = readInput("--ca", path).toString("utf8");
  const found = text.match(certificate) ?? [];
  const refuse = (why: string) =>
    new Error(
      `--ca ${showValue(path)}: ${why}. Give a file of certificates in PEM form (-----BEGIN CERTIFICATE-----).`,
    );
  if (found.length === 0) throw refuse("there is no certificate in it");
  for (const [index, pem] of found.entries()) {
    try {
      new X509Certificate(pem);
    } catch {
      throw refuse(`certificate ${index + 1} of ${found.length} cannot be read`);
    }
  }
  return text;
}
