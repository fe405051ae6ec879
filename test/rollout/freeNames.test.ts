import * as pulumi from "@pulumi/pulumi";
import type { NameAnswer } from "../../src/rollout/existingRecords";
import type { Run } from "../../src/rollout/hooks/context";
import type { GuardedRecord } from "../../src/rollout/hooks/existingRefusal";
import { passOverFreeNames, unlessFree } from "../../src/rollout/hooks/freeNames";
import type * as sharedHooks from "../../src/rollout/hooks/sharedHook";

let silent: object = {};
jest.mock<Partial<typeof sharedHooks>>("../../src/rollout/hooks/sharedHook", () => ({
  silentHook: () => silent as pulumi.ResourceHook,
}));

const shared = { name: "existing record" } as unknown as pulumi.ResourceHook;
const free: NameAnswer = { ok: true, records: [], servers: ["ns1.example.net"] };
const taken: NameAnswer = { ...free, records: [{ type: "TXT", value: "v=TLSRPTv1; rua=mailto:other@example.org" }] };

const record = (name: string, type: GuardedRecord["type"] = "TXT"): GuardedRecord => ({
  ...{ name, type, provider: "route53", zoneServers: ["ns1.example.net"] },
  ...(type === "TXT" ? { text: `text of ${name}` } : {}),
  importId: () => Promise.resolve(undefined),
});

interface World {
  /** What the names hold; the others are free. */
  names?: Record<string, NameAnswer>;
  /** Texts at `_mta-sts`. Default: none. */
  announced?: string[];
  flags?: Partial<Pick<Run["program"], "verifyPublication" | "checkLiveMx">>;
}

function runIn({ names = {}, announced = [], flags = {} }: World): { run: Run; asked: string[] } {
  const asked: string[] = [];
  const txt = (name: string) => {
    asked.push(name);
    return Promise.resolve({ ok: true, texts: announced });
  };
  const name = (at: string, type: string) => {
    asked.push(`${type} ${at}`);
    return Promise.resolve(names[at] ?? free);
  };
  const run = {
    component: {},
    program: { domain: "example.com", verifyPublication: true, checkLiveMx: true, ...flags },
    lookups: { once: { txt, name } },
    existing: [],
  } as unknown as Run;
  return { run, asked };
}

function preview(isPreview = true): void {
  jest.spyOn(pulumi.runtime, "isDryRun").mockReturnValue(isPreview);
}

beforeEach(() => {
  silent = { name: "nothing in previews", __registered: Promise.resolve() };
  preview();
});
afterEach(() => jest.restoreAllMocks());

test("a preview of a new domain calls no hook for a name that is free, and every other one", async () => {
  const { run } = runIn({
    names: { "_smtp._tls.example.com": taken, "mta-sts.example.com": { ok: false, reason: "" } },
  });
  const hooks = [
    record("_smtp._tls.example.com"),
    record("mta-sts.example.com", "A"),
    record("_mta-sts.example.com"),
  ].map((each) => unlessFree(run, shared, each));
  await passOverFreeNames(run);
  expect(hooks.map(({ name }) => name)).toEqual(["existing record", "existing record", "nothing in previews"]);
  expect(shared.name).toBe("existing record");
});

test("an update calls every hook: a record may have come since", async () => {
  preview(false);
  const { run, asked } = runIn({});
  expect(unlessFree(run, shared, record("_mta-sts.example.com"))).toBe(shared);
  await passOverFreeNames(run);
  expect(asked).toEqual([]);
});

test.each<[string, World]>([
  ["of a domain that senders find a policy for", { announced: ["v=STSv1; id=1;"] }],
  ["without internet", { flags: { verifyPublication: false, checkLiveMx: false } }],
])("nothing more is asked %s", async (_case, world) => {
  const { run, asked } = runIn(world);
  const hook = unlessFree(run, shared, record("_mta-sts.example.com"));
  await passOverFreeNames(run);
  expect(hook.name).toBe("existing record");
  expect(asked.filter((question) => question.includes(" "))).toEqual([]);
});

test("hooks stay where the SDK does not say whether the engine knows the silent one", async () => {
  silent = { name: "nothing in previews" };
  const { run } = runIn({});
  const hook = unlessFree(run, shared, record("_mta-sts.example.com"));
  await passOverFreeNames(run);
  expect(hook.name).toBe("existing record");
});
