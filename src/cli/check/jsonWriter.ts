import type { DomainReport } from "../../checks";
import type { Output } from "../output";
import { packageVersion } from "../packageVersion";
import { safeJson } from "../safeJson";

/** Writes reports one by one, so that any number of domains fits in memory. */
export interface ReportWriter {
  write(report: DomainReport): void;
  end(): void;
}

/** Raised when a field of the output changes its meaning or goes away. */
export const jsonSchemaVersion = 1;
/** Where the package has the schema. */
const jsonSchema = "pulumi-mta-sts/docs/check.schema.json";

export function jsonWriter({ out }: Output): ReportWriter {
  let separator = "\n";
  const head = {
    schema: jsonSchema,
    schemaVersion: jsonSchemaVersion,
    version: packageVersion(),
    checkedAt: new Date().toISOString(),
  };
  out(`${JSON.stringify(head).slice(0, -1)},"domains":[`);
  return {
    write(report) {
      out(`${separator}${safeJson(JSON.stringify(report))}`);
      separator = ",\n";
    },
    end() {
      out("\n]}\n");
    },
  };
}
