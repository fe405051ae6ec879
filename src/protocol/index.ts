export { formatProblems } from "./formatProblems";
export { parseDomain, toUnicode } from "./hostName";
export { isMode, MtaStsMode } from "./mode";
export { deadPatterns, isCovered, mxMatches, parseMxPattern, uncoveredHosts } from "./mxPattern";
export {
  DEFAULT_MAX_AGE,
  DEFAULT_MAX_AGE_NONE,
  MAX_AGE_LIMIT,
  parsePolicyInput,
  POLICY_SIZE_LIMIT,
  renderPolicy,
  type Policy,
  type PolicyInput,
} from "./policy";
export { policyAdvice } from "./policyAdvice";
export { parsePolicyFile, samePolicy, type ParsedPolicyFile, type PolicyField } from "./policyFile";
export { idMatches, isDerivedId, policyId } from "./policyId";
export { problemOf, type Fault, type Problem } from "./problem";
export { problemsOf, type Result } from "./result";
export { parseRevision } from "./revision";
export { showValue } from "./showValue";
export {
  parseStsRecord,
  renderStsRecord,
  selectStsRecord,
  type ParsedStsRecord,
  type StsRecordSelection,
} from "./stsRecord";
export {
  parseRua,
  parseRuaList,
  parseTlsRptRecord,
  renderTlsRptRecord,
  selectTlsRptRecord,
  type ParsedTlsRptRecord,
  type TlsRptRecordSelection,
} from "./tlsRptRecord";
export { parseTtl, TTL_LIMIT, type TtlRange } from "./ttl";
export type { TxtField } from "./txtFields";
export { joinTxt, splitTxt, TXT_STRING_LIMIT } from "./txtStrings";
export type { Violation } from "./violation";
