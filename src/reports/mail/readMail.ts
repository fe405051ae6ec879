import { readGeneralMail } from "./generalMime";
import type { MailParts } from "./mailParts";
import { readPlainMail } from "./plainMime";

/** The parts of a mail that may be reports; by the plain path at once, by the general parser as a promise. */
export function readMail(bytes: Buffer): MailParts | Promise<MailParts> {
  return readPlainMail(bytes) ?? readGeneralMail(bytes);
}
