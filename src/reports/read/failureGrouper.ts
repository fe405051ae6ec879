import type { DetailSink } from "../parse/details";
import type { FailureDetail } from "../parse/model";
import { type FailureGroup, failureGroup, type FailureKind, failureKind } from "./failureGroup";
import { shortened, TEXT_LENGTH } from "./shortened";

/** Groups kept apart per report; beyond, reasons and then hosts are folded together. */
const MOST_GROUPS = 200;
/** Of these few a list is searched faster than a map. */
const FEW = 16;
/** A host name has at most 253 characters, and what has more is none. */
const HOST_LENGTH = 255;

/** Sums the failure details of one report up while they are read, so that they are never held one by one. */
export class FailureGrouper implements DetailSink<readonly FailureGroup[]> {
  /** Groups that earlier entries of the report have made. */
  private before = 0;
  private readonly kinds: FailureKind[] = [];
  private readonly sessions: number[] = [];
  private places: Map<FailureKind, number> | undefined;

  take(detail: Readonly<FailureDetail>): void {
    if (detail.sessions === 0) return;
    const { kinds, sessions } = this;
    let at = indexAmongFew(kinds, detail);
    if (at === -1) {
      const kind = kindOf(detail, this.before + kinds.length);
      if (kinds.length > FEW) this.places ??= new Map(kinds.map((known, place) => [known, place]));
      at = this.places === undefined ? kinds.indexOf(kind) : (this.places.get(kind) ?? -1);
      if (at === -1) {
        at = kinds.length;
        kinds.push(kind);
        sessions.push(0);
        this.places?.set(kind, at);
      }
    }
    sessions[at]! += detail.sessions;
  }

  done(): readonly FailureGroup[] {
    const { kinds, sessions } = this;
    if (kinds.length === 0) return NO_GROUPS;
    const groups = kinds.map((kind, at) => failureGroup(kind, sessions[at]!));
    this.before += kinds.length;
    kinds.length = 0;
    sessions.length = 0;
    this.places = undefined;
    return groups;
  }
}

/** By type first: most differ in length already. */
function indexAmongFew(kinds: readonly FailureKind[], { resultType, receivingMx, reasonCode }: FailureDetail): number {
  const few = kinds.length < FEW ? kinds.length : FEW;
  for (let at = 0; at < few; at++) {
    const kind = kinds[at]!;
    if (kind.resultType === resultType && kind.mx === receivingMx && kind.reason === reasonCode) return at;
  }
  return -1;
}

/** Folded together where a report tells very many apart. */
function kindOf({ resultType, receivingMx, reasonCode }: FailureDetail, groups: number): FailureKind {
  const type = shortened(resultType, TEXT_LENGTH);
  const mx = receivingMx === undefined ? undefined : shortened(receivingMx, HOST_LENGTH);
  if (groups < MOST_GROUPS) {
    return failureKind(type, mx, reasonCode === undefined ? undefined : shortened(reasonCode, TEXT_LENGTH));
  }
  // Without a host a failure counts as ours, so folding can only make the verdict stricter.
  if (groups < 2 * MOST_GROUPS) return failureKind(type, mx, undefined);
  return failureKind(groups < 3 * MOST_GROUPS ? type : "", undefined, undefined);
}

/** The one list for the many entries without failures. */
export const NO_GROUPS: readonly FailureGroup[] = Object.freeze([]);
