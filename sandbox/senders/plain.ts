/** A small sender of our own, for `npm start`: one TXT question and one GET, as RFC 8461 §3 says. */
import { Resolver } from "node:dns/promises";
import * as https from "node:https";
import { selectStsRecord } from "../../src/protocol";
import { asError, isErrno } from "../net/errors";
import type { SandboxNetwork } from "./network";

/** What a sender learns of a domain; the later fields are absent where an earlier step ends it. */
export interface SenderView {
  /** The TXT records at `_mta-sts`, strings joined. */
  txt: string[];
  /** Of the one valid record. */
  id?: string;
  /** Of the policy host's answer. */
  status?: number;
  contentType?: string;
  policy?: string;
  /** Why there is no policy. */
  problem?: string;
}

/** Milliseconds and octets that RFC 8461 §3.3 suggests. */
const TIMEOUT = 60_000;
const SIZE_LIMIT = 65_536;
const LOOKUP = { timeout: 4000, tries: 2 };

/** @example const { id, policy } = await fetchAsSender(servers, "example.com"); */
export async function fetchAsSender(network: SandboxNetwork, domain: string): Promise<SenderView> {
  const resolver = new Resolver(LOOKUP);
  resolver.setServers([network.dns.server]);
  const txt = await textRecords(resolver, `_mta-sts.${domain}`);
  if (typeof txt === "string") return { txt: [], problem: txt };
  const id = selectStsRecord(txt).record?.id;
  if (id === undefined) return { txt, problem: `${txt.length} TXT records at _mta-sts.${domain}, not one valid one` };
  try {
    const [address] = await resolver.resolve4(`mta-sts.${domain}`);
    if (address === undefined) throw new Error(`mta-sts.${domain} has no address`);
    return { txt, id, ...judge(await get(network, address, `mta-sts.${domain}`)) };
  } catch (error) {
    return { txt, id, problem: asError(error).message };
  }
}

/** The texts, none if the name or type is not there; a sentence if DNS fails. */
async function textRecords(resolver: Resolver, name: string): Promise<string[] | string> {
  try {
    return (await resolver.resolveTxt(name)).map((strings) => strings.join(""));
  } catch (error) {
    return isErrno(error, "ENOTFOUND", "ENODATA") ? [] : asError(error).message;
  }
}

interface Fetched {
  status: number;
  contentType: string;
  body: string;
}

/** Only 200 and text/plain make a policy (RFC 8461 §3.2, §3.3); redirects are not followed. */
function judge({ status, contentType, body }: Fetched): Omit<SenderView, "txt" | "id"> {
  if (status !== 200) return { status, contentType, problem: `the policy host answered ${status}` };
  if (/^text\/plain\b/i.test(contentType)) return { status, contentType, policy: body };
  return { status, contentType, problem: `the policy is served as ${contentType || "no media type"}` };
}

function get({ ca, https: { port } }: SandboxNetwork, host: string, serverName: string): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const request = https.get(
      {
        ...{ host, port, servername: serverName, ca: ca.certPem, agent: false, signal: AbortSignal.timeout(TIMEOUT) },
        path: "/.well-known/mta-sts.txt",
        headers: { host: serverName, "user-agent": "sandbox-sender" },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let length = 0;
        answer.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length > SIZE_LIMIT) request.destroy(new Error(`the policy is larger than ${SIZE_LIMIT} octets`));
        });
        answer.on("error", reject).on("end", () => {
          const { statusCode = 0, headers } = answer;
          const contentType = headers["content-type"] ?? "";
          resolve({ status: statusCode, contentType, body: Buffer.concat(chunks).toString() });
        });
      },
    );
    request.on("error", reject);
  });
}
