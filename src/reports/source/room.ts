import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";

/**
 * What the containers in one file, or in one message of a mailbox, may decompress to, all together: a mail of two hundred
 * bombs, or an archive of archives, costs no more than one of them.
 */
export class Room {
  private left: number = LIMITS.unpackedBytes;
  /** Memory is given back late: one large piece after another counts as if all of them were held at once. */
  private leftForLarge: number = LIMITS.reportBytes;

  /** Bytes that the next piece may have. */
  get most(): number {
    return Math.max(0, Math.min(this.left, Math.max(this.leftForLarge, LIMITS.largePiece)));
  }

  /** @throws ReportError `too-large` when nothing more fits. */
  check(): void {
    if (this.most === 0) throw this.full();
  }

  /** @throws ReportError `too-large` when the bytes do not fit. */
  take(bytes: number): void {
    const fits = bytes <= this.most;
    this.left -= bytes;
    if (bytes > LIMITS.largePiece) this.leftForLarge -= bytes;
    if (!fits) throw this.full();
  }

  full(): ReportError {
    const most = `${LIMITS.unpackedBytes} bytes, of which ${LIMITS.reportBytes} in pieces above ${LIMITS.largePiece}`;
    return new ReportError("too-large", `decompresses to more than is read of one file (${most}): unpack it before`);
  }
}
