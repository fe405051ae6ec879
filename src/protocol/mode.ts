/**
 * What senders do when a host fails the policy (RFC 8461 §5).
 *
 * - `none`: act as if there were no policy; the way to wind down (RFC 8461 §8.3).
 * - `testing`: deliver anyway, and report failures to the TLS-RPT addresses.
 * - `enforce`: do not deliver to a host that fails.
 */
export const MtaStsMode = { None: "none", Testing: "testing", Enforce: "enforce" } as const;
export type MtaStsMode = (typeof MtaStsMode)[keyof typeof MtaStsMode];

/** Whether a value is one of the three modes, in the only spelling that senders accept (lower case). */
export function isMode(value: unknown): value is MtaStsMode {
  return value === MtaStsMode.None || value === MtaStsMode.Testing || value === MtaStsMode.Enforce;
}
