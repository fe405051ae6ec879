/** What an existing MX record says, as providers keep it. */
export interface MxRecordData {
  type: string;
  /** Route 53: every host of the set, "10 mx1.example.com." */
  records?: readonly string[];
  /** Cloudflare: one host. */
  content?: string;
}

/**
 * The hosts of existing MX records, each once, sorted, without preference and trailing dot. A null MX (RFC 7505) names
 * no host.
 *
 * @throws TypeError where a record is not of type MX, or a value is not one of an MX record.
 */
export function mxRecordHosts(records: readonly MxRecordData[]): string[] {
  const hosts = records.flatMap(({ type, records: values, content }) => {
    if (type !== "MX") throw new TypeError(`mxHosts takes MX records, and this one is of type ${type}.`);
    return (values ?? (content === undefined ? [] : [content])).map(hostOf);
  });
  return [...new Set(hosts)].filter((host) => host !== "").sort();
}

function hostOf(value: string): string {
  const host = /^(?:\d{1,5}\s+)?(\S+)$/.exec(value.trim())?.[1];
  if (host === undefined) throw new TypeError(`"${value}" is not the value of an MX record: a preference and a host.`);
  return host.toLowerCase().replace(/\.$/, "");
}
