import { parseStsRecord } from "../../../src/protocol";
import { ModelDeployment, recordNames, type DeployResult } from "../../../simulation/deploy/deployment";
import type { Operation, OperationKind } from "../../../simulation/deploy/operations";
import type { Program } from "../../../simulation/deploy/program";
import type { ZoneKind } from "../../../simulation/scenario/scenario";

/** The model of the engine's deploys: it dies as they do here. */
export class ModelOfEngine extends ModelDeployment {
  override deploy(
    program: Program,
    death?: { at: number; lost: boolean },
    judgeAgain?: () => Promise<string[]>,
  ): Promise<DeployResult> {
    const planned = this.plan(program);
    if (death === undefined || planned.length === 0) return super.deploy(program, undefined, judgeAgain);
    const lost = losesAnswer(planned[death.at % planned.length], death);
    return super.deploy(program, { ...death, lost }, judgeAgain);
  }

  /** What a deploy made and did not note is as the program has it: after the import nothing is left to change. */
  override adopt(program: Program): void {
    const { records } = this.state;
    const known = [...records.keys()];
    super.adopt(program);
    for (const key of records.keys()) if (!known.includes(key)) records.set(key, this.liveIn(key));
  }

  private liveIn(key: string): string {
    const [kind, zone] = key.split(" ") as [OperationKind, ZoneKind];
    const { values } = this.context.world.latest(zone, recordNames[kind] ?? "sts");
    return kind === "stsRecord" ? (parseStsRecord(values[0] ?? "").id ?? "") : values.join(" ");
  }
}

/** Of deletions no answer is lost: a refresh would leave nothing to tell. */
export function losesAnswer(operation: Operation | undefined, death: { lost: boolean } | undefined): boolean {
  return operation !== undefined && operation.action !== "delete" && death?.lost === true;
}
