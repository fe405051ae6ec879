import type { Rule } from "../rule";
import { dnsCaa } from "./dns/dnsCaa";
import { dnsDelegation } from "./dns/dnsDelegation";
import { dnsDnssec } from "./dns/dnsDnssec";
import { dnsServersAgree } from "./dns/dnsServersAgree";
import { dnsServersAnswer } from "./dns/dnsServersAnswer";
import { enforceWithReports } from "./consistency/enforceWithReports";
import { hostAddressPublic } from "./host/hostAddressPublic";
import { hostAddressesAgree } from "./host/hostAddressesAgree";
import { hostBotChallenge } from "./host/hostBotChallenge";
import { hostCaching } from "./host/hostCaching";
import { hostCertificateChain } from "./host/hostCertificateChain";
import { hostCertificateDates } from "./host/hostCertificateDates";
import { hostCertificateDaysLeft } from "./host/hostCertificateDaysLeft";
import { hostCertificateName } from "./host/hostCertificateName";
import { hostCertificateTrusted } from "./host/hostCertificateTrusted";
import { hostConnects } from "./host/hostConnects";
import { hostContentType } from "./host/hostContentType";
import { hostFast } from "./host/hostFast";
import { hostHtml } from "./host/hostHtml";
import { hostIpv6 } from "./host/hostIpv6";
import { hostRedirect } from "./host/hostRedirect";
import { hostResolves } from "./host/hostResolves";
import { hostSize } from "./host/hostSize";
import { hostStatus } from "./host/hostStatus";
import { hostTlsVersion } from "./host/hostTlsVersion";
import { hostUserAgent } from "./host/hostUserAgent";
import { idMatchesPolicy } from "./consistency/idMatchesPolicy";
import { mxCovered } from "./mx/mxCovered";
import { mxDeadPatterns } from "./mx/mxDeadPatterns";
import { mxExists } from "./mx/mxExists";
import { mxHasAddress } from "./mx/mxHasAddress";
import { mxImplicit } from "./mx/mxImplicit";
import { mxNotCname } from "./mx/mxNotCname";
import { mxNull } from "./mx/mxNull";
import { mxNullAlone } from "./mx/mxNullAlone";
import { mxTlsaAndPkix } from "./mx/mxTlsaAndPkix";
import { policyALabels } from "./policy/policyALabels";
import { policyBlankLines } from "./policy/policyBlankLines";
import { policyBom } from "./policy/policyBom";
import { policyDuplicates } from "./policy/policyDuplicates";
import { policyGrammar } from "./policy/policyGrammar";
import { policyMaxAge } from "./policy/policyMaxAge";
import { policyMaxAgeAdvice } from "./policy/policyMaxAgeAdvice";
import { policyMode } from "./policy/policyMode";
import { policyMxDuplicates } from "./policy/policyMxDuplicates";
import { policyMxPresent } from "./policy/policyMxPresent";
import { policyMxSingleLabel } from "./policy/policyMxSingleLabel";
import { policyNoneLeftovers } from "./policy/policyNoneLeftovers";
import { policySubdomains } from "./policy/policySubdomains";
import { policyTestingForLong } from "./policy/policyTestingForLong";
import { policyTrailingDots } from "./policy/policyTrailingDots";
import { policyUnknownFields } from "./policy/policyUnknownFields";
import { policyVersion } from "./policy/policyVersion";
import { policyWildcardForm } from "./policy/policyWildcardForm";
import { policyWildcardWidth } from "./policy/policyWildcardWidth";
import { smtpAnswers } from "./smtp/smtpAnswers";
import { smtpCertificateDates } from "./smtp/smtpCertificateDates";
import { smtpCertificateName } from "./smtp/smtpCertificateName";
import { smtpCertificateTrusted } from "./smtp/smtpCertificateTrusted";
import { smtpReachable } from "./smtp/smtpReachable";
import { smtpStartTls } from "./smtp/smtpStartTls";
import { smtpTlsVersion } from "./smtp/smtpTlsVersion";
import { stsRecordAtApex } from "./stsRecord/stsRecordAtApex";
import { stsRecordCname } from "./stsRecord/stsRecordCname";
import { stsRecordCnameAlone } from "./stsRecord/stsRecordCnameAlone";
import { stsRecordDuplicateTags } from "./stsRecord/stsRecordDuplicateTags";
import { stsRecordExists } from "./stsRecord/stsRecordExists";
import { stsRecordGrammar } from "./stsRecord/stsRecordGrammar";
import { stsRecordId } from "./stsRecord/stsRecordId";
import { stsRecordSingle } from "./stsRecord/stsRecordSingle";
import { stsRecordTtl } from "./stsRecord/stsRecordTtl";
import { stsRecordUnknownTags } from "./stsRecord/stsRecordUnknownTags";
import { stsRecordUnrelatedTxt } from "./stsRecord/stsRecordUnrelatedTxt";
import { stsRecordVersion } from "./stsRecord/stsRecordVersion";
import { stsRecordWildcard } from "./stsRecord/stsRecordWildcard";
import { tlsRptDuplicateTags } from "./tlsRptRecord/tlsRptDuplicateTags";
import { tlsRptRecordAtApex } from "./tlsRptRecord/tlsRptRecordAtApex";
import { tlsRptRecordExists } from "./tlsRptRecord/tlsRptRecordExists";
import { tlsRptRecordGrammar } from "./tlsRptRecord/tlsRptRecordGrammar";
import { tlsRptRecordSingle } from "./tlsRptRecord/tlsRptRecordSingle";
import { tlsRptRuaDuplicates } from "./tlsRptRecord/tlsRptRuaDuplicates";
import { tlsRptRuaExclamation } from "./tlsRptRecord/tlsRptRuaExclamation";
import { tlsRptRuaExternal } from "./tlsRptRecord/tlsRptRuaExternal";
import { tlsRptRuaFirst } from "./tlsRptRecord/tlsRptRuaFirst";
import { tlsRptRuaPresent } from "./tlsRptRecord/tlsRptRuaPresent";
import { tlsRptRuaReachable } from "./tlsRptRecord/tlsRptRuaReachable";
import { tlsRptRuaScheme } from "./tlsRptRecord/tlsRptRuaScheme";
import { tlsRptRuaSyntax } from "./tlsRptRecord/tlsRptRuaSyntax";
import { tlsRptUnrelatedTxt } from "./tlsRptRecord/tlsRptUnrelatedTxt";

/** Every rule, in the order of the report. */
export const rules: readonly Rule[] = [
  // stsRecord
  stsRecordExists,
  stsRecordSingle,
  stsRecordVersion,
  stsRecordGrammar,
  stsRecordId,
  stsRecordDuplicateTags,
  stsRecordUnknownTags,
  stsRecordUnrelatedTxt,
  stsRecordAtApex,
  stsRecordCname,
  stsRecordCnameAlone,
  stsRecordWildcard,
  stsRecordTtl,
  // tlsRptRecord
  tlsRptRecordExists,
  tlsRptRecordSingle,
  tlsRptRecordGrammar,
  tlsRptDuplicateTags,
  tlsRptRecordAtApex,
  tlsRptUnrelatedTxt,
  tlsRptRuaPresent,
  tlsRptRuaFirst,
  tlsRptRuaScheme,
  tlsRptRuaSyntax,
  tlsRptRuaExclamation,
  tlsRptRuaDuplicates,
  tlsRptRuaReachable,
  tlsRptRuaExternal,
  // dns
  dnsServersAgree,
  dnsServersAnswer,
  dnsDnssec,
  dnsDelegation,
  dnsCaa,
  // host
  hostResolves,
  hostIpv6,
  hostAddressPublic,
  hostConnects,
  hostFast,
  hostTlsVersion,
  hostCertificateTrusted,
  hostCertificateChain,
  hostCertificateDates,
  hostCertificateDaysLeft,
  hostCertificateName,
  hostStatus,
  hostRedirect,
  hostContentType,
  hostSize,
  hostHtml,
  hostBotChallenge,
  hostUserAgent,
  hostAddressesAgree,
  hostCaching,
  // policy
  policyGrammar,
  policyVersion,
  policyMode,
  policyMaxAge,
  policyMaxAgeAdvice,
  policyMxPresent,
  policyDuplicates,
  policyMxDuplicates,
  policyBlankLines,
  policyBom,
  policyWildcardForm,
  policyWildcardWidth,
  policyMxSingleLabel,
  policyALabels,
  policyTrailingDots,
  policyUnknownFields,
  policyNoneLeftovers,
  policySubdomains,
  policyTestingForLong,
  // consistency
  idMatchesPolicy,
  enforceWithReports,
  // mx
  mxExists,
  mxCovered,
  mxDeadPatterns,
  mxNull,
  mxNullAlone,
  mxImplicit,
  mxNotCname,
  mxHasAddress,
  mxTlsaAndPkix,
  // smtp
  smtpReachable,
  smtpAnswers,
  smtpStartTls,
  smtpTlsVersion,
  smtpCertificateTrusted,
  smtpCertificateDates,
  smtpCertificateName,
];
