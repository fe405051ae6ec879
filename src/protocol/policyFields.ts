import { MAX_AGE_LIMIT } from "./maxAge";
import { isMode, MtaStsMode } from "./mode";
import { isMxValue, parseMxPattern } from "./mxPattern";
import { showValue } from "./showValue";
import type { Violation } from "./violation";

/** Reports a violation of the field that is being read. */
export type Violate = (code: string, message: string, rule?: string) => void;

export function readVersion(value: string, violate: Violate): "STSv1" | undefined {
  if (value === "STSv1") return value;
  if (value !== "") violate("version-unknown", `The version ${showValue(value)} is not STSv1, in this case of letters`);
  return undefined;
}

export function readMode(value: string, violate: Violate): MtaStsMode | undefined {
  if (isMode(value)) return value;
  if (isMode(value.toLowerCase())) violate("mode-case", `The mode ${showValue(value)} is not in lower case`);
  else if (value !== "") violate("mode-unknown", `The mode ${showValue(value)} is not testing, enforce or none`);
  return undefined;
}

/** Seconds; a number beyond the limit is read as the limit. */
export function readMaxAge(value: string, violate: Violate): number | undefined {
  if (value === "") return undefined;
  if (!/^\d+$/.test(value)) {
    violate("max-age-syntax", `The max_age ${showValue(value)} is not a whole number in digits`);
    return undefined;
  }
  if (value.length > 10) violate("max-age-digits", `The max_age ${showValue(value)} has more than 10 digits`);
  else if (Number(value) > MAX_AGE_LIMIT)
    violate("max-age-limit", `The max_age ${value} is more than ${MAX_AGE_LIMIT} seconds, a year`);
  return Math.min(Number(value), MAX_AGE_LIMIT);
}

/** The pattern in normal form, if it can match anything. */
export function readMx(value: string, violate: Violate): string | undefined {
  if (value === "") return undefined;
  if (isMxValue(value)) return value.toLowerCase();
  const read = parseMxPattern(value, "mx");
  if (!read.ok) {
    const { code, rule } = read.problems[0]!;
    violate(code, `The mx ${showValue(value)} breaks the rule that ${rule}`);
    return undefined;
  }
  if (/[^\p{ASCII}]/u.test(value))
    violate("mx-a-label", `The mx ${showValue(value)} is not in A-labels (${read.value})`);
  if (value.endsWith(".")) violate("mx-trailing-dot", `The mx ${showValue(value)} ends with a dot`);
  return read.value;
}

/** What RFC 8461 allows and a publisher should still know. */
export function mxAdvice(pattern: string): Violation | undefined {
  const labels = pattern.split(".").length;
  if (pattern.startsWith("*.") && labels === 2)
    return {
      code: "mx-wide-wildcard",
      message: `The mx ${pattern} lets any host under a top-level domain receive the mail`,
      rule: "RFC 8461 §10.4",
    };
  if (labels === 1)
    return {
      code: "mx-single-label",
      message: `The mx ${pattern} is a single label: most likely its domain is missing`,
      rule: "RFC 5321 §2.3.5",
    };
  return undefined;
}
