import type { LivePolicy } from "./facts";
import { lookUpLivePolicy, type FileAnswer } from "./livePolicy";
import type { Lookups } from "./lookups";

/** What senders find now. */
export function livePolicyOf(domain: string, lookups: Lookups): Promise<LivePolicy> {
  return lookUpLivePolicy({
    txt: () => lookups.txt(`_mta-sts.${domain}`),
    file: () => fileOf(domain, lookups),
  });
}

/** The policy file, as far as it matters here. */
export async function fileOf(domain: string, lookups: Lookups): Promise<FileAnswer> {
  return fileAnswer(await lookups.policy(`mta-sts.${domain}`));
}

type Fetched = Awaited<ReturnType<Lookups["policy"]>>;

/** Kinds of failure after which nobody can say what the host serves. */
const unreachable: readonly Fetched["kind"][] = ["dns", "connect", "refusedAddress", "timeout", "tls", "http"];

function fileAnswer(fetched: Fetched): FileAnswer {
  return fetched.ok
    ? { ok: true, text: fetched.bytes.toString("utf8"), ...modified(fetched.headers["last-modified"]) }
    : { ok: false, unreachable: unreachable.includes(fetched.kind), reason: fetched.seen };
}

function modified(header: string | undefined): { modified?: string } {
  return header === undefined ? {} : { modified: header };
}
