import { showValue } from "./showValue";
import { extensionsOf, firstValue, parseTxtFields, type TxtField } from "./txtFields";
import { STS_RECORD } from "./txtRecordKind";
import { selectTxt } from "./txtSelection";
import { bounded, type Violation } from "./violation";

const ID = /^[A-Za-z0-9]{1,32}$/;

/**
 * The `_mta-sts` TXT record for a policy id (RFC 8461 §3.1).
 *
 * @throws TypeError if the id is not 1 to 32 ASCII letters and digits.
 */
export function renderStsRecord(id: string): string {
  if (!ID.test(id)) throw new TypeError(`A policy id is 1 to 32 ASCII letters and digits, not ${showValue(id)}`);
  return `v=STSv1; id=${id};`;
}

/** An `_mta-sts` record as read. It is valid if there are no violations; `id` may be there all the same. */
export interface ParsedStsRecord {
  /** The value of the first `id` field as it stands. */
  id?: string;
  /** Other fields; senders ignore them. */
  extensions: TxtField[];
  violations: Violation[];
}

/** Reads the text of one `_mta-sts` record, strings joined; reports every violation of RFC 8461 §3.1. Never throws. */
export function parseStsRecord(text: string): ParsedStsRecord {
  const { fields, violations } = parseTxtFields(text, STS_RECORD);
  const id = firstValue(fields, "id", STS_RECORD);
  const extensions = extensionsOf(fields, "id", STS_RECORD);
  violations.push(...id.violations, ...extensions.violations);
  if (id.value !== undefined && !ID.test(id.value))
    violations.push({
      code: "id-syntax",
      message: `The id ${showValue(id.value)} is not 1 to 32 ASCII letters and digits`,
      rule: STS_RECORD.rule,
    });
  return {
    ...(id.value === undefined ? {} : { id: id.value }),
    extensions: extensions.extensions,
    violations: bounded(violations),
  };
}

/** What all TXT records at `_mta-sts` amount to: a policy is announced if there is a record and no violation. */
export interface StsRecordSelection {
  /** The only candidate. */
  record?: ParsedStsRecord & { text: string };
  /** Records that begin with `v=STSv1;`. */
  candidates: string[];
  /** The others, which senders discard. */
  unrelated: string[];
  /** Why there is no valid record; those of `record` included. */
  violations: Violation[];
}

/** Chooses the one `_mta-sts` record as senders do (RFC 8461 §3.1). Give it every TXT record, strings joined. */
export function selectStsRecord(texts: readonly string[]): StsRecordSelection {
  const { text, ...selection } = selectTxt(texts, STS_RECORD);
  if (text === undefined) return selection;
  const record = { ...parseStsRecord(text), text };
  return { ...selection, record, violations: record.violations };
}
