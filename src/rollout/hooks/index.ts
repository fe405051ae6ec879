import type * as pulumi from "@pulumi/pulumi";
import { startRun, type RolloutContext } from "./context";
import type { HookInputs } from "./inputs";
import { waitForResolvers } from "./mailExchangers";
import { rolloutRules } from "./policyFile";
import { afterStsRecord, publicationGate } from "./publication";
import { refuseExisting, refuseHostRename, refuseRename, type GuardedRecord } from "./records";

export type { GateContext, RolloutContext } from "./context";
export { bindingFile, objectFile, type HookInputs } from "./inputs";
export type { GuardedRecord } from "./records";

/** The hooks of one component; each method gives the `hooks` option of one kind of child. */
export interface RolloutHooks {
  /** For the S3 object ({@link objectFile}) or the Worker script: judges the step against the state. */
  policyFile: (fileOf: (inputs: HookInputs) => unknown) => pulumi.ResourceHookBinding;
  /** For the distribution: refuses a change of the domain, which would take the old host away. */
  distribution: () => pulumi.ResourceHookBinding;
  /** For `_smtp._tls`: refuses a record that is not ours. */
  tlsRptRecord: (record: GuardedRecord) => pulumi.ResourceHookBinding;
  /** For `mta-sts`: refuses a record that is not ours; waits at the gate. Let it depend on the policy's resources. */
  addressRecord: (record: GuardedRecord) => pulumi.ResourceHookBinding;
  /** For `_mta-sts`: refuses a record that is not ours; waits at the gate; afterwards looks at what is live. */
  stsRecord: (record: GuardedRecord) => pulumi.ResourceHookBinding;
  /** For the MX set, or for each MX record with its host: under enforce, waits for resolvers. After `_mta-sts`. */
  mxRecord: (hosts: pulumi.Input<string[]>) => pulumi.ResourceHookBinding;
}

/**
 * Makes the hooks that hold a component's children to the rollout rules. They run only for children that change; what
 * must be said on every run is in `judgeProgram`.
 */
export function rolloutHooks(context: RolloutContext): RolloutHooks {
  const run = startRun(context);
  return {
    policyFile(fileOf) {
      const rules = rolloutRules(run, fileOf);
      return { beforeCreate: [rules], beforeUpdate: [rules] };
    },
    distribution() {
      return { beforeUpdate: [refuseHostRename(run)] };
    },
    tlsRptRecord(record) {
      return { beforeCreate: [refuseExisting(run, record)], beforeUpdate: [refuseRename(run, record)] };
    },
    addressRecord(record) {
      const gate = publicationGate(run, record.name);
      return { beforeCreate: [refuseExisting(run, record), gate], beforeUpdate: [gate] };
    },
    stsRecord(record) {
      const gate = publicationGate(run, record.name);
      const after = afterStsRecord(run);
      return {
        beforeCreate: [refuseExisting(run, record), gate],
        beforeUpdate: [refuseRename(run, record), gate],
        afterCreate: [after],
        afterUpdate: [after],
      };
    },
    mxRecord(hosts) {
      const wait = waitForResolvers(run, hosts);
      return { beforeCreate: [wait], beforeUpdate: [wait] };
    },
  };
}
