import {
  evaluateReadiness,
  type Readiness,
  type ReadinessInput,
  type ReadinessOptions,
  readReports,
} from "../../../src/reports";
import { folderOf } from "./folder";
import { bytesOf, type Json } from "./samples";

/** When the verdicts of these tests are asked for, and of which hosts. */
export const NOW = new Date("2026-03-21T06:00:00Z");
export const MX = ["mx1.example.com", "mx2.example.com"];
export const LIVE = MX.map((host) => ({ host, preference: 10 }));

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The UTC day so many days before. */
export function day(back: number): string {
  return new Date(NOW.getTime() - back * DAY).toISOString().slice(0, 10);
}

/** What differs from the usual question. */
export type More = Partial<Omit<ReadinessInput, "options">> & { options?: Partial<ReadinessOptions> };

/** The verdict over these reports, each a file of a trusted folder, in this order. */
export async function judge(reports: readonly (Json | Buffer)[], more: More = {}): Promise<Readiness> {
  const files: Record<string, Buffer> = {};
  for (const [index, report] of reports.entries()) {
    files[`${String(index).padStart(4, "0")}.json`] = Buffer.isBuffer(report) ? report : bytesOf(report);
  }
  const set = await readReports([folderOf(files)], { domain: "example.com", trust: true });
  return evaluateReadiness({ domain: "example.com", mx: MX, liveMx: LIVE, reports: set, now: NOW, ...more });
}
