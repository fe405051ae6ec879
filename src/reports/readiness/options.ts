import { format } from "node:util";
import { normalHost } from "../parse/hosts";
import { KNOWN_PROVIDERS, KNOWN_REPORTERS } from "./knownReporters";

/** Every number of the verdict. The reasons for the defaults: docs/reports.md. */
export interface ReadinessOptions {
  /** Organization-days of known reporters with a success each. Default: 10. */
  organizationDays: number;
  /** Days from the first to the last of them. Default: 14. */
  spanDays: number;
  /** The same after a blocking failure, with a clean probe since. Default: 7. */
  spanDaysWithProbe: number;
  /** How far back evidence counts, in days. Default: 45. */
  windowDays: number;
  /** Hours since the newest report ended. Default: 72. */
  newestHours: number;
  /**
   * Known reporters needed without a probe. Default: 2; with a clean probe one is enough. With 0 the successes of every
   * sender are coverage, known or not.
   */
  knownReporters: number;
  /** Days that a probe stays fresh. Default: 7. */
  probeDays: number;
  /** Days of reports that show an added pattern in use. Default: 3. */
  patternDays: number;
  /** Days for which an invalid policy or policy host blocks. Default: 7. */
  policyHostDays: number;
  /** Failures of two organizations within these days support each other. Default: 7. */
  corroborationDays: number;
  /** Validation failures of an organization on a day that are taken for noise. Default: 2. */
  noiseSessions: number;
  /** The same as a share of its sessions. Default: 0.005. */
  noiseShare: number;
  /** Days above the noise that block. Default: 2. */
  noiseDays: number;
  /** After enforcing: days for which a failure is new. Default: 3. */
  alarmDays: number;
  /** Domains that sign the reports of known reporters. Default: {@link KNOWN_REPORTERS}. */
  reporters: readonly string[];
  /** Ends of MX names of known mail services. Default: {@link KNOWN_PROVIDERS}. */
  providers: readonly string[];
  /** Domains whose every failure blocks. Default: none. */
  partners: readonly string[];
}

export const READINESS_DEFAULTS: Readonly<ReadinessOptions> = {
  organizationDays: 10,
  spanDays: 14,
  spanDaysWithProbe: 7,
  windowDays: 45,
  newestHours: 72,
  knownReporters: 2,
  probeDays: 7,
  patternDays: 3,
  policyHostDays: 7,
  corroborationDays: 7,
  noiseSessions: 2,
  noiseShare: 0.005,
  noiseDays: 2,
  alarmDays: 3,
  reporters: KNOWN_REPORTERS,
  providers: KNOWN_PROVIDERS,
  partners: [],
};

/**
 * The defaults with these in their place. A number that is none would compare as false everywhere, and so would make
 * `ready` of too little.
 *
 * @throws RangeError that names the option.
 */
export function readinessOptions(given: Partial<ReadinessOptions> = {}): ReadinessOptions {
  const options: ReadinessOptions = { ...READINESS_DEFAULTS };
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (value === undefined) continue;
    const standard: unknown = Reflect.get(READINESS_DEFAULTS, name);
    const isOfItsKind = Array.isArray(standard)
      ? Array.isArray(value)
      : typeof standard === "number" && typeof value === "number" && Number.isFinite(value) && value >= 0;
    if (!isOfItsKind) {
      const names = Object.keys(READINESS_DEFAULTS).join(", ");
      const wanted = Array.isArray(standard) ? "a list of domains" : "a number, 0 or more";
      throw new RangeError(
        `readiness option ${name}: ${format("%s", value)}: ${standard === undefined ? `the options are ${names}` : `it must be ${wanted}`}`,
      );
    }
    Reflect.set(options, name, Array.isArray(value) ? (value as unknown[]).map(lowerCase) : value);
  }
  return options;
}

function lowerCase(item: unknown): unknown {
  return typeof item === "string" ? normalHost(item) : item;
}
