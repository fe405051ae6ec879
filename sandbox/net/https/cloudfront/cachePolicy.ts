/** How long CloudFront keeps an answer: seconds, from the cache policy and the origin's Cache-Control. */

interface CachePolicy {
  minTtl: number;
  defaultTtl: number;
  maxTtl: number;
}

export const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

const YEAR = 31_536_000;
const OPTIMIZED: CachePolicy = { minTtl: 1, defaultTtl: 86_400, maxTtl: YEAR };
const ORIGIN_HEADERS: CachePolicy = { minTtl: 0, defaultTtl: 0, maxTtl: YEAR };

/** AWS's managed policies by their ids, which are the same in every account. */
const MANAGED: Readonly<Record<string, CachePolicy>> = {
  [CACHING_DISABLED]: { minTtl: 0, defaultTtl: 0, maxTtl: 0 },
  "658327ea-f89d-4fab-a63d-7e88639e58f6": OPTIMIZED, // CachingOptimized
  "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": OPTIMIZED, // CachingOptimizedForUncompressedObjects
  "83da9c7e-98b4-4e11-a168-04f0df8e2c65": ORIGIN_HEADERS, // UseOriginCacheControlHeaders
  "4cc15a8a-d715-48a4-82b8-cc0b614638fe": ORIGIN_HEADERS, // UseOriginCacheControlHeaders-QueryStrings
};

/** Any other id, and none, has the defaults of a new policy: a day. */
const UNKNOWN: CachePolicy = { minTtl: 0, defaultTtl: 86_400, maxTtl: YEAR };

/** Seconds to keep a good answer; 0: not at all. */
export function secondsToKeep(cachePolicyId: string | undefined, cacheControl: string | undefined): number {
  const { minTtl, defaultTtl, maxTtl } = MANAGED[cachePolicyId ?? ""] ?? UNKNOWN;
  if (cacheControl === undefined) return Math.min(Math.max(defaultTtl, minTtl), maxTtl);
  if (/\b(?:no-cache|no-store|private)\b/i.test(cacheControl)) return minTtl;
  const stated = /\bs-maxage=(\d+)/i.exec(cacheControl) ?? /\bmax-age=(\d+)/i.exec(cacheControl);
  return Math.min(Math.max(stated ? Number(stated[1]) : defaultTtl, minTtl), maxTtl);
}
