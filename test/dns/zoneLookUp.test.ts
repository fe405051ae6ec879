import * as pulumi from "@pulumi/pulumi";
import { lookUpZone, type AskedZone } from "../../src/dns/zoneLookUp";

const found = { name: "example.com", private: false, nameServers: ["ns1.example.net"] };
let asked: string[];

beforeEach(() => {
  asked = [];
});
afterEach(() => jest.restoreAllMocks());

/** Components of one program; a new one for each call. */
function inProgram(): void {
  const program = {} as unknown as pulumi.Resource;
  jest.spyOn(pulumi.runtime, "getStackResource").mockImplementation(() => program as never);
}

/** A component whose providers are these, by package. */
function component(providers: Record<string, pulumi.ProviderResource> = {}): pulumi.Resource {
  const getProvider = (token: string) => providers[token.split(":").length === 3 ? token.split(":")[0]! : ""];
  return { getProvider } as unknown as pulumi.Resource;
}

const provider = (): pulumi.ProviderResource => ({}) as unknown as pulumi.ProviderResource;

function lookUp(zone: Partial<AskedZone>, label = zone.zoneId ?? "Z1"): Promise<unknown> {
  return lookUpZone({ zoneId: "Z1", parent: component(), kind: "aws", ...zone }, () => {
    asked.push(label);
    return Promise.resolve(found);
  });
}

test("the domains of one zone look it up once", async () => {
  inProgram();
  expect(await Promise.all([lookUp({}), lookUp({}), lookUp({ zoneId: "Z2" }), lookUp({})])).toEqual(
    Array.from({ length: 4 }, () => found),
  );
  expect(asked).toEqual(["Z1", "Z2"]);
});

test("each provider is asked for itself, whether the zone names it or the component has it", async () => {
  inProgram();
  const [own, inherited] = [provider(), provider()];
  await lookUp({}, "default");
  await lookUp({ provider: own }, "own");
  await lookUp({ parent: component({ aws: inherited }) }, "inherited");
  await lookUp({ parent: component({ aws: inherited }), provider: own }, "own again");
  await lookUp({ parent: component({ cloudflare: inherited }) }, "default again");
  await lookUp({ kind: "cloudflare" }, "Cloudflare");
  expect(asked).toEqual(["default", "own", "inherited", "Cloudflare"]);
});

test("a program does not see what another one of the same process was told", async () => {
  inProgram();
  await lookUp({}, "first program");
  inProgram();
  await lookUp({}, "second program");
  expect(asked).toEqual(["first program", "second program"]);
});

test("a component in a plugin, which has no program around it, asks for itself", async () => {
  jest.spyOn(pulumi.runtime, "getStackResource").mockImplementation(() => undefined);
  await lookUp({});
  await lookUp({});
  expect(asked).toEqual(["Z1", "Z1"]);
});
