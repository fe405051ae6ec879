import type { Headers } from "./headers";

/** What a mail holds that may be a report, before anyone has looked inside. */
export interface MailParts {
  headers: Headers;
  /** Parts that are not plain text, decoded. */
  leaves: Leaf[];
  /** Messages inside this one, as they lie there. */
  messages: Buffer[];
  /** Whether it calls itself a TLS report: `report-type=tlsrpt`, or a part of that media type (RFC 8460 §5.3). */
  claimsReport: boolean;
  /** A delivery status notification: a stranger's words under somebody else's signature. */
  isBounce: boolean;
}

export interface Leaf {
  /** The file name the sender gave, for messages only. */
  name: string | undefined;
  mediaType: string;
  /** Decoded bytes, or the text of a base64 body still to be decoded. */
  content: Buffer | { base64: string };
}

/** `application/tlsrpt+gzip` and `+json` (RFC 8460 §6.4, §6.5). */
export function isReportType(mediaType: string): boolean {
  return mediaType === "application/tlsrpt+gzip" || mediaType === "application/tlsrpt+json";
}

/**
 * Whether to look inside a part. Media types lie and names are a hint only, so every part that is not meant for human
 * eyes is looked at, and text only when its name tells.
 */
export function mayHoldReport(mediaType: string, name: string | undefined): boolean {
  if (name !== undefined && /\.(?:json|gz|gzip|zip)$/i.test(name)) return true;
  return /^application\/(?!pgp-|pkcs7-|x-pkcs7-|pdf$|msword$|ms-tnef$)/.test(mediaType);
}
