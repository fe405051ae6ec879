import type { DomainReport } from "../../checks";
import type { Output } from "../output";
import { packageVersion } from "../packageVersion";

/** Writes reports one by one, so that any number of domains fits in memory. The schema: docs/check.schema.json. */
export interface ReportWriter {
  write(report: DomainReport): void;
  end(): void;
}

/** Raised when a field of the output changes its meaning or goes away. */
export const jsonSchemaVersion = 1;

export function jsonWriter({ out }: Output): ReportWriter {
  let separator = "\n";
  const head = { schemaVersion: jsonSchemaVersion, version: packageVersion(), checkedAt: new Date().toISOString() };
  out(`${JSON.stringify(head).slice(0, -1)},"domains":[`);
  return {
    write(report) {
      out(`${separator}${JSON.stringify(report)}`);
      separator = ",\n";
    },
    end() {
      out("\n]}\n");
    },
  };
}
