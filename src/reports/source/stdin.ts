import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";

/**
 * All of standard input, within a bound.
 *
 * @throws ReportError `too-large`.
 */
export async function readStdin(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    total += bytes.length;
    if (total > LIMITS.fileBytes) {
      throw new ReportError(
        "too-large",
        `more than ${LIMITS.fileBytes} bytes: save it to a file and pass its path, mailboxes of any size are read so`,
      );
    }
  }
  return Buffer.concat(chunks, total);
}
