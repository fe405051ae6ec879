import { showValue } from "./showValue";
import type { Violation } from "./violation";
import { trimWsp, trimWspEnd } from "./whitespace";

/** A line of a policy file that has a name and a colon. */
export interface PolicyLine {
  name: string;
  /** Without the spaces around it. */
  value: string;
  line: number;
}

interface RawLine {
  text: string;
  line: number;
  isUtf8: boolean;
  end: "\r\n" | "\n" | "\r" | "";
}

const FIELD_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LENIENT_UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Reads the lines of a policy file (RFC 8461 §3.2): `field *WSP *((LF / CRLF) field *WSP) [LF / CRLF]`, with `":" *WSP`
 * between name and value. Tolerant: spaces too many, a BOM and bare CRs are violations that do not hide the fields.
 */
export function readPolicyLines(bytes: Uint8Array | string): { lines: PolicyLine[]; violations: Violation[] } {
  const violations: Violation[] = [];
  const violate = (code: string, line: number, message: string): void => {
    violations.push({ code, line, message, rule: "RFC 8461 §3.2" });
  };
  const lines = rawLines(bytes).flatMap((raw): PolicyLine[] => {
    if (!raw.isUtf8) violate("utf-8", raw.line, "The line is not UTF-8");
    if (raw.end === "\r") violate("bare-cr", raw.line, "The line ends with CR alone, where CRLF or LF must stand");
    let text = raw.text;
    if (raw.line === 1 && text.startsWith("\uFEFF")) {
      violate("bom", 1, "The file begins with a byte order mark");
      text = text.slice(1);
    }
    return readLine(text, raw.line, violate);
  });
  return { lines, violations };
}

/** Lines with their ends; nothing follows a last line end. */
function rawLines(bytes: Uint8Array | string): RawLine[] {
  // Latin-1 keeps bytes apart, so that one line that is not UTF-8 does not spoil the others.
  const isText = typeof bytes === "string";
  const text = isText ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const parts = text.split(/(\r\n|\n|\r)/);
  const lines: RawLine[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const content = parts[index] ?? "";
    const end = (parts[index + 1] ?? "") as RawLine["end"];
    if (content === "" && end === "" && lines.length > 0) break;
    lines.push({ line: lines.length + 1, end, ...(isText ? checkText(content) : decode(content)) });
  }
  return lines;
}

function checkText(text: string): { text: string; isUtf8: boolean } {
  return { text, isUtf8: !/\p{Cs}/u.test(text) };
}

function decode(latin1: string): { text: string; isUtf8: boolean } {
  if (/^\p{ASCII}*$/u.test(latin1)) return { text: latin1, isUtf8: true };
  const bytes = Buffer.from(latin1, "latin1");
  try {
    return { text: UTF8.decode(bytes), isUtf8: true };
  } catch {
    return { text: LENIENT_UTF8.decode(bytes), isUtf8: false };
  }
}

function readLine(
  text: string,
  line: number,
  violate: (code: string, line: number, message: string) => void,
): PolicyLine[] {
  const content = trimWsp(text);
  if (content === "") {
    violate("blank-line", line, "The line is blank; blank lines are not allowed, not even at the end");
    return [];
  }
  if (/^(?:[#;]|\/\/)/.test(content)) {
    violate("comment", line, `${showValue(content)} looks like a comment; a policy has none`);
    return [];
  }
  const colon = content.indexOf(":");
  if (colon < 0) {
    violate("field-syntax", line, `${showValue(content)} is not a field of the form "name: value"`);
    return [];
  }
  if (/^[ \t]/.test(text)) violate("leading-space", line, "A space stands before the field's name");
  const beforeColon = content.slice(0, colon);
  const name = trimWspEnd(beforeColon);
  const value = trimWsp(content.slice(colon + 1));
  if (name !== beforeColon)
    violate("space-before-colon", line, `A space stands before the colon of ${showValue(name)}`);
  if (!FIELD_NAME.test(name)) {
    violate(
      "field-name",
      line,
      `${showValue(name)} is not a field name: 1 to 32 of A-Z a-z 0-9 _ - . after a letter or digit`,
    );
    return [];
  }
  if (/(?=\p{ASCII})\p{Cc}/u.test(value))
    violate("control-character", line, `The value ${showValue(value)} has a control character`);
  if (value === "") violate("empty-value", line, `The field "${name}" has no value`);
  return [{ name, value, line }];
}
