/**
 * Reporters large enough to see most domains, by the domain that signs their reports. Only domains that sign nobody
 * else's mail: providers of mailboxes such as mail.ru or comcast.net sign what their users write with the same domain,
 * so that any of their users could speak as them.
 */
export const KNOWN_REPORTERS: readonly string[] = ["google.com", "microsoft.com", "mimecastreport.com"];

/**
 * Mail services that keep all of their hosts alike, by the end of the MX name: one host failing alone is their incident,
 * not a slip in our configuration. Hosts below the best preference may never be seen by reporters (RFC 8461 §8.4).
 */
export const KNOWN_PROVIDERS: readonly string[] = [
  "mail.protection.outlook.com",
  "mx.microsoft",
  "google.com",
  "googlemail.com",
  "mimecast.com",
  "pphosted.com",
  "messagelabs.com",
  "zoho.com",
  "zoho.eu",
  "protonmail.ch",
  "messagingengine.com",
  "icloud.com",
];

/** The entry that a domain or host equals or lies below. */
export function listedAs(name: string, list: readonly string[]): string | undefined {
  return list.find((entry) => name === entry || name.endsWith(`.${entry}`));
}
