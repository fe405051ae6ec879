import { asReportError } from "../parse/reportError";
import type { readFoundFile } from "../source/readFile";
import { Room } from "../source/room";
import type { Intake, Item } from "./intake";

/** Reads one file and gives it to the intake; what goes wrong is a problem of that file. */
export function takeFile(
  path: string,
  item: Item,
  read: typeof readFoundFile,
  intake: Intake,
): Promise<void> | undefined {
  try {
    const content = read(path);
    return "bytes" in content ? intake.take(content.bytes, item) : intake.takeMbox(content.mailbox, item);
  } catch (error) {
    intake.failed(asReportError(error), item);
    return undefined;
  }
}

/** What is known of something before it is opened. */
export function itemAt(label: string, trustedSource: boolean, expected: Item["expected"]): Item {
  return { provenance: { label, trustedSource }, depth: 0, room: new Room(), expected };
}
