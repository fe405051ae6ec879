import { addressRefusal } from "../../net/addressPolicy";
import { recordsOf } from "../../net/dnsRecord";
import type { LiveMx } from "../../net/liveMx";
import { probeSmtp, type SmtpProbe } from "../../net/smtpProbe";
import type { MxHostFacts } from "../facts";
import { limits } from "../limits";
import { mapLimit } from "../mapLimit";
import { addressesOf } from "./addresses";
import type { Network } from "./network";

export function mxHostFacts({ hosts }: LiveMx, { resolver }: Network): Promise<MxHostFacts[]> {
  return Promise.all(
    hosts.slice(0, limits.mxHosts).map(async ({ host }) => {
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
export async function smtpProbes(hosts: readonly MxHostFacts[], network: Network): Promise<SmtpProbe[]> {
  const targets = hosts.flatMap(({ host, addresses }) =>
    addresses.slice(0, limits.mxAddresses).map((address) => ({ host, address })),
  );
  const probes: SmtpProbe[] = [];
  for await (const probe of mapLimit(targets, limits.probesAtATime, (target) => probeOne(target, network))) {
    probes.push(probe);
  }
  return probes;
}

async function probeOne(target: { host: string; address: string }, { options }: Network): Promise<SmtpProbe> {
  const { ca, allowPrivate, ports } = options;
  const refusal = addressRefusal(target.address, allowPrivate);
  if (refusal !== undefined) {
    return { ...target, kind: "unreachable", timedOut: false, noRoute: false, seen: refusal };
  }
  return probeSmtp({ ...target, port: ports?.smtp, ca, timeoutMs: options.timeoutMs });
}
