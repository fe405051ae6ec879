import { readRua } from "./rua";
import { showValue } from "./showValue";
import { extensionsOf, firstValue, parseTxtFields, type TxtField } from "./txtFields";
import { TLS_RPT_RECORD } from "./txtRecordKind";
import { selectTxt } from "./txtSelection";
import { bounded, type Violation } from "./violation";
import { trimWsp } from "./whitespace";

export { parseRua, parseRuaList } from "./rua";

/**
 * The `_smtp._tls` TXT record for one or more addresses (RFC 8460 §3). `rua` comes first and without spaces, as some
 * reporters need it.
 *
 * @throws TypeError if there is no address, or one not in the form that `parseRua` gives.
 */
export function renderTlsRptRecord(rua: readonly string[]): string {
  if (rua.length === 0) throw new TypeError("A TLS-RPT record needs at least one address for reports");
  for (const uri of rua)
    if (readRua(uri) !== uri)
      throw new TypeError(`${showValue(uri)} is not a report URI in the form that parseRua gives`);
  return `v=TLSRPTv1; rua=${rua.join(",")}`;
}

/** An `_smtp._tls` record as read. It is valid if there are no violations; `rua` may have addresses all the same. */
export interface ParsedTlsRptRecord {
  /** The addresses of the first `rua` field that have a scheme that reports are sent to, as they stand. */
  rua: string[];
  /** Other fields; reporters ignore them. */
  extensions: TxtField[];
  violations: Violation[];
}

/** Reads the text of one `_smtp._tls` record, strings joined; reports every violation of RFC 8460 §3. Never throws. */
export function parseTlsRptRecord(text: string): ParsedTlsRptRecord {
  const { fields, violations } = parseTxtFields(text, TLS_RPT_RECORD);
  const rua = firstValue(fields, "rua", TLS_RPT_RECORD);
  const extensions = extensionsOf(fields, "rua", TLS_RPT_RECORD);
  violations.push(...rua.violations, ...extensions.violations);
  const uris = rua.value === undefined ? [] : rua.value.split(",").map(trimWsp);
  violations.push(...uris.flatMap(uriViolations));
  return {
    rua: uris.filter((uri) => /^(?:mailto|https):./i.test(uri)),
    extensions: extensions.extensions,
    violations: bounded(violations),
  };
}

function uriViolations(uri: string): Violation[] {
  if (uri === "") return [violation("rua-empty", "An address of rua= is empty")];
  if (uri.includes("!"))
    return [
      violation(
        "rua-unencoded",
        `The address ${showValue(uri)} has a "!", which must be written %21; sizes as in DMARC do not exist`,
      ),
    ];
  const read = readRua(uri.replace(/#[^#]*$/, "")); // a fragment is useless but part of a URI
  return typeof read === "string"
    ? []
    : read.map(({ code, rule }) => violation(code, `The address ${showValue(uri)} breaks the rule that ${rule}`));
}

function violation(code: string, message: string): Violation {
  return { code, message, rule: TLS_RPT_RECORD.rule };
}

/** What all TXT records at `_smtp._tls` amount to: reports are sent if there is a record and no violation. */
export interface TlsRptRecordSelection {
  /** The only candidate. */
  record?: ParsedTlsRptRecord & { text: string };
  /** Records that begin with `v=TLSRPTv1;`. */
  candidates: string[];
  /** The others, which reporters discard. */
  unrelated: string[];
  /** Why there is no valid record; those of `record` included. */
  violations: Violation[];
}

/** Chooses the one `_smtp._tls` record as reporters do (RFC 8460 §3). Give it every TXT record, strings joined. */
export function selectTlsRptRecord(texts: readonly string[]): TlsRptRecordSelection {
  const { text, ...selection } = selectTxt(texts, TLS_RPT_RECORD);
  if (text === undefined) return selection;
  const record = { ...parseTlsRptRecord(text), text };
  return { ...selection, record, violations: record.violations };
}
