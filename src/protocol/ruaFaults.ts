import type { Fault } from "./problem";

export type RuaFaultCode =
  | "type"
  | "empty"
  | "several"
  | "scheme-missing"
  | "scheme"
  | "http"
  | "character"
  | "percent"
  | "fragment"
  | "userinfo"
  | "address"
  | "host"
  | "port"
  | "list"
  | "missing"
  | "size";

const FAULTS: Record<RuaFaultCode, Omit<Fault, "code">> = {
  type: {
    rule: "a report URI is a string (RFC 8460 §3)",
    remedy: 'Give a string, such as "mailto:tls-reports@example.com".',
  },
  empty: {
    rule: "a report URI is a mailto: or https: URI (RFC 8460 §3)",
    remedy: "Give one, such as mailto:tls-reports@example.com, or remove the empty value.",
  },
  several: {
    rule: "each value is one URI (RFC 8460 §3)",
    remedy: "Make it several values of the list; they are joined with commas for you.",
  },
  "scheme-missing": {
    rule: "a report URI begins with mailto: or https: (RFC 8460 §3)",
    remedy: "Put mailto: before a mail address, https:// before the address of a service.",
  },
  scheme: {
    rule: "the schemes of a report URI are mailto and https, no others (RFC 8460 §3)",
    remedy: "Give a mailto: or https: URI.",
  },
  http: {
    rule: "reports are sent to https:, never to http: (RFC 8460 §3)",
    remedy: "Write https://, and serve it there.",
  },
  character: {
    rule: "a URI has ASCII letters, digits and -._~:/?@!$&'()*+,;=% only (RFC 3986 §2, RFC 8460 §3)",
    remedy: "Percent-encode other characters (%20 for a space), and write host names as A-labels (xn--…).",
  },
  percent: {
    rule: "% begins a percent-encoding of two hex digits (RFC 3986 §2.1)",
    remedy: "Write %25 for the percent sign itself.",
  },
  fragment: {
    rule: "what follows # is never sent (RFC 3986 §3.5)",
    remedy: "Remove it, or write %23 for the character itself.",
  },
  userinfo: {
    rule: "a user name or password in an https: URI is not sent, and here everybody could read it (RFC 9110 §4.2.4)",
    remedy: "Remove what stands before the @; put an unguessable part into the path if you need one.",
  },
  address: {
    rule: "mailto: is followed by one mail address, and no size limit as DMARC has it (RFC 6068 §2, RFC 8460 §3)",
    remedy: "Write mailto:name@example.com, one address to a value, without //, without !10m.",
  },
  host: {
    rule: "https: is followed by // and a host (RFC 9110 §4.2.2)",
    remedy: "Write it as https://reports.example.com/path.",
  },
  port: {
    rule: "a port is a number from 1 to 65535 (RFC 3986 §3.2.3)",
    remedy: "Correct it, or remove it with its colon.",
  },
  list: {
    rule: "rua is a list of mailto: and https: URIs (RFC 8460 §3)",
    remedy: 'Give a list, such as ["mailto:tls-reports@example.com"].',
  },
  missing: {
    rule: "a TLS-RPT record names at least one address for reports (RFC 8460 §3)",
    remedy: 'Give at least one, such as "mailto:tls-reports@example.com".',
  },
  size: {
    rule: "a TXT record holds at most 65535 bytes (RFC 1035 §3.2.1)",
    remedy: "Give fewer or shorter addresses.",
  },
};

/** The rule and remedy for one thing that is wrong with a report URI. */
export function ruaFault(code: RuaFaultCode): Fault {
  return { code: `rua-${code}`, ...FAULTS[code] };
}
