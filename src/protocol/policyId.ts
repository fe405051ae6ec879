import { createHash, type Hash } from "node:crypto";
import { isRevision } from "./revision";

const PREFIX = "pms1"; // scheme 1: another way of making ids gets another prefix
const FORM = /^pms1[0-9a-f]{28}$/;
const REVISIONS_TRIED = 10000;

/**
 * The `id` of the `_mta-sts` record for a policy: `pms1` and 28 hex digits of SHA-256 over the exact bytes served and
 * the revision. The same bytes and revision always give the same id; any other give another (RFC 8461 §3.1).
 *
 * @param revision A whole number from 0 that gives the same bytes another id; absent is not the same as 0.
 * @throws RangeError if the revision is not such a number.
 */
export function policyId(policyText: string | Uint8Array, revision?: number): string {
  if (revision !== undefined && !isRevision(revision))
    throw new RangeError(`A revision is a whole number from 0, not ${String(revision)}`);
  return idOf(hashOf(policyText), revision);
}

/** Whether an id has the form of those that {@link policyId} makes. */
export function isDerivedId(id: string): boolean {
  return FORM.test(id);
}

/** Whether {@link policyId} gives this id to these bytes, without revision or with one from 0 to 9999. */
export function idMatches(id: string, policyText: string | Uint8Array): boolean {
  if (!isDerivedId(id)) return false;
  const hash = hashOf(policyText);
  if (idOf(hash, undefined) === id) return true;
  for (let revision = 0; revision < REVISIONS_TRIED; revision++) if (idOf(hash, revision) === id) return true;
  return false;
}

/** The length in front makes clear where the policy ends, so that none reads like another with a revision. */
function hashOf(policyText: string | Uint8Array): Hash {
  const bytes = Buffer.from(policyText);
  return createHash("sha256").update(`${PREFIX}\0${bytes.length}\0`).update(bytes);
}

function idOf(hash: Hash, revision: number | undefined): string {
  const digest = hash
    .copy()
    .update(revision === undefined ? "" : `\0${revision}`)
    .digest("hex");
  return PREFIX + digest.slice(0, 28);
}
