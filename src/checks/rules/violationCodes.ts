/** Which violation of the protocol parsers belongs to which rule; the grammar rules take all that are not named. */

export const stsCodes = {
  version: ["version", "version-space", "record-discarded"],
  id: ["id-missing", "id-syntax"],
  duplicates: ["id-duplicate", "v-duplicate"],
  selection: ["record-missing", "record-several"],
};

export const tlsRptCodes = {
  present: ["rua-missing", "rua-empty"],
  scheme: ["rua-scheme", "rua-scheme-missing", "rua-http"],
  exclamation: ["rua-unencoded"],
  duplicates: ["rua-duplicate", "v-duplicate"],
  selection: ["record-missing", "record-several"],
};

export const policyCodes = {
  version: ["version-missing", "version-unknown"],
  mode: ["mode-missing", "mode-unknown", "mode-case"],
  maxAge: ["max-age-missing", "max-age-syntax", "max-age-digits", "max-age-limit"],
  mxPresent: ["mx-missing"],
  duplicates: ["version-duplicate", "mode-duplicate", "max-age-duplicate"],
  blankLines: ["blank-line"],
  bom: ["bom"],
  wildcard: ["mx-wildcard"],
  aLabels: ["mx-a-label"],
  trailingDots: ["mx-trailing-dot"],
};

/** A violation that no rule of its own claims. */
export function unclaimed(code: string, claims: Record<string, readonly string[]>): boolean {
  return !Object.values(claims).some((codes) => codes.includes(code));
}
