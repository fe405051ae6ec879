import { readFileSync } from "node:fs";
import path from "node:path";
import { brokenProperties, type Tally } from "../../simulation/measure/tally";
import { doWork } from "../../simulation/run/work";
import { baselines, ours } from "../../simulation/operators/strategies";
import { operationOrder, waitsFor } from "../../simulation/deploy/operations";
import { draw } from "../../simulation/picture/draw";
import { tell } from "../../simulation/picture/story";
import { runSequence } from "../../simulation/run/runSequence";
import { scenariosOf } from "../../simulation/scenario/scenarios";

jest.setTimeout(60_000);

describe("the simulation", () => {
  it("breaks no property in accepted deploys of an operator who reads what is printed", async () => {
    for (const scenario of scenariosOf(7, 40)) expect(brokenProperties(await runSequence(scenario, ours))).toEqual([]);
  });

  it("breaks none in the sequences in which the component or the model was wrong once", async () => {
    const all = scenariosOf(1, 10_000);
    for (const number of [1157, 1314, 1415, 2776, 3140, 3350, 6185, 7179, 8227, 8354, 9324, 9474, 9981])
      expect({ number, broken: brokenProperties(await runSequence(all[number]!, ours)) }).toEqual({
        number,
        broken: [],
      });
  });

  it("gives the same numbers for the same seed, however the work is shared", async () => {
    const work = { seed: 3, sequences: 4, justifyEvery: 0 };
    const whole = await doWork({ ...work, part: 0, parts: 1 });
    const halves = [await doWork({ ...work, part: 0, parts: 2 }), await doWork({ ...work, part: 1, parts: 2 })];
    const messages = (results: { tallies: [string, Tally][] }[]) =>
      results.flatMap(({ tallies }) => tallies.map(([, tally]) => tally.messages)).reduce((sum, each) => sum + each, 0);
    expect(messages(halves)).toBe(messages([whole]));
  });

  it("shows a CDN that caches for a day losing mail", async () => {
    const cached = baselines.find(({ name }) => name === "cdn24h")!;
    let undelivered = 0;
    for (const scenario of scenariosOf(7, 20)) undelivered += (await runSequence(scenario, cached)).journal.undelivered;
    expect(undelivered).toBeGreaterThan(0);
  });

  it("states an order of operations in which each follows what it waits for", () => {
    for (const [index, kind] of operationOrder.entries())
      for (const before of waitsFor[kind]) expect(operationOrder.indexOf(before)).toBeLessThan(index);
  });

  it("has a picture in the docs that its runs still draw", async () => {
    const drawn = draw(await tell());
    expect(readFileSync(path.join(__dirname, "../../docs/simulation.svg"), "utf8")).toBe(drawn);
  });
});
