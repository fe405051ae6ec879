import * as pulumi from "@pulumi/pulumi";
import { renderStsRecord } from "../../protocol";
import { awaitPublication } from "../publicationGate";
import { verifyTxt } from "../verifyTxt";
import { hookOf, warn, type Run } from "./context";
import { staysBesideRefused } from "./existingRefusal";
import { inputsOf, settledNumber, settledText } from "./inputs";

/**
 * Holds a record back until the policy is served; fails, with what was seen, where it never is. An address fails at once
 * where one beside it is refused, or senders would go to one host over IPv4 and to another over IPv6.
 *
 * @param onUpdate what to say beside that where the record was there before
 */
export function publicationGate(run: Run, child: string, onUpdate = ""): pulumi.ResourceHook {
  return hookOf(run, child, "publication gate", "inUpdate", async ({ oldInputs }) => {
    await besideRefused(run);
    const { gate, policy, host, lookups, clock, component } = run;
    const expected = await settledText(policy?.text);
    const server = await settledText(gate?.server);
    if (gate === undefined || expected === undefined || server === undefined) return;
    const everywhere = server === "addresses";
    run.passing ??= awaitPublication({
      domain: run.program.domain,
      expected,
      fetch: () => (everywhere ? lookups.fresh.policyEverywhere(host, expected) : lookups.fresh.policyAt(host, server)),
      where: `https://${host}/.well-known/mta-sts.txt at ${everywhere ? "every address that its zone gives" : server}`,
      steadySeconds: gate.steadySeconds,
      limitSeconds: gate.limitSeconds ?? (oldInputs === undefined ? 1200 : 300),
      clock,
      log: (line) => void pulumi.log.info(line, component),
    });
    const result = await run.passing;
    if (!result.ok) throw new Error(oldInputs === undefined ? result.message : `${result.message}${onUpdate}`);
    // Their judgements may have begun later.
    await besideRefused(run);
  });
}

/** Fails where an address record is refused: those beside it stay as they are. */
async function besideRefused({ addresses, host }: Run): Promise<void> {
  if ((await Promise.all(addresses.values())).includes(true)) throw new Error(staysBesideRefused(host));
}

/** After the `_mta-sts` record changed: looks whether every authoritative server has it, and notes when that was. */
export function afterStsRecord(run: Run, child: string): pulumi.ResourceHook {
  return hookOf(run, child, "live _mta-sts", "inUpdate", async ({ oldInputs }) => {
    const { program, policy, lookups, clock } = run;
    const oldTtl = await settledNumber(inputsOf(oldInputs)["ttl"]);
    const id = await settledText(policy?.id);
    if (run.gate !== undefined && id !== undefined) {
      const name = `_mta-sts.${program.domain}`;
      const warning = await verifyTxt(program.domain, renderStsRecord(id), () => lookups.fresh.txt(name), clock);
      if (warning !== undefined) await warn(run, warning);
    }
    // Until now a server that was late gave resolvers the old record.
    if (oldTtl !== undefined) run.txtChanged = laterEnd(run.txtChanged, { at: clock.now(), oldTtl });
  });
}

/** Of the changes in two zones, the one after which the old record is remembered longer. */
function laterEnd(first: Run["txtChanged"], second: NonNullable<Run["txtChanged"]>): Run["txtChanged"] {
  const end = ({ at, oldTtl }: NonNullable<Run["txtChanged"]>) => at + oldTtl * 1000;
  return first !== undefined && end(first) > end(second) ? first : second;
}
