import { botChallenge } from "./botChallenge";
import type { PolicyAnswer, PolicyFetch } from "./policyFetch";
import { printable } from "./printable";

interface Response {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  tooLarge: boolean;
}

/** Judges an answer as a sender must: RFC 8461 §3.2 and §3.3. The first reason for which there is no policy wins. */
export function judgeResponse(
  { status, headers, body, tooLarge }: Response,
  connection: Pick<PolicyAnswer, "host" | "address" | "protocol" | "certificate">,
): PolicyFetch {
  const contentType = headers["content-type"] ?? "";
  const shown = contentType === "" ? "no Content-Type" : `Content-Type ${printable(contentType, 80)}`;
  const answer = { ...connection, ms: 0, status, contentType, headers, bytes: body };
  const failed = { ...answer, ok: false as const };
  const text = body.toString("latin1");
  const service = botChallenge(headers, text);
  if (service !== undefined) {
    const seen = `a bot challenge of ${service} instead of the policy (status ${status}, ${shown})`;
    return { ...failed, kind: "botChallenge", service, seen };
  }
  if (status >= 300 && status < 400) {
    const location = printable(headers["location"] ?? "");
    return { ...failed, kind: "redirect", location, seen: `status ${status}, a redirect to ${location || "nowhere"}` };
  }
  if (status !== 200) {
    return { ...failed, kind: "status", seen: `status ${status} (${shown}), and only 200 is a policy` };
  }
  if (tooLarge) return { ...failed, kind: "tooLarge", seen: "a body of more than 64 KB, where senders stop reading" };
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
    const seen = `a body compressed as ${printable(encoding, 40)}, which was not asked for`;
    return { ...failed, kind: "encoded", seen };
  }
  if (/^\s*(?:<!doctype\s+html|<html|<head|<body)/i.test(text)) {
    return { ...failed, kind: "html", seen: `an HTML page with status 200 (${shown})` };
  }
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "text/plain") return { ...failed, kind: "notText", seen: `${shown} instead of text/plain` };
  return { ...answer, ok: true, kind: "ok" };
}
