/** The Worker that serves a policy: the same program for every domain; the policy is in its binding. */

/** The name under which the Worker finds the policy. */
export const policyBinding = "POLICY";

/** The name of the module below, whose ending tells Cloudflare that it is one. */
export const mainModule = "worker.js";

/** What the runtime does is fixed by this date, whenever the script is uploaded. */
export const compatibilityDate = "2026-01-01";

/**
 * Answers as S3 behind CloudFront does, so that a move from one host to the other changes nothing for anybody: status
 * and media type are the same for every method and path. `no-transform` keeps the edge from compressing.
 */
export const workerScript = `// The MTA-STS policy of one domain (RFC 8461 section 3.3). Written by pulumi-mta-sts: edits are lost.
const policyPath = "/.well-known/mta-sts.txt";

export default {
  fetch({ url, method }, { ${policyBinding} }) {
    if (!url.startsWith("https:")) return refusal("This host is asked over HTTPS only.");
    if (method !== "GET" && method !== "HEAD") return refusal("This host is asked with GET and HEAD only.");
    if (pathOf(url) !== policyPath) return answer(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>");
    return answer(200, "text/plain", ${policyBinding});
  },
};

function refusal(reason) {
  return answer(403, "text/html", "<!DOCTYPE html><title>403</title><p>" + reason + "</p>");
}

function answer(status, type, body) {
  return new Response(body, { status, headers: { "content-type": type, "cache-control": "no-store, no-transform" } });
}

// As it was sent: a URL object would resolve "..", which S3 takes for a name.
function pathOf(url) {
  const [, path] = /^https:\\/\\/[^/?#]*([^?#]*)/.exec(url);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
`;
