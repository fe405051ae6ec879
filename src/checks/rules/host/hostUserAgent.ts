import { broken, notApplicable, pass, type Rule } from "../../rule";
import { mainFetch } from "../../mainFetch";

/** Senders call themselves anything or nothing. */
export const hostUserAgent: Rule = {
  id: "host-user-agent",
  severity: "fail",
  source: "RFC 8461 §3.3",
  asks: "A browser gets the same answer as a mail server.",
  remedy: "Turn off rules that depend on the User-Agent for /.well-known/mta-sts.txt.",
  judge: ({ host }) => {
    const main = mainFetch(host);
    const browser = host.asBrowser;
    if (main?.status === undefined || browser?.status === undefined) return notApplicable("there are no two answers");
    const same = main.kind === browser.kind && main.status === browser.status && sameBytes(main.bytes, browser.bytes);
    if (same) return pass("the answer does not depend on the user agent");
    const got = (fetch: typeof main) => (fetch.ok ? "the policy" : fetch.seen);
    return main.ok && browser.ok
      ? broken("a client that calls itself a browser gets another policy")
      : broken(`a mail server gets ${got(main)}; a browser gets ${got(browser)}`);
  },
};

/** Error pages and challenges differ in every copy (times, request ids): only policies are compared by byte. */
function sameBytes(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined || a.equals(b) || !a.includes("STSv1") || !b.includes("STSv1");
}
