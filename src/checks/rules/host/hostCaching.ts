import { broken, notApplicable, pass, type Rule } from "../../rule";
import { mainFetch } from "../../mainFetch";

/** Senders must not cache by HTTP, but what stands between them and the origin may. */
export const hostCaching: Rule = {
  id: "host-caching",
  severity: "info",
  source: "RFC 8461 §3.3",
  asks: "Nothing tells caches to keep the policy.",
  remedy: "Serve it with Cache-Control: no-store or max-age=0, and without a cache in between.",
  judge: ({ host }) => {
    const fetch = mainFetch(host);
    if (fetch?.ok !== true) return notApplicable("no policy was served");
    const { age = "0", "x-cache": cache = "", "cache-control": control = "" } = fetch.headers;
    if (Number(age) > 0) return broken(`the answer is a copy ${age} s old (Age)`);
    if (/\bhit\b/i.test(cache)) return broken(`the answer came from a cache (X-Cache: ${cache})`);
    const keep = /(?:s-maxage|max-age)=(\d+)/i.exec(control)?.[1];
    if (keep !== undefined && Number(keep) > 0 && !/no-store|no-cache/i.test(control)) {
      return broken(`Cache-Control: ${control} lets caches keep it for ${keep} s`);
    }
    return pass("no cache was seen");
  },
};
