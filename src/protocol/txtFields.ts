import { showValue } from "./showValue";
import type { TxtRecordKind } from "./txtRecordKind";
import type { Violation } from "./violation";
import { trimWsp } from "./whitespace";

/** A field of a record that this library gives no meaning to. */
export interface TxtField {
  name: string;
  value: string;
}

const FIELD_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;
const EXTENSION_VALUE = /^[\x21-\x3A\x3C\x3E-\x7E]+$/;

/**
 * Reads the grammar that both records share: a version, then fields separated by `*WSP ";" *WSP`, and perhaps a last
 * separator. Tolerant: it reads on after a violation. Values of fields are left to the caller.
 */
export function parseTxtFields(text: string, kind: TxtRecordKind): { fields: TxtField[]; violations: Violation[] } {
  const violations: Violation[] = [];
  const violate = (code: string, message: string): void => {
    violations.push({ code, message, rule: kind.rule });
  };
  if (/[^\t\x20-\x7E]/.test(text)) violate("character", `The record ${showValue(text)} is not printable US-ASCII`);

  const version = /^(\s*v\s*=\s*([^;\s]*))([ \t]*)(;|$)/i.exec(text);
  if (version?.[1] !== `v=${kind.version}`)
    violate(
      "version",
      `The record ${showValue(text)} does not begin with "v=${kind.version};", in this case of letters`,
    );
  else if (version[3] !== "" && version[4] === ";")
    violate("version-space", `A space stands before the first ";", and senders discard such a record`);

  const separator = text.indexOf(";");
  const pieces = separator < 0 ? [] : text.slice(separator + 1).split(";");
  const fields = pieces.flatMap((piece, index) => {
    const field = trimWsp(piece);
    const isLast = index === pieces.length - 1;
    if (field === "") {
      if (!isLast) violate("empty-field", 'Nothing stands between two ";"');
      return [];
    }
    if (isLast && /[ \t]$/.test(piece)) violate("trailing-space", 'A space stands at the end, without ";" before it');
    return readField(field, violate);
  });
  return { fields, violations };
}

function readField(text: string, violate: (code: string, message: string) => void): TxtField[] {
  const equals = text.indexOf("=");
  const name = trimWsp(text.slice(0, Math.max(equals, 0)));
  const value = trimWsp(text.slice(equals + 1));
  if (equals < 0 || !FIELD_NAME.test(name)) {
    violate("field-syntax", `${showValue(text)} is not a field of the form name=value`);
    return [];
  }
  if (text !== `${name}=${value}`) violate("field-space", `A space stands beside the "=" of ${showValue(text)}`);
  return [{ name, value }];
}

/** The first value of a field that may stand once: of duplicates the first wins. */
export function firstValue(
  fields: readonly TxtField[],
  name: string,
  kind: TxtRecordKind,
): { value?: string; violations: Violation[] } {
  const [first, ...others] = fields.filter((field) => field.name === name);
  if (!first) {
    const miscased = fields.find((field) => field.name.toLowerCase() === name);
    const hint = miscased ? `; "${miscased.name}" is another name, case matters` : "";
    return {
      violations: [{ code: `${name}-missing`, message: `The field ${name}= is missing${hint}`, rule: kind.rule }],
    };
  }
  const violations = others.map(({ value }) => ({
    code: `${name}-duplicate`,
    message: `The field ${name}= stands more than once; ${showValue(value)} is ignored, the first wins`,
    rule: kind.rule,
  }));
  return { value: first.value, violations };
}

/** The fields not named in `known`, if they follow the grammar of extensions. */
export function extensionsOf(
  fields: readonly TxtField[],
  known: string,
  kind: TxtRecordKind,
): { extensions: TxtField[]; violations: Violation[] } {
  const others = fields.filter(({ name }) => name !== known);
  const isValid = ({ name, value }: TxtField): boolean => name !== "v" && EXTENSION_VALUE.test(value);
  return {
    extensions: others.filter(isValid),
    violations: others
      .filter((field) => !isValid(field))
      .map(({ name, value }) =>
        name === "v"
          ? { code: "v-duplicate", message: "The field v= stands more than once; the first wins", rule: kind.rule }
          : {
              code: "extension-value",
              message: `The value ${showValue(value)} of "${name}" is not of visible ASCII without "=" and ";"`,
              rule: kind.rule,
            },
      ),
  };
}
