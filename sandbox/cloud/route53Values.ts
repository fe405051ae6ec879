import { isIPv4, isIPv6 } from "node:net";
import { Route53RecordSet } from "./state";
import { quotedStrings, unescapedLength } from "./txtStrings";

/** What Route 53 finds wrong with the TTL and values of a record set that is no alias. */
export function checkValues(set: Route53RecordSet, action: string): string[] {
  if (set.ttl === undefined) {
    return [`Missing field 'TTL' in Change with [Action=${action}, Name=${set.name}., Type=${set.type}]`];
  }
  if (set.ttl < 0 || set.ttl > 2147483647) {
    return [`Invalid Resource Record: '${set.ttl} is not a valid TTL'`];
  }
  if (set.values.length === 0) return [`Expected at least one resource record for ${set.name}. ${set.type}`];
  const repeated = set.values.filter((value, index) => set.values.indexOf(value) !== index);
  if (repeated.length > 0) return [`Duplicate Resource Record: '${repeated[0] ?? ""}'`];
  return set.values.flatMap((value) => {
    const problem = checkValue(set.type, value);
    return problem === undefined
      ? []
      : [`Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${value}''`];
  });
}

function checkValue(type: string, value: string): string | undefined {
  switch (type) {
    case "A":
      return isIPv4(value) ? undefined : "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)";
    case "AAAA":
      return isIPv6(value) ? undefined : "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)";
    case "MX":
      return /^\d{1,5}\s+\S+$/.test(value) ? undefined : "MXRRDATANotTwoFields (MX record doesn't have 2 fields)";
    case "CNAME":
      return /^\S+$/.test(value) ? undefined : "DomainLabelEmpty (Domain label is empty)";
    case "TXT":
      return checkText(value);
    case "CAA":
      return /^\d{1,3}\s+[a-z0-9]+\s+"[^"]*"$/i.test(value)
        ? undefined
        : 'CAARRDATAInvalid (CAA record is not of the form <flags> <tag> "<value>")';
    default:
      return undefined;
  }
}

function checkText(value: string): string | undefined {
  const strings = quotedStrings(value);
  if (!strings) return "InvalidCharacterString (Value should be enclosed in quotation marks)";
  if (strings.some((string) => unescapedLength(string) > 255)) return "CharacterStringTooLong (Value is too long)";
  const total = strings.reduce((sum, string) => sum + unescapedLength(string), 0);
  return total > 4000 ? "TXTRDATATooLong (Value is longer than 4000 characters)" : undefined;
}
