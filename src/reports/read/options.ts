import type { VerifySignatures } from "./intake";

/** How to read reports. Every field is optional. */
export interface ReadOptions {
  /** Keep only what is about this domain (A-labels, lower case). Default: all domains. */
  domain?: string;
  /** Leave out reports that ended before. Default: none are left out. */
  since?: Date;
  /**
   * JSON files and objects in the given places count as evidence: only reports that you trust get there. Never applies
   * to mail, which anyone can send. Default: false.
   */
  trust?: boolean;
  /**
   * The ids that your own mail servers write into Authentication-Results; `microsoft365` for Exchange Online, which
   * writes none. Default: none, and then mail is no evidence.
   */
  authservIds?: readonly string[];
  /** Verifies DKIM signatures while reading, instead of relying on Authentication-Results. */
  verify?: VerifySignatures;
  /** For `s3://` paths. */
  s3?: S3Options;
  /** Stop at the first thing that cannot be read, with its error. Default: false. */
  strict?: boolean;
  /** Called now and then during long runs. */
  onProgress?: (progress: ReadProgress) => void;
  /**
   * Threads for reading many files: 1 reads in this thread only. Default: 2 where the machine has them and there are
   * enough files for it to pay.
   */
  workers?: number;
}

export interface S3Options {
  /** For S3-compatible services: `http://127.0.0.1:9000`. Path-style addresses are used with it. */
  endpoint?: string;
  region?: string;
  /**
   * The account that the bucket must belong to (12 digits). S3 refuses the request if it belongs to another, and so
   * the JSON reports in it count as evidence. Services behind an `endpoint` of their own may ignore it: use `trust`.
   */
  bucketOwner?: string;
}

export interface ReadProgress {
  /** Files and objects read so far. */
  files: number;
  /** Known only once all names are. */
  total: number | undefined;
  reports: number;
}

/** Thrown with `strict` for the first thing that cannot be read, and for options and paths that make no sense. */
export class ReadError extends Error {
  override readonly name = "ReadError";
}
