/** CloudFront: from the viewer's request to the distribution's answer, through its cache or from its origin. */
import type { CloudState, Distribution } from "../../../cloud/state";
import type { EdgeRequest, EdgeResponse } from "../exchange";
import { askBucket, bucketNameOf, callerFor } from "../s3/origin";
import { secondsToKeep } from "./cachePolicy";
import { distributionFor } from "./distributionFor";
import type { EdgeCache } from "./edgeCache";
import { errorPage } from "./errorPage";

/** Seconds for which an error is kept unless the distribution says otherwise. */
const ERROR_CACHING_DEFAULT = 10;
/** The errors that CloudFront keeps. */
const CACHED_ERRORS = new Set([400, 403, 404, 405, 410, 414, 416, 500, 501, 502, 503, 504]);

export interface CloudFront {
  state: CloudState;
  cache: EdgeCache;
}

export function respondAsCloudFront(cloudfront: CloudFront, request: EdgeRequest): EdgeResponse {
  const distribution = distributionFor(cloudfront.state, request.host);
  if (!distribution?.enabled) return errorPage(403, "Bad request. We can't connect to the server for this app.");
  return refusal(distribution, request) ?? viaCache(cloudfront, distribution, request);
}

/** What the edge says without looking at cache or origin. */
function refusal({ defaultCacheBehavior }: Distribution, request: EdgeRequest): EdgeResponse | undefined {
  const { viewerProtocolPolicy, allowedMethods } = defaultCacheBehavior;
  if (!request.secure && viewerProtocolPolicy === "redirect-to-https") {
    const location = `https://${request.host}${request.path}${request.query}`;
    return { ...errorPage(301, "Moved Permanently"), headers: { location, server: "CloudFront" } };
  }
  if (!request.secure && viewerProtocolPolicy === "https-only") {
    return errorPage(403, "Bad request. This distribution is configured to block HTTP requests.");
  }
  if (!allowedMethods.includes(request.method)) {
    return errorPage(
      403,
      "This distribution is not configured to allow the HTTP request method that was used for this request.",
    );
  }
  return undefined;
}

function viaCache({ state, cache }: CloudFront, distribution: Distribution, request: EdgeRequest): EdgeResponse {
  const path = request.path === "/" ? `/${distribution.defaultRootObject ?? ""}` : request.path;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return withXCache(askOrigin(state, distribution, request, path), "Miss");
  }
  const cached = cache.get(distribution.id, path);
  if (cached?.fresh) return withXCache(cached.response, "Hit", cached.age);
  const answer = askOrigin(state, distribution, request, path);
  if (answer.status >= 400) {
    const shown = customError(state, distribution, request, answer) ?? answer;
    if (CACHED_ERRORS.has(answer.status)) {
      cache.put(distribution.id, path, shown, errorSeconds(distribution, answer.status));
    }
    return withXCache(shown, "Error");
  }
  const { cachePolicyId } = distribution.defaultCacheBehavior;
  cache.put(distribution.id, path, answer, secondsToKeep(cachePolicyId, answer.headers["cache-control"]));
  const unchanged = cached !== undefined && cached.response.headers["etag"] === answer.headers["etag"];
  return withXCache(answer, unchanged ? "RefreshHit" : "Miss");
}

function askOrigin(state: CloudState, distribution: Distribution, request: EdgeRequest, path: string): EdgeResponse {
  const { targetOriginId } = distribution.defaultCacheBehavior;
  const origin = distribution.origins.find(({ originId }) => originId === targetOriginId);
  const bucket = origin && bucketNameOf(origin.domainName);
  if (bucket === undefined) {
    return errorPage(502, `CloudFront wasn't able to resolve the origin domain name ${origin?.domainName ?? ""}.`);
  }
  const caller = callerFor(state, distribution, origin?.originAccessControlId, request.secure);
  return askBucket(state, bucket, caller, request.method, path);
}

/** The page that the distribution shows in place of an error, with the status that it says. */
function customError(
  state: CloudState,
  distribution: Distribution,
  request: EdgeRequest,
  answer: EdgeResponse,
): EdgeResponse | undefined {
  const rule = distribution.customErrorResponses.find(({ errorCode }) => errorCode === answer.status);
  if (rule?.responsePagePath === undefined || rule.responsePagePath === "") return undefined;
  const page = askOrigin(state, distribution, { ...request, method: "GET" }, rule.responsePagePath);
  return page.status === 200 ? { ...page, status: rule.responseCode ?? answer.status } : undefined;
}

function errorSeconds(distribution: Distribution, status: number): number {
  const rule = distribution.customErrorResponses.find(({ errorCode }) => errorCode === status);
  return rule?.errorCachingMinTtl ?? ERROR_CACHING_DEFAULT;
}

type CacheResult = "Hit" | "Miss" | "RefreshHit" | "Error";

function withXCache(response: EdgeResponse, result: CacheResult, age?: number): EdgeResponse {
  const shown = response.status >= 400 ? "Error" : result;
  return {
    ...response,
    headers: {
      ...response.headers,
      "x-cache": `${shown} from cloudfront`,
      via: "1.1 sandbox.cloudfront.net (CloudFront)",
      "x-amz-cf-pop": "SBX50-P1",
      ...(age === undefined ? {} : { age: `${age}` }),
    },
  };
}
