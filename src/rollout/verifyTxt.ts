import { selectStsRecord } from "../protocol";
import type { Clock } from "./clock";

/** What each authoritative server holds at `_mta-sts`. `LiveTxt` of the look-ups fits it as it is. */
export type TxtByServer =
  | {
      ok: true;
      servers: readonly (
        { ok: true; server: string; texts: readonly string[] } | { ok: false; server: string; reason: string }
      )[];
    }
  | { ok: false; reason: string };

/**
 * What is wrong with the live `_mta-sts` records after a deploy: every authoritative server must have exactly one, the
 * new one (RFC 8461 §3.1). One sentence a server; none where all is well.
 */
export function judgeLiveTxt(live: TxtByServer, expected: string): string[] {
  if (!live.ok) return [`the record could not be looked up: ${live.reason}`];
  return live.servers.flatMap((answer) => {
    if (!answer.ok) return [`${answer.server} could not be asked: ${answer.reason}`];
    if (answer.texts.length === 1 && answer.texts[0] === expected) return [];
    const { candidates } = selectStsRecord(answer.texts);
    const [only] = candidates;
    if (only === undefined) return [`${answer.server} has no _mta-sts record`];
    if (candidates.length > 1) {
      return [
        `${answer.server} has ${candidates.length} _mta-sts records, which means no policy: ${quoted(candidates)}`,
      ];
    }
    return only === expected ? [] : [`${answer.server} has ${quoted(candidates)} instead of ${quoted([expected])}`];
  });
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(", ");
}

/** Seconds: by then the servers of both providers have a change. */
const patience = 60;
const pause = 5;

/**
 * Looks until every authoritative server has the new record, at most a minute; then gives a warning. A warning only,
 * because the deploy is done and the policy is served: a late server costs no mail.
 */
export async function verifyTxt(
  domain: string,
  expected: string,
  lookup: () => Promise<TxtByServer>,
  clock: Clock,
): Promise<string | undefined> {
  const started = clock.now();
  for (;;) {
    const wrong = judgeLiveTxt(await lookup(), expected);
    if (wrong.length === 0) return undefined;
    if (clock.now() - started >= patience * 1000) {
      return (
        `_mta-sts.${domain} is not as published on every authoritative server: ${wrong.join("; ")}. Senders that meet ` +
        "anything but exactly one record act as if there were no news (RFC 8461 §3.1)."
      );
    }
    await clock.sleep(pause * 1000);
  }
}
