/** Where the rules come from, as the messages cite them. */
export const sources = {
  id: "RFC 8461 §3.1: senders fetch a policy again only when the id changes",
  maxAge: "RFC 8461 §3.2: max_age is how long a sender may keep a policy, in weeks or more",
  fetching: "RFC 8461 §3.3: senders fetch the policy from mta-sts.<domain> over HTTPS",
  matching: "RFC 8461 §4.1: under a policy, mail goes only to MX hosts that match one of its mx patterns",
  mailHosts: "RFC 5321 §5.1: senders look up the domain's MX records, and without any take the domain for its host",
  enforcing: "RFC 8461 §5: under enforce, senders do not deliver to a host that fails the policy",
  updates: "RFC 8461 §8.1: an old policy must keep working until every sender can have seen the new one",
  removal: "RFC 8461 §8.3: publish none first, and remove it only when all policies ever served have expired",
  nullMx: "RFC 7505 §3: a null MX says that the domain takes no mail",
  reporting: "RFC 8460 §3: senders report TLS failures only to a domain with a _smtp._tls record",
} as const;
