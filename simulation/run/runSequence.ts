import { beginnings } from "../operators/beginnings";
import { Operator, type DeploymentOf, type OperatorLog } from "../operators/operator";
import type { Strategy } from "../operators/strategy";
import { wish } from "../operators/wishes";
import type { Scenario } from "../scenario/scenario";
import { Journal } from "../senders/journal";
import { Sender } from "../senders/sender";
import { population } from "../senders/traits";
import { World } from "../world/world";
import { mailOfDay } from "./mail";

/** One operator's life with one domain, and what it did to the mail. */
export interface SequenceResult {
  journal: Journal;
  log: OperatorLog;
  world: World;
  /** Seconds that it lasted. */
  end: number;
}

const day = 86400;
/** After the last step: until the longest queue has given up. */
const tail = 8 * day;

/** Runs one strategy through one scenario. The same arguments always give the same result. */
export async function runSequence(
  scenario: Scenario,
  strategy: Strategy,
  deploymentOf?: DeploymentOf,
): Promise<SequenceResult> {
  const { salt, zone, intents } = scenario;
  const world = new World(salt, zone, strategy.habits.edgeTtl);
  const journal = new Journal(world, scenario.mxTtl);
  const begun: number[] = [0, day];
  let at = 2 * day;
  for (const { gap } of intents) begun.push((at += gap));

  const mail = population.map((): number[] => []);
  const senders = population.map((traits, number) => new Sender(world, traits, mail[number]!, journal, salt, number));
  let written = 0;
  const people = {
    advanceTo(time: number) {
      // Mail is written as time passes: nobody knows how long the operator will take.
      for (; written < time; written += day)
        for (const [number, list] of mail.entries()) list.push(...mailOfDay(salt, number, written, begun));
      for (const sender of senders) sender.advanceTo(time);
    },
    reports: () => senders.flatMap(({ reports }) => [...reports]),
  };

  const operator = new Operator(scenario, strategy, world, people, deploymentOf);
  operator.plan(beginnings(operator));
  for (const [number, intent] of intents.entries()) operator.plan(wish(operator, intent, begun[number + 2]!));
  await operator.run();
  const end = Math.max(operator.clock.seconds, at) + tail;
  people.advanceTo(end);
  return { journal, log: operator.log, world, end };
}
