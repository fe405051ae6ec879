import * as pulumi from "@pulumi/pulumi";

/** What one component does when one of its children changes. */
export interface ChildGuard {
  component: pulumi.Resource;
  /** The child's name. */
  child: string;
  /** Of the child, where a component has one of this name in each of two zones. */
  provider?: "route53" | "cloudflare";
  callback: pulumi.ResourceHookFunction;
}

const packages = { route53: "aws:", cloudflare: "cloudflare:" };

interface SharedHook {
  hook: pulumi.ResourceHook;
  guards: Map<string, ChildGuard[]>;
}

/** Keyed by the program's root resource, or in a component plugin, which has none, by the component. */
const hooks = new WeakMap<pulumi.Resource, Map<string, SharedHook>>();
let namesMade = 0;

/**
 * The hook of this name, shared by all components of a program: registering one takes the engine as long as a resource,
 * and a program may have hundreds of domains. It finds out by the child's name whose guard to run. In a preview, one
 * stands for all that are not called there.
 */
export function sharedHook(name: string, onDryRun: boolean, guard: ChildGuard): pulumi.ResourceHook {
  if (!onDryRun && pulumi.runtime.isDryRun()) return silentHook(guard.component);
  const shared = hookNamed(name, onDryRun, guard.component);
  shared.guards.set(guard.child, [...(shared.guards.get(guard.child) ?? []), guard]);
  return shared.hook;
}

/** A hook that the engine does not call in a preview. */
export function silentHook(component: pulumi.Resource): pulumi.ResourceHook {
  return hookNamed("nothing in previews", false, component).hook;
}

function hookNamed(name: string, onDryRun: boolean, component: pulumi.Resource): SharedHook {
  const stack = pulumi.runtime.getStackResource();
  const scope = stack ?? component;
  const known = hooks.get(scope) ?? new Map<string, SharedHook>();
  hooks.set(scope, known);
  // The engine knows hooks by name, and a plugin shares the engine with other components.
  const shared = known.get(name) ?? create(stack === undefined ? `${name} (${++namesMade})` : name, onDryRun);
  known.set(name, shared);
  return shared;
}

function create(name: string, onDryRun: boolean): SharedHook {
  const guards = new Map<string, ChildGuard[]>();
  const dispatch: pulumi.ResourceHookFunction = async (args) => {
    const guard = await guardOf(guards.get(args.name) ?? [], args.urn);
    if (guard === undefined) throw new Error(`No guard for ${args.urn}: this is a defect of pulumi-mta-sts.`);
    await guard.callback(args);
  };
  return { guards, hook: new pulumi.ResourceHook(name, dispatch, { onDryRun }) };
}

/**
 * Children of one name: in two zones their own types tell them apart; below components of one name with different
 * parents, the chain of types in the URN.
 */
async function guardOf(all: readonly ChildGuard[], urn: string): Promise<ChildGuard | undefined> {
  const type = typesOf(urn).split("$").at(-1) ?? "";
  const guards = all.filter(({ provider }) => provider === undefined || type.startsWith(packages[provider]));
  if (guards.length < 2) return guards[0];
  for (const guard of guards) {
    const component = await urnOf(guard.component);
    if (typesOf(urn).startsWith(`${typesOf(component)}$`)) return guard;
  }
  return undefined;
}

function urnOf({ urn }: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => {
    urn.apply((value) => {
      resolve(value);
    });
  });
}

function typesOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}
