import { declareFlat } from "../../bench/support/flatDomain";
import { startSandbox } from "../../sandbox/sandbox";
import { MtaSts, MtaStsMode } from "../../src";
import { deployment } from "../support/engine";
import { nameOf } from "../support/engineEvents";

interface StoredResource {
  urn: string;
  type: string;
  inputs?: object;
  outputs?: object;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[] | null>;
  customTimeouts?: unknown;
}

const domain = "mail.example.com";

/** What the engine keeps of each resource after a deploy, without what the sandbox chose by chance. */
async function stored(declare: (zoneId: string) => unknown): Promise<Map<string, object>> {
  const sandbox = await startSandbox({ route53: [{ name: "example.com", id: "ZEXAMPLE" }] });
  try {
    const mail = await deployment(sandbox, () => {
      declare("ZEXAMPLE");
      return Promise.resolve();
    });
    await mail.up();
    const { deployment: state } = (await mail.stack.exportStack()) as { deployment: { resources: StoredResource[] } };
    const children = state.resources.filter(({ type }) => /^aws:/.test(type));
    return new Map(children.map((resource) => [nameOf(resource.urn), facts(resource)]));
  } finally {
    await sandbox.close();
  }
}

function facts({ type, inputs, outputs, dependencies, propertyDependencies, customTimeouts }: StoredResource): object {
  const byProperty = Object.entries(propertyDependencies ?? {}).map(([name, urns]) => [name, namesOf(urns ?? [])]);
  return {
    ...{ type, customTimeouts, dependencies: namesOf(dependencies ?? []) },
    ...{ inputs: Object.keys(inputs ?? {}).sort(), outputs: Object.keys(outputs ?? {}).sort() },
    propertyDependencies: Object.fromEntries(byProperty.filter(([, names]) => names!.length > 0)) as object,
  };
}

function namesOf(urns: readonly string[]): string[] {
  return urns.map(nameOf).sort();
}

test("the component declares what a program with the SDK's classes would, to the last dependency", async () => {
  const byHand = await stored((zoneId) => {
    declareFlat("mail", domain, zoneId);
  });
  const ours = await stored(
    (zoneId) =>
      new MtaSts("mail", {
        domain,
        tlsReporting: { rua: [`mailto:tls@${domain}`] },
        policy: { mode: MtaStsMode.Testing, mx: [`mx1.${domain}`, `mx2.${domain}`] },
        route53: { zoneId },
        rollout: { checkLiveMx: false },
      }),
  );
  expect(byHand.size).toBe(13);
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(byHand));
}, 60_000);
