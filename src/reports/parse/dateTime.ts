import { ReportError } from "./reportError";

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(Z|z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads an RFC 3339 date-time into milliseconds since 1970. Microsoft leaves the zone out and means UTC. Fractions of a
 * second are dropped; 24:00:00 and a leap second are read as the instant after.
 *
 * @throws ReportError `bad-date` for anything else, an impossible day included.
 */
export function parseDateTime(text: string, path: string): DateTime {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const parsed = parse(text, path);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(text, parsed);
  return parsed;
}

export interface DateTime {
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  readonly zoneMissing: boolean;
}

/** Thousands of reports share a few days. */
const MOST_RECENT = 500;
const recent = new Map<string, DateTime>();

function parse(text: string, path: string): DateTime {
  const match = SHAPE.exec(text);
  if (match === null) throw badDate(text, path);
  const [year, month, day, hour, minute, second] = [match[1], match[2], match[3], match[4], match[5], match[6]].map(
    Number,
  ) as [number, number, number, number, number, number];
  const midnight = Date.UTC(year, month - 1, day);
  const real = new Date(midnight);
  const inDay = hour * 3600 + minute * 60 + second;
  if (
    real.getUTCMonth() !== month - 1 ||
    real.getUTCDate() !== day ||
    minute > 59 ||
    second > 60 ||
    inDay > 86_400 ||
    year < 1970
  ) {
    throw badDate(text, path);
  }
  const zone = match[7];
  return { time: midnight + inDay * 1000 - offsetOf(zone, text, path), zoneMissing: zone === undefined };
}

function offsetOf(zone: string | undefined, text: string, path: string): number {
  if (zone === undefined || zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) throw badDate(text, path);
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function badDate(text: string, path: string): ReportError {
  return new ReportError(
    "bad-date",
    `${path} is ${JSON.stringify(text.slice(0, 60))}, not a date-time of RFC 3339 §5.6`,
  );
}
