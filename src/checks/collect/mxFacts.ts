import { addressRefusal } from "../../net/addressPolicy";
import { recordsOf } from "../../net/dnsRecord";
import type { LiveMx } from "../../net/liveMx";
import { probeSmtp, type SmtpProbe } from "../../net/smtpProbe";
import type { MxHostFacts } from "../facts";
import { addressesOf } from "./addresses";
import type { Network } from "./network";

/** Hosts looked at, and addresses probed of each: more than any mail service has, less than a hostile zone could. */
const maxHosts = 20;
const maxAddresses = 6;

export function mxHostFacts({ hosts }: LiveMx, { resolver }: Network): Promise<MxHostFacts[]> {
  return Promise.all(
    hosts.slice(0, maxHosts).map(async ({ host }) => {
      const [addresses, tlsa] = await Promise.all([
        addressesOf(host, resolver),
        resolver.query(`_25._tcp.${host}`, "TLSA"),
      ]);
      return {
        host,
        addresses: [...addresses.ipv4, ...addresses.ipv6],
        chain: addresses.chain,
        tlsa: tlsa.ok ? recordsOf(tlsa.answers, "TLSA").length : 0,
        ...(addresses.failure === undefined ? {} : { failure: addresses.failure }),
      };
    }),
  );
}

/** Each address of each host, as a sender would meet it. */
export function smtpProbes(hosts: readonly MxHostFacts[], { options }: Network): Promise<SmtpProbe[]> {
  const { ca, allowPrivate, ports } = options;
  const timeoutMs = Math.min(options.timeoutMs ?? 10_000, 10_000);
  return Promise.all(
    hosts.flatMap(({ host, addresses }) =>
      addresses.slice(0, maxAddresses).map(async (address): Promise<SmtpProbe> => {
        const refusal = addressRefusal(address, allowPrivate);
        if (refusal !== undefined) return { host, address, kind: "unreachable", timedOut: false, seen: refusal };
        return probeSmtp({ host, address, port: ports?.smtp, ca, timeoutMs });
      }),
    ),
  );
}
