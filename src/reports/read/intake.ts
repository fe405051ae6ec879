import { LIMITS } from "../limits";
import { isReportType, type MailParts } from "../mail/mailParts";
import { readMail } from "../mail/readMail";
import { ownCopy } from "../ownCopy";
import { parseReportInto } from "../parse/parseReport";
import { asReportError, ReportError } from "../parse/reportError";
import { gunzip, MOST_EXPANSION } from "../source/gunzip";
import { GunzipBatch } from "../source/gunzipBatch";
import { hasTellingName, isBystander } from "../source/fileName";
import { kindOf } from "../source/kind";
import { splitMbox } from "../source/mbox";
import { Room } from "../source/room";
import { readZip } from "../source/zip";
import { sealOf, type Seal } from "../trust/seal";
import type { Provenance } from "../trust/trust";
import type { Collector } from "./collector";
import { FailureGrouper } from "./failureGrouper";

/** Bytes that may be, or hold, reports. */
export interface Item {
  provenance: Provenance;
  /** Containers around it. */
  depth: number;
  /** What may still be unpacked from the file, or message of a mailbox, that it came in. */
  room: Room;
  /** Whether unknown content is a problem; `by-name`: only where its name promises a report, or it lies in a trusted place. */
  expected: boolean | "by-name";
}

/** Verifies the DKIM signatures of a mail (`--verify-dkim`). */
export type VerifySignatures = (mail: Buffer) => Promise<Pick<Seal, "signers" | "reason">>;

export interface IntakeOptions {
  /** Lower case; see {@link sealOf}. */
  authservIds: readonly string[];
  verify?: VerifySignatures | undefined;
}

/**
 * Opens whatever it is given by its content, down to reports. Nothing that it is given makes it throw: what cannot be
 * read becomes a problem of that item.
 */
export class Intake {
  private readonly batch = new GunzipBatch<Item>(
    (bytes, item) => {
      this.later(this.attempt(item, () => this.unpacked(bytes, item)));
    },
    (gzip, item) => {
      this.gunzipAlone(gzip, item);
    },
  );
  private pending: Promise<void>[] = [];

  constructor(
    private readonly collector: Collector,
    private readonly options: IntakeOptions,
  ) {}

  /** Takes one item. The bytes may be reused by the caller after the promise, or at once where there is none. */
  take(bytes: Buffer, item: Item): Promise<void> | undefined {
    return this.attempt(item, () => this.open(bytes, item));
  }

  /** Whether there is work that {@link settle} waits for. */
  get busy(): boolean {
    return this.pending.length > 0;
  }

  /** Waits for everything taken so far, except what waits for its batch to fill. */
  async settle(): Promise<void> {
    while (this.pending.length > 0) await Promise.all(this.pending.splice(0));
  }

  /** The end: everything taken has reached the collector. */
  async finish(): Promise<void> {
    do {
      this.batch.flush();
      await this.settle();
    } while (this.batch.waiting);
  }

  /** For those who find a problem before there are bytes. */
  failed(error: unknown, item: Item): void {
    this.collector.problem(asReportError(error), item.provenance);
  }

  private open(bytes: Buffer, item: Item): Promise<void> | undefined {
    const kind = kindOf(bytes);
    switch (kind) {
      case "gzip":
        item.room.check();
        if (!this.batch.add(bytes, item)) this.gunzipAlone(bytes, item);
        return undefined;
      case "json":
        this.collector.report(parseReportInto(bytes, new FailureGrouper()), item.provenance);
        return undefined;
      case "zip":
        return this.takeZip(bytes, item);
      case "mbox":
        return this.takeMbox([bytes], item);
      case "mail":
        return this.takeMail(bytes, item, undefined);
      case "empty":
      case "unknown":
        if (isExpected(item)) {
          const what = kind === "empty" ? "is empty" : "is no JSON, gzip, ZIP, mail or mailbox";
          throw new ReportError("unknown-format", what);
        }
        this.collector.counts.skipped++;
    }
    return undefined;
  }

  private gunzipAlone(bytes: Buffer, item: Item): void {
    this.later(this.attempt(item, () => this.open(gunzipInto(item.room, bytes), inside(item))));
  }

  private unpacked(bytes: Buffer, item: Item): Promise<void> | undefined {
    item.room.take(bytes.length);
    return this.take(bytes, inside(item));
  }

  private async takeZip(bytes: Buffer, item: Item): Promise<void> {
    for await (const file of readZip(bytes, item.room)) {
      const inner: Item = inside(item, `: ${file.name}`, "by-name");
      if ("error" in file) this.failed(file.error, inner);
      else await this.take(file.bytes, inner);
      await this.settle();
    }
  }

  /** Takes a mailbox in chunks. */
  async takeMbox(chunks: Iterable<Buffer>, item: Item): Promise<void> {
    for (const message of splitMbox(chunks)) {
      const inner = inside(item, `: message ${message.index}`);
      if (item.depth === 0) inner.room = new Room();
      else item.room.take(LIMITS.messageCost);
      if ("error" in message) this.failed(message.error, inner);
      else await this.attempt(inner, () => this.takeMail(message.bytes, inner, undefined));
      if (this.busy) await this.settle();
    }
  }

  private takeMail(bytes: Buffer, item: Item, around: MailParts | undefined): Promise<void> | undefined {
    this.collector.counts.mails++;
    if (bytes.length > LIMITS.mailBytes) {
      throw new ReportError("too-large", `a mail of ${bytes.length} bytes; at most ${LIMITS.mailBytes} are read`);
    }
    const mail = readMail(bytes);
    const needsVerifying = this.options.verify !== undefined;
    if (mail instanceof Promise || needsVerifying) return this.takeSlowly(bytes, mail, item, around);
    return this.takeParts(mail, this.sealed(item, this.sealFromHeaders(mail, around)));
  }

  private async takeSlowly(
    bytes: Buffer,
    reading: MailParts | Promise<MailParts>,
    item: Item,
    around: MailParts | undefined,
  ): Promise<void> {
    const mail = await reading;
    const { verify } = this.options;
    let seal = this.sealFromHeaders(mail, around);
    // Signatures are only worth looking up where something is signed that may be a report.
    const holdsAnything = mail.leaves.length > 0 || mail.claimsReport;
    if (verify !== undefined && holdsAnything && !mail.isBounce) seal = { ...seal, ...(await verify(bytes)) };
    await this.takeParts(mail, this.sealed(item, seal));
  }

  private sealFromHeaders(mail: MailParts, around: MailParts | undefined): Seal {
    const seal = sealOf(mail.headers, around === undefined ? this.options.authservIds : []);
    if (mail.isBounce) return { ...seal, signers: [], reason: "it is a bounce, which carries the words of a stranger" };
    if (around === undefined) return seal;
    return { ...seal, reason: "it was forwarded inside another mail, whose signature does not vouch for it" };
  }

  private sealed(item: Item, seal: Seal): Item {
    return { ...item, provenance: { label: item.provenance.label, trustedSource: false, seal } };
  }

  private takeParts(mail: MailParts, item: Item): Promise<void> | undefined {
    if (mail.leaves.length === 0 && mail.messages.length === 0) {
      if (mail.claimsReport) this.failed(new ReportError("bad-mail", "says it is a TLS report, but holds none"), item);
      else this.collector.counts.skipped++;
      return undefined;
    }
    const waiting: Promise<void>[] = [];
    const several = mail.leaves.length > 1;
    for (const { content, name, mediaType } of mail.leaves) {
      const inner = inside(
        item,
        several ? ` (${name ?? mediaType})` : "",
        isReportType(mediaType) || hasTellingName(name),
      );
      if (!Buffer.isBuffer(content) && item.room.most > 0 && this.batch.addBase64(content.base64, inner)) continue;
      const work = this.take(Buffer.isBuffer(content) ? content : Buffer.from(content.base64, "base64"), inner);
      if (work !== undefined) waiting.push(work);
    }
    for (const message of mail.messages) {
      const inner = inside(item, ": forwarded", false);
      const work = this.attempt(inner, () => this.takeMail(message, inner, mail));
      if (work !== undefined) waiting.push(work);
    }
    return waiting.length === 0 ? undefined : Promise.all(waiting).then(() => undefined);
  }

  private later(work: Promise<void> | undefined): void {
    if (work !== undefined) this.pending.push(work);
  }

  /** Does the work on one item; whatever goes wrong, now or later, is a problem of that item alone. */
  private attempt(item: Item, work: () => Promise<void> | undefined): Promise<void> | undefined {
    try {
      if (item.depth > LIMITS.containerDepth) {
        throw new ReportError("nested-containers", `more than ${LIMITS.containerDepth} containers around it`);
      }
      return work()?.catch((error: unknown) => {
        this.failed(error, item);
      });
    } catch (error) {
      this.failed(error, item);
      return undefined;
    }
  }
}

function isExpected({ expected, provenance }: Item): boolean {
  if (expected !== "by-name") return expected;
  const name = provenance.label.slice(provenance.label.lastIndexOf("/") + 1);
  return hasTellingName(name) || (provenance.trustedSource && !isBystander(name));
}

function inside(item: Item, suffix = "", expected: Item["expected"] = true): Item {
  const { provenance, depth, room } = item;
  return {
    provenance: suffix === "" ? provenance : { ...provenance, label: ownCopy(provenance.label + shortened(suffix)) },
    depth: depth + 1,
    room,
    expected,
  };
}

/** The sender chose it. */
function shortened(text: string): string {
  return text.length > LIMITS.labelLength ? `${text.slice(0, LIMITS.labelLength)}…` : text;
}

/** What cannot be decompressed has cost as much as it could have given. */
function gunzipInto(room: Room, bytes: Buffer): Buffer {
  room.check();
  const most = Math.min(room.most, LIMITS.reportBytes, bytes.length * MOST_EXPANSION);
  let content: Buffer | undefined;
  try {
    content = gunzip(bytes, most);
    return content;
  } finally {
    room.take(content?.length ?? most);
  }
}
