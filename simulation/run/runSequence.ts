import { beginnings } from "../operators/beginnings";
import { Operator, type DeploymentOf, type OperatorLog } from "../operators/operator";
import type { Strategy } from "../operators/strategy";
import { wish } from "../operators/wishes";
import type { Scenario } from "../scenario/scenario";
import { Journal } from "../senders/journal";
import { Sender } from "../senders/sender";
import { population } from "../senders/traits";
import { World } from "../world/world";
import { firstIntent, Mail } from "./mail";

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

/**
 * Runs one strategy through one scenario. The same arguments always give the same result.
 *
 * @param mail the mail of this scenario, where it has been made before
 */
export async function runSequence(
  scenario: Scenario,
  strategy: Strategy,
  deploymentOf?: DeploymentOf,
  mail = new Mail(scenario),
): Promise<SequenceResult> {
  const { salt, zone, intents } = scenario;
  const world = new World(salt, zone, strategy.habits.edgeTtl);
  const journal = new Journal(world, scenario.mxTtl);
  const senders = population.map(
    (traits, number) => new Sender(world, traits, mail.times[number]!, journal, salt, number),
  );
  const reporters = senders.filter(({ traits }) => traits.reports !== undefined);
  const people = {
    advanceTo(time: number) {
      // Mail is written as time passes: nobody knows how long the operator will take.
      mail.writeUntil(time);
      for (const sender of senders) sender.advanceTo(time);
    },
    reports: () => reporters.flatMap(({ reports }) => reports),
  };

  const operator = new Operator(scenario, strategy, world, people, deploymentOf);
  operator.plan(beginnings(operator));
  for (const [number, intent] of intents.entries()) operator.plan(wish(operator, intent, mail.begun[number + 2]!));
  await operator.run();
  const end = Math.max(operator.clock.seconds, firstIntent, mail.begun.at(-1)!) + tail;
  people.advanceTo(end);
  return { journal, log: operator.log, world, end };
}
