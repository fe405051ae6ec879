import type { Fault } from "./problem";

/** What a host name is for; the first part of a problem's code. */
export type HostSubject = "domain" | "mx" | "rua-host";

export type HostFaultCode =
  | "type"
  | "empty"
  | "url"
  | "mailbox"
  | "port"
  | "ip-address"
  | "wildcard"
  | "underscore"
  | "character"
  | "idn"
  | "empty-label"
  | "hyphen"
  | "label-length"
  | "length"
  | "single-label";

const SUBJECTS: Record<HostSubject, { name: string; example: string; source: string }> = {
  domain: { name: "a domain", example: "example.com", source: "RFC 8461 §1.1" },
  mx: { name: "an MX", example: "mx1.example.com", source: "RFC 8461 §3.2" },
  "rua-host": { name: "the host of a report URI", example: "reports.example.com", source: "RFC 8460 §3" },
};

const WILDCARD: Record<HostSubject, Omit<Fault, "code">> = {
  domain: {
    rule: "a policy is for one domain and never covers its subdomains (RFC 8461 §3.4)",
    remedy: "Name one domain; each subdomain that receives mail needs a component of its own.",
  },
  mx: {
    rule: 'a wildcard is the whole left-most label: "*." and a host name (RFC 8461 §4.1)',
    remedy: "Write it as *.example.com, or list the hosts one by one, which is safer (RFC 8461 §10.4).",
  },
  "rua-host": { rule: "reports are sent to one host, without wildcard (RFC 8460 §3)", remedy: "Name the host." },
};

/** The rule and remedy for one thing that is wrong with a host name. */
export function hostFault(subject: HostSubject, code: HostFaultCode): Fault {
  const { name, example, source } = SUBJECTS[subject];
  const write = `Write the host name alone, such as ${example}.`;
  const faults: Record<HostFaultCode, Omit<Fault, "code">> = {
    type: { rule: `${name} is a string (${source})`, remedy: `Give a string, such as "${example}".` },
    empty: {
      rule: `${name} is a host name with at least two labels (${source})`,
      remedy: subject === "mx" ? 'Remove it; a domain without mail has mode "none" and no mx.' : write,
    },
    url: { rule: `${name} is a host name, not a URL and without a path (${source})`, remedy: write },
    mailbox: {
      rule: `${name} is a host name, not a mail address (${source})`,
      remedy: "Write what follows the @ alone.",
    },
    port: {
      rule: `${name} is a host name without a port (${source})`,
      remedy: "Remove the colon and what follows it.",
    },
    "ip-address": {
      rule: `${name} is a host name, never an IP address, and no top-level domain is a number (${source}, RFC 1123 §2.1)`,
      remedy: `Name the host that has this address, such as ${example}.`,
    },
    wildcard: WILDCARD[subject],
    underscore: {
      rule: `${name} has letters, digits and hyphens, no underscores (${source}, RFC 1123 §2.1)`,
      remedy:
        subject === "domain"
          ? "Give the mail domain; _mta-sts and _smtp._tls are put in front of it for you."
          : "Rename the host: certificates are not issued for names with underscores.",
    },
    character: {
      rule: `${name} has letters, digits and hyphens, separated by single dots (${source}, RFC 1123 §2.1)`,
      remedy: "Remove spaces, invisible characters and punctuation, one host name to a value.",
    },
    idn: {
      rule: `every label is valid Unicode or a valid A-label (${source}, RFC 5891 §4)`,
      remedy: "Copy the name from your registrar, or give its A-labels (xn--…).",
    },
    "empty-label": {
      rule: `${name} has no empty label (RFC 1035 §2.3.1)`,
      remedy: "Remove the leading or doubled dot.",
    },
    hyphen: {
      rule: `no label begins or ends with a hyphen (RFC 1123 §2.1)`,
      remedy: "Check the spelling of the label.",
    },
    "label-length": {
      rule: `a label has at most 63 octets, counted as an A-label (RFC 1035 §2.3.4)`,
      remedy: "Shorten the label, or check that it is one.",
    },
    length: {
      rule:
        subject === "domain"
          ? "a name has at most 253 octets, which leaves 242 for the domain behind _smtp._tls. (RFC 1035 §2.3.4)"
          : "a name has at most 253 octets (RFC 1035 §2.3.4)",
      remedy: "Shorten the name, or check that it is one.",
    },
    "single-label": {
      rule: `${name} is a fully qualified name, with at least two labels (${source}, RFC 5321 §2.3.5)`,
      remedy: `Write the full name, such as ${example}.`,
    },
  };
  return { code: `${subject}-${code}`, ...faults[code] };
}
