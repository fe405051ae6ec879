/**
 * bench:check: 1,000 domains of the sandbox in one process, against the bare look-ups and fetches that a check needs:
 * the same questions and requests (taken from the sandbox's own logs), by Node's resolver and https, at the same
 * concurrency, judged by nobody. The sandbox runs in a process of its own, so that it costs both sides alike.
 */
import { fork } from "node:child_process";
import { Resolver } from "node:dns/promises";
import { get } from "node:https";
import { join } from "node:path";
import Table from "cli-table3";
import { checkDomain, mapLimit, openNetwork, type CheckOptions } from "../src/checks";
import type { BareQuestion, BenchWorld } from "./support/checkWorld";

const domainCount = Number(process.env["BENCH_DOMAINS"] ?? 1000);
const concurrency = 16;
const rounds = 3;

async function main(): Promise<void> {
  const world = fork(join(__dirname, "support/checkWorld.ts"), [String(domainCount)], { execArgv: process.execArgv });
  const answer = <T>(message: string): Promise<T> =>
    new Promise((resolve, reject) => {
      world.once("message", (value) => {
        resolve(value as T);
      });
      world.once("exit", (code) => {
        reject(new Error(`the sandbox ended with ${String(code)}`));
      });
      world.send(message);
    });
  const { domains, options: own } = await answer<BenchWorld>("start");
  // A busy machine makes a bench slow; it must not make it fail.
  const options = { ...own, timeoutMs: 60_000, dnsTimeoutMs: 20_000 };
  const [first = ""] = domains;

  // One check shows which questions and requests a domain needs; names of the zone's servers are shared by all.
  await checkDomain(first, openNetwork(options));
  const template = await answer<BareQuestion[]>("log");

  const checked: number[] = [];
  const bare: number[] = [];
  let peak = 0;
  for (let round = 0; round < rounds; round++) {
    checked.push(await timed(() => checkAll(domains, options, (bytes) => (peak = Math.max(peak, bytes)))));
    bare.push(await timed(() => bareAll(domains, first, template, options)));
  }
  world.disconnect();

  const checkMs = Math.min(...checked);
  const bareMs = Math.min(...bare);
  const table = new Table({ head: ["", "ms", "ms a domain"], style: { head: [], border: [] } });
  table.push(["mta-sts check", checkMs.toFixed(0), (checkMs / domainCount).toFixed(2)]);
  table.push(["bare look-ups and fetches", bareMs.toFixed(0), (bareMs / domainCount).toFixed(2)]);
  console.log(table.toString());
  console.log(
    JSON.stringify({
      bench: "check",
      domains: domainCount,
      concurrency,
      queries: template.filter(({ kind }) => kind === "dns").length,
      fetches: template.filter(({ kind }) => kind === "https").length,
      checkMs: Math.round(checkMs),
      bareMs: Math.round(bareMs),
      checkRatio: Number((checkMs / bareMs).toFixed(2)),
      checkRatioLimit: 2,
      peakHeapMb: Math.round(peak / 1e6),
    }),
  );
}

async function checkAll(domains: string[], options: CheckOptions, heap: (bytes: number) => void): Promise<void> {
  const network = openNetwork(options);
  let done = 0;
  for await (const report of mapLimit(domains, concurrency, (domain) => checkDomain(domain, network))) {
    if (report.outcome !== "pass") throw new Error(`${report.domain}: ${JSON.stringify(report.verdicts)}`);
    if (done++ % 50 === 0) heap(process.memoryUsage().heapUsed);
  }
}

async function bareAll(domains: string[], first: string, template: BareQuestion[], options: CheckOptions) {
  const resolvers = new Map<string, Resolver>();
  const resolverAt = (address: string) => {
    const known = resolvers.get(address) ?? new Resolver();
    known.setServers([`${address}:${options.ports?.dns ?? 53}`]);
    resolvers.set(address, known);
    return known;
  };
  for (const { kind, address } of template) if (kind === "dns") resolverAt(address);
  const ask = async (question: BareQuestion, domain: string) => {
    const name = question.name.replace(first, domain);
    if (question.kind === "https") return fetchBare(question.address, name, options);
    // Absent names are answers as well.
    await resolvers
      .get(question.address)
      // Node's resolver knows no TLSA; the answer "no such name" is the same for TXT.
      ?.resolve(name, question.type === "TLSA" ? "TXT" : question.type)
      .catch(() => undefined);
  };
  const asked = mapLimit(domains, concurrency, (domain) =>
    Promise.all(template.map((question) => ask(question, domain))),
  );
  while (!(await asked.next()).done);
}

function fetchBare(host: string, servername: string, { ca, ports }: CheckOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = "/.well-known/mta-sts.txt";
    const headers = { host: servername };
    get({ host, port: ports?.https, servername, path, headers, ca, agent: false }, (response) => {
      response.resume().on("end", resolve).on("error", reject);
    }).on("error", reject);
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

void main();
