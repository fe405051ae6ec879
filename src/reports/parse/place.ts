/** Where in the document we are. The text of it is only made when something is wrong, which is what keeps reading fast. */
export interface Place {
  readonly parent: Place | undefined;
  readonly step: string | number;
}

export const ROOT: Place | undefined = undefined;

/** `policies[0].summary.total-failure-session-count` */
export function pathOf(parent: Place | undefined, step: string | number): string {
  const own = typeof step === "number" ? `[${step}]` : step;
  if (parent === undefined) return own;
  const before = pathOf(parent.parent, parent.step);
  return typeof step === "number" ? before + own : `${before}.${own}`;
}
