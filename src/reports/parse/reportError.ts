import { messageOf } from "../errorText";
/** Why a file is no readable report: a stable code for programs, a sentence for people. */
export class ReportError extends Error {
  override readonly name = "ReportError";
  readonly code: ReportErrorCode;

  constructor(code: ReportErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type ReportErrorCode =
  | "not-json"
  | "duplicate-key"
  | "too-deep"
  | "too-large"
  | "not-a-report"
  | "bad-field"
  | "bad-count"
  | "bad-date"
  | "bad-gzip"
  | "bad-zip"
  | "bad-mail"
  | "too-many-parts"
  | "unknown-format"
  | "nested-containers"
  | "unreadable"
  | "link";

/** The error as a ReportError; anything unexpected becomes one too, so that one file never ends a run. */
export function asReportError(error: unknown, fallback: ReportErrorCode = "unreadable"): ReportError {
  if (error instanceof ReportError) return error;
  return new ReportError(fallback, messageOf(error));
}
