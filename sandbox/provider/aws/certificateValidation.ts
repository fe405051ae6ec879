import { setTimeout as sleep } from "node:timers/promises";
import type { Certificate } from "../../cloud";
import { bareName } from "../../cloud/names";
import type { Call, ResourceType } from "../resourceType";
import { equal, equalAsSets } from "../values";
import { attempt, orGone, providerError } from "./attempt";
import { withDefaults, withRegion } from "./checks";

const interval = 20; // milliseconds between two looks
const defaultTimeout = 75 * 60; // seconds

export const certificateValidation: ResourceType = {
  token: "aws:acm/certificateValidation:CertificateValidation",
  required: ["certificateArn"],
  immutable: ["certificateArn", "region", "validationRecordFqdns"],
  computed: [],

  check: (request) => ({ inputs: withRegion(withDefaults(request.inputs, {}), request), failures: [] }),

  same: (property, old, now) => (property === "validationRecordFqdns" ? equalAsSets(old, now) : equal(old, now)),

  create: async (call, inputs) => {
    const arn = inputs.text("certificateArn");
    const found = await attempt(`reading ACM Certificate (${arn})`, () => call.cloud.acm.describeCertificate(arn));
    const given = new Set(inputs.texts("validationRecordFqdns").map(bareName));
    const missing = found.validation.filter(({ name }) => !given.has(bareName(name)));
    if (given.size > 0 && missing.length > 0) {
      throw providerError(
        missing.map(({ name }) => `missing ${arn} DNS validation record: ${bareName(name)}`).join("; "),
      );
    }
    const issued = await waitUntilIssued(call, found);
    return { id: identifier(issued), outputs: inputs.properties };
  },

  read: async ({ cloud }, id, state) => {
    const arn = state.certificateArn;
    if (typeof arn !== "string") return undefined;
    const found = await orGone(() => cloud.acm.describeCertificate(arn));
    return found?.status === "ISSUED" ? { id, inputs: state, outputs: state } : undefined;
  },

  update: (_call, _id, inputs) => inputs.properties,

  // There is nothing to delete: it stands for a wait.
  delete: () => undefined,
};

async function waitUntilIssued(call: Call, { arn }: Certificate): Promise<Certificate> {
  const { cloud, signal, timeout = defaultTimeout } = call;
  const waiting = `waiting for ACM Certificate (${arn}) to be issued`;
  const limit = Math.min(call.patience, timeout * 1000);
  for (let waited = 0; waited <= limit; waited += interval) {
    const found = await attempt(waiting, () => cloud.acm.describeCertificate(arn));
    if (found.status === "ISSUED") return found;
    if (found.status === "FAILED") {
      const reason = found.failureReason ?? "";
      throw providerError(`${waiting}: unexpected state 'FAILED', wanted target 'ISSUED'. last error: ${reason}`);
    }
    await sleep(interval, undefined, { signal });
  }
  throw providerError(
    `${waiting}: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: ${goDuration(timeout)})`,
  );
}

/** Seconds as Go writes them: 1h15m0s. */
function goDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

function identifier({ issuedAt = new Date(0) }: Certificate): string {
  return issuedAt.toISOString().replace("T", " ").replace("Z", " +0000 UTC");
}
