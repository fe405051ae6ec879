import { messageOf } from "../errorText";
import { loadPostalMime } from "../loadOnUse";
import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";
import { fieldValues, readHeaders } from "./headers";
import { isReportType, type MailParts, mayHoldReport } from "./mailParts";

/** Lines that begin like a delimiter. Beyond this many, parts are what the message is made of. */
const MOST_DELIMITERS = 5000;

/**
 * Any MIME message, by postal-mime. Messages inside come back as they are: whose words they are is judged one by one.
 *
 * @throws ReportError `bad-mail`, `too-many-parts`, `too-large`.
 */
export async function readGeneralMail(bytes: Buffer): Promise<MailParts> {
  if (bytes.length > LIMITS.generalMailBytes) {
    throw new ReportError(
      "too-large",
      `a mail of ${bytes.length} bytes that is not of the plain shape; at most ${LIMITS.generalMailBytes} are read`,
    );
  }
  refuseManyParts(bytes);
  const headers = readHeaders(bytes);
  const email = await loadPostalMime()
    .parse(bytes, {
      forceRfc822Attachments: true,
      maxNestingDepth: LIMITS.mimeDepth,
      maxHeadersSize: LIMITS.headerBytes,
    })
    .catch((error: unknown) => {
      throw new ReportError("bad-mail", `not readable as mail: ${messageOf(error)}`);
    });
  const contentType = fieldValues(headers, "content-type")[0]?.toLowerCase() ?? "";
  const reportType = /;\s*report-type\s*=\s*"?([a-z-]+)/.exec(contentType)?.[1];
  const mail: MailParts = {
    headers,
    leaves: [],
    messages: [],
    claimsReport: reportType === "tlsrpt",
    isBounce: contentType.startsWith("multipart/report") && reportType !== "tlsrpt",
  };
  for (const { filename, mimeType, content } of email.attachments) {
    const decoded = typeof content === "string" ? Buffer.from(content) : toBuffer(content);
    if (mimeType === "message/rfc822") mail.messages.push(decoded);
    else if (mayHoldReport(mimeType, filename ?? undefined)) {
      mail.leaves.push({ name: filename ?? undefined, mediaType: mimeType, content: decoded });
    }
    if (isReportType(mimeType)) mail.claimsReport = true;
  }
  return mail;
}

function toBuffer(content: ArrayBuffer | Uint8Array): Buffer {
  return content instanceof Uint8Array
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : Buffer.from(content);
}

function refuseManyParts(bytes: Buffer): void {
  let count = 0;
  for (let at = bytes.indexOf("\n--"); at !== -1; at = bytes.indexOf("\n--", at + 3)) {
    if (++count > MOST_DELIMITERS)
      throw new ReportError("too-many-parts", `a mail of more than ${MOST_DELIMITERS} parts`);
  }
}
