import { gzipSync } from "node:zlib";
import type { Json } from "./samples";
import { bytesOf } from "./samples";

export interface MailOptions {
  /** The signing domain that the receiving server found passing; undefined: none. */
  dkim?: string;
  authservId?: string;
  headers?: readonly string[];
  /** In place of the attached report. */
  body?: string;
  contentType?: string;
}

export const AUTHSERV = "mx.example.com";

export function base64Lines(bytes: Buffer): string {
  return bytes.toString("base64").replace(/.{76}/g, "$&\r\n");
}

/** A report as mail, in the shape of RFC 8460 §5.3.1. */
export function mailOf(report: Json, options: MailOptions = {}): Buffer {
  const { dkim, authservId = AUTHSERV } = options;
  const result =
    dkim === undefined
      ? "dkim=none"
      : `dkim=pass (2048-bit key; unprotected) header.d=${dkim} header.i=@${dkim} header.s=s1`;
  const contentType = options.contentType ?? 'multipart/report; report-type="tlsrpt"; boundary="b1"';
  return Buffer.from(
    [
      "Received: from mail.example.org by mx.example.com; Sun, 1 Mar 2026 04:00:00 +0000",
      `Authentication-Results: ${authservId};`,
      `\t${result};`,
      "\tspf=pass smtp.mailfrom=example.org",
      ...(options.headers ?? []),
      "From: reports@example.org",
      "Subject: Report Domain: other.example Submitter: liar.example Report-ID: <x@y>",
      "MIME-Version: 1.0",
      `Content-Type: ${contentType}`,
      "",
      options.body ?? reportParts(bytesOf(report)),
    ].join("\r\n"),
  );
}

export function reportParts(json: Buffer, boundary = "b1"): string {
  return [
    "preamble",
    `--${boundary}`,
    "Content-Type: text/plain",
    "",
    "A TLS report.",
    `--${boundary}`,
    "Content-Type: application/tlsrpt+gzip",
    "Content-Transfer-Encoding: base64",
    'Content-Disposition: attachment; filename="liar.example!other.example!1!2.json.gz"',
    "",
    base64Lines(gzipSync(json)),
    `--${boundary}--`,
    "",
  ].join("\r\n");
}
