/**
 * RFC 8461 §3.2 as one regular expression over bytes (a string with one character for each), written from the RFC's
 * ABNF rule by rule and apart from the parser under test.
 *
 * What the ABNF says in comments or prose is here too: "required once" and "required at least once, except when mode is
 * none" as lookaheads; a known name with another value is not taken for an extension; a `Domain` has labels of at most
 * 63 octets and 253 in all, and its last label is not a number (RFC 1035 §2.3.4, RFC 1123 §2.1).
 */
const WSP = "[ \\t]";
const TERM = "\\r?\\n";
const LET_DIG = "[A-Za-z0-9]";
const SUB_DOMAIN = `${LET_DIG}(?:[A-Za-z0-9-]{0,61}${LET_DIG})?`;
const NUMBER = "(?:[0-9]+|0[xX][0-9A-Fa-f]*)";
const DOMAIN_END = `(?=${WSP}*(?:\\r?\\n|$))`;
const DOMAIN = `(?!(?:[A-Za-z0-9-]+\\.)*${NUMBER}${DOMAIN_END})${SUB_DOMAIN}(?:\\.${SUB_DOMAIN})*`;
const MX_VALUE = `(?![^\\s]{254})(?:\\*\\.)?${DOMAIN}`;
const UTF8_TAIL = "[\\x80-\\xBF]";
const UTF8_2 = `[\\xC2-\\xDF]${UTF8_TAIL}`;
const UTF8_3 = `\\xE0[\\xA0-\\xBF]${UTF8_TAIL}|[\\xE1-\\xEC\\xEE\\xEF]${UTF8_TAIL}{2}|\\xED[\\x80-\\x9F]${UTF8_TAIL}`;
const UTF8_4 = `\\xF0[\\x90-\\xBF]${UTF8_TAIL}{2}|[\\xF1-\\xF3]${UTF8_TAIL}{3}|\\xF4[\\x80-\\x8F]${UTF8_TAIL}{2}`;
const VCHAR = `(?:[\\x21-\\x7E]|${UTF8_2}|${UTF8_3}|${UTF8_4})`;
const DELIM = `:${WSP}*`;
const EXTENSION = `(?!(?:version|mode|max_age|mx):)${LET_DIG}[A-Za-z0-9_.-]{0,31}${DELIM}${VCHAR}(?: *${VCHAR})*`;
const FIELD = [
  `version${DELIM}STSv1`,
  `mode${DELIM}(?:testing|enforce|none)`,
  `max_age${DELIM}[0-9]{1,10}`,
  `mx${DELIM}${MX_VALUE}`,
  EXTENSION,
].join("|");
const once = (name: string): string => `(?=(?:[^]*\\n)?${name}:)(?!(?:[^]*\\n)?${name}:[^]*\\n${name}:)`;
const SOME_MX = `(?=(?:[^]*\\n)?mx:|(?:[^]*\\n)?mode:${WSP}*none${WSP}*(?:\\r?\\n|$))`;
const POLICY = new RegExp(
  `^${once("version")}${once("mode")}${once("max_age")}${SOME_MX}(?:${FIELD})${WSP}*(?:${TERM}(?:${FIELD})${WSP}*)*(?:${TERM})?$`,
);

/** Whether RFC 8461 §3.2 allows these bytes as a policy, its limit on max_age included. */
export function isPolicyByAbnf(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString("latin1");
  const maxAge = /(?:^|\n)max_age:[ \t]*([0-9]+)/.exec(text)?.[1];
  return POLICY.test(text) && Number(maxAge) <= 31557600;
}

const TXT_WSP = "[ \\t]*";
const TXT_DELIM = `${TXT_WSP};${TXT_WSP}`;
const TXT_NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,31}";
const TXT_VALUE = "[\\x21-\\x3A\\x3C\\x3E-\\x7E]+";
const STS_EXTENSION = `(?!(?:v|id)=)${TXT_NAME}=${TXT_VALUE}`;
const STS_ID = "id=[A-Za-z0-9]{1,32}";

/** RFC 8461 §3.1: the ABNF with `id` and `v` once, and `v=STSv1;` to the letter, as other records are discarded. */
export const STS_RECORD_BY_ABNF = new RegExp(
  `^(?=v=STSv1;)v=STSv1(?:${TXT_DELIM}${STS_EXTENSION})*${TXT_DELIM}${STS_ID}(?:${TXT_DELIM}${STS_EXTENSION})*(?:${TXT_DELIM})?$`,
);

const PCT = "%[0-9A-Fa-f]{2}";
// pchar of RFC 3986 without "," "!" ";", which RFC 8460 §3 wants encoded.
const PCHAR = `(?:[A-Za-z0-9._~$&'()*+=:@-]|${PCT})`;
const REG_NAME = "(?:[a-z0-9]+\\.)+[a-z]+";
const MAILTO = `mailto:[a-z0-9+]+@${REG_NAME}(?:\\?(?:${PCHAR}|[/?])*)?`;
const HTTPS = `https://${REG_NAME}(?::[1-9][0-9]{0,3})?(?:/${PCHAR}*)*(?:\\?(?:${PCHAR}|[/?])*)?`;
const URI = `(?:${MAILTO}|${HTTPS})`;
const RUA = `rua=${URI}(?:${TXT_WSP},${TXT_WSP}${URI})*`;
const TLS_RPT_EXTENSION = `(?!(?:v|rua)=)${TXT_NAME}=${TXT_VALUE}`;

/** RFC 8460 §3, with URIs of simple hosts and mail addresses only. */
export const TLS_RPT_RECORD_BY_ABNF = new RegExp(
  `^(?=v=TLSRPTv1;)v=TLSRPTv1(?:${TXT_DELIM}${TLS_RPT_EXTENSION})*${TXT_DELIM}${RUA}(?:${TXT_DELIM}${TLS_RPT_EXTENSION})*(?:${TXT_DELIM})?$`,
);
