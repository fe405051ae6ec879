import { InvalidArgumentError } from "commander";

const UNITS = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/** `30d`, `12h`, `6w`, or a day `2026-03-01` (UTC). */
export function parseSince(text: string): Date {
  const span = /^(\d{1,5})([hdw])$/.exec(text);
  if (span !== null) return new Date(Date.now() - Number(span[1]) * UNITS[span[2] as keyof typeof UNITS]);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (day !== undefined && !Number.isNaN(day.getTime())) return day;
  throw new InvalidArgumentError("It is a span such as 30d, 12h or 6w, or a day such as 2026-03-01.");
}
