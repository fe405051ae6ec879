import { liveMx } from "../../net/liveMx";
import { liveTxt, type LiveTxt } from "../../net/liveTxt";
import { selectStsRecord, selectTlsRptRecord } from "../../protocol";
import type { DomainFacts } from "../facts";
import { hostFacts } from "./hostFacts";
import { mxHostFacts, smtpProbes } from "./mxFacts";
import type { Network } from "./network";
import { policyFacts } from "./policyFacts";
import { ruaFacts } from "./ruaFacts";
import { zoneFacts } from "./zoneFacts";

/** No one makes a record at this name, so an answer for it comes from a wildcard. */
const unlikelyLabel = "_mta-sts-wildcard-probe";

/** Looks at everything that the rules judge. Never throws: what cannot be looked up is part of the facts. */
export async function collectFacts(domain: string, network: Network): Promise<DomainFacts> {
  const { resolver, authority, options } = network;
  const txt = (name: string) => liveTxt(name, resolver, authority);
  const mxWork = liveMx(domain, resolver, authority).then(async (mx) => {
    const mxHosts = await mxHostFacts(mx, network);
    return { mx, mxHosts, ...(options.smtp === true ? { smtp: await smtpProbes(mxHosts, network) } : {}) };
  });
  const tlsRptWork = txt(`_smtp._tls.${domain}`).then(async (live) => {
    const selection = selectTlsRptRecord(textsOf(live));
    return { tlsRpt: { live, selection }, rua: await ruaFacts(domain, selection.record?.rua ?? [], network) };
  });
  const [sts, apex, random, zone, host, mail, reporting] = await Promise.all([
    txt(`_mta-sts.${domain}`),
    txt(domain),
    txt(`${unlikelyLabel}.${domain}`),
    zoneFacts(domain, network),
    hostFacts(domain, network),
    mxWork,
    tlsRptWork,
  ]);
  const policy = policyFacts(host);
  return {
    domain,
    now: new Date(),
    sts: { live: sts, selection: selectStsRecord(textsOf(sts)) },
    apex,
    random,
    zone,
    host,
    ...mail,
    ...reporting,
    ...(policy ? { policy } : {}),
  };
}

function textsOf(live: LiveTxt): string[] {
  return live.ok ? live.texts : [];
}
