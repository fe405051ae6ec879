import type * as pulumi from "@pulumi/pulumi";
import type { Run } from "./context";
import type { HookInputs } from "./inputs";
import { hostMove } from "./hostMove";
import { waitForResolvers } from "./mailExchangers";
import { rolloutRules } from "./policyFile";
import { afterStsRecord, publicationGate } from "./publication";
import type { GuardedRecord } from "./existingRefusal";
import { refuseExisting, refuseHostRename, refuseRename } from "./records";
import { refuseOccupied } from "./workerDomain";

export { startRun, type GateContext, type RolloutContext, type Run } from "./context";
export { bindingFile, objectFile, type HookInputs } from "./inputs";
export type { AddressHolder, AddressTwin, GuardedRecord } from "./existingRefusal";

/** The hooks of one component; each method gives the `hooks` option of one kind of child, by the child's name. */
export interface RolloutHooks {
  /** For the S3 object ({@link objectFile}) or the Worker script: judges the step against the state. */
  policyFile: (child: string, fileOf: (inputs: HookInputs) => unknown) => pulumi.ResourceHookBinding;
  /** For the distribution: refuses a change of the domain, which would take the old host away. */
  distribution: (child: string) => pulumi.ResourceHookBinding;
  /** For `_smtp._tls`: refuses a record that is not ours. */
  tlsRptRecord: (child: string, record: GuardedRecord) => pulumi.ResourceHookBinding;
  /**
   * For `mta-sts`: refuses a record that is not ours, and a move of hosts in one deploy; waits at the gate, before the
   * change or, where only the record itself leads to the host, after it. Let it depend on the policy's resources.
   */
  addressRecord: (child: string, record: GuardedRecord) => pulumi.ResourceHookBinding;
  /** For a Worker's custom domain: refuses it where a record stands; afterwards waits until the policy is served. */
  workerDomain: (child: string, occupant: GuardedRecord) => pulumi.ResourceHookBinding;
  /** For `_mta-sts`: refuses a record that is not ours; waits at the gate; afterwards looks at what is live. */
  stsRecord: (child: string, record: GuardedRecord) => pulumi.ResourceHookBinding;
  /**
   * For the MX set, or for each MX record with its host: refuses a record that is not ours; under enforce, waits for
   * resolvers. After `_mta-sts`.
   */
  mxRecord: (child: string, record: GuardedRecord, hosts: readonly string[]) => pulumi.ResourceHookBinding;
}

/** The address had to change before anybody could ask the edge for the policy. */
const wayBack =
  "\n    address:   it leads to the Worker now. If the cause takes time, let policyHost name the other host again.";

/**
 * Makes the hooks that hold a component's children to the rollout rules. They run only for children that change; what
 * must be said on every run is in `judgeProgram`.
 */
export function rolloutHooks(run: Run): RolloutHooks {
  return {
    policyFile(child, fileOf) {
      const rules = rolloutRules(run, child, fileOf);
      return { beforeCreate: [rules], beforeUpdate: [rules] };
    },
    distribution(child) {
      return { beforeUpdate: [refuseHostRename(run, child)] };
    },
    tlsRptRecord(child, record) {
      return { beforeCreate: [refuseExisting(run, child, record)], beforeUpdate: [refuseRename(run, child)] };
    },
    addressRecord(child, record) {
      const gate = publicationGate(run, child, record.proxied === true ? wayBack : "");
      const existing = refuseExisting(run, child, record);
      if (record.type !== "CNAME") return { beforeCreate: [existing, gate], beforeUpdate: [gate] };
      const move = hostMove(run, child);
      return record.proxied === true
        ? { beforeCreate: [existing], beforeUpdate: [move], afterCreate: [gate], afterUpdate: [gate] }
        : { beforeCreate: [existing, gate], beforeUpdate: [move, gate] };
    },
    workerDomain(child, occupant) {
      return {
        beforeCreate: [refuseOccupied(run, child, occupant)],
        afterCreate: [publicationGate(run, child)],
      };
    },
    stsRecord(child, record) {
      const gate = publicationGate(run, child);
      const after = afterStsRecord(run, child);
      return {
        beforeCreate: [refuseExisting(run, child, record), gate],
        beforeUpdate: [refuseRename(run, child), gate],
        afterCreate: [after],
        afterUpdate: [after],
      };
    },
    mxRecord(child, record, hosts) {
      const wait = waitForResolvers(run, child, hosts);
      return {
        beforeCreate: [refuseExisting(run, child, record), wait],
        beforeUpdate: [refuseRename(run, child), wait],
      };
    },
  };
}
