import {
  LocalWorkspace,
  type LocalWorkspaceOptions,
  type PulumiFn,
  PulumiCommand,
  type Stack,
  StackAlreadyExistsError,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import { runCli, type CliOptions, type CliResult } from "../../sandbox/engine/cli";
import type { EngineHome } from "../../sandbox/engine/engineHome";
import { sandboxVariable } from "../../src/rollout/surroundings";
import { nameOf } from "./engineEvents";
import { keyService } from "./keyService";
import { EngineFailure, operate, type Operation, type Outcome } from "./engineOperation";

export type { Account, Change, Diagnostic } from "./engineEvents";
export { EngineFailure, type Outcome } from "./engineOperation";

export interface OperationOptions extends Pick<
  UpOptions,
  "parallel" | "refresh" | "target" | "policyPacks" | "runProgram" | "signal" | "diff"
> {
  /** Return a failed outcome instead of throwing. */
  mayFail?: boolean;
  /** Another program from this operation on. */
  program?: PulumiFn;
}

/** A stack of one inline program. Every operation throws an `EngineFailure` if it fails, unless `mayFail`. */
export interface Deployment {
  readonly stack: Stack;
  preview(options?: OperationOptions): Promise<Outcome>;
  up(options?: OperationOptions): Promise<Outcome>;
  /** With `clearPendingCreates`: forgets creates that a killed engine left pending. */
  refresh(options?: OperationOptions & { clearPendingCreates?: boolean }): Promise<Outcome>;
  destroy(options?: OperationOptions): Promise<Outcome>;
  /** Names of the resources in the state, components included, the stack and default providers not. */
  resources(): Promise<string[]>;
}

export interface DeploymentOptions {
  /** Default `dev`. */
  stackName?: string;
  /** Default `test`. */
  projectName?: string;
  /** Stack configuration, such as `{ "aws:region": "eu-central-1" }`. */
  config?: Record<string, string>;
}

/**
 * Makes a stack of an inline program on the real engine, in the sandbox's temporary folder.
 *
 * @example
 * ```ts
 * const mail = await deployment(sandbox, async () => {
 *   new MtaSts("example", args);
 * });
 * const { changes } = await mail.up();
 * expect(changes.map(({ operation, name }) => `${operation} ${name}`)).toEqual([...]);
 * args = { ...args, policy: { ...args.policy, mode: "enforce" } }; // read again by the next operation
 * await expect(mail.preview()).rejects.toThrow(/no testing period/);
 * ```
 */
export async function deployment(
  sandbox: Pick<EngineHome, "engine" | "env" | "newFolder">,
  program: PulumiFn,
  { stackName = "dev", projectName = "test", config = {} }: DeploymentOptions = {},
): Promise<Deployment> {
  const inline = { stackName, projectName, program };
  const keys = await keyService();
  const workspace: LocalWorkspaceOptions = {
    // Without a folder of its own each workspace leaves a temporary one behind.
    workDir: sandbox.newFolder(projectName),
    envVars: { ...sandbox.env, ...keys.env },
    secretsProvider: keys.secretsProvider,
    pulumiCommand: await pulumiCommand(sandbox.engine.root),
  };
  const stack = await LocalWorkspace.createStack(inline, workspace).catch((error: unknown) => {
    if (error instanceof StackAlreadyExistsError) return LocalWorkspace.selectStack(inline, workspace);
    throw error;
  });
  const entries = Object.entries(config);
  if (entries.length > 0) await stack.setAllConfig(Object.fromEntries(entries.map(([key, value]) => [key, { value }])));
  let current = program;
  const run = async (
    operation: Operation,
    { mayFail, program: next, ...options }: OperationOptions = {},
  ): Promise<Outcome> => {
    current = next ?? current;
    // An inline program runs in this process.
    process.env[sandboxVariable] = sandbox.env[sandboxVariable] ?? "";
    let outcome = await operate(stack, operation, current, options);
    if (neverConnected(operation, outcome)) outcome = await operate(stack, operation, current, options);
    if (operation === "up" && !outcome.begun && outcome.changes.length > 0)
      throw new Error(`The engine did not reach the program, and changed ${JSON.stringify(outcome.changes)}.`);
    if (!outcome.ok && !mayFail) throw new EngineFailure(outcome);
    return outcome;
  };
  return {
    stack,
    preview: (options) => run("preview", options),
    up: (options) => run("up", options),
    refresh: (options) => run("refresh", options),
    destroy: (options) => run("destroy", options),
    resources: () => resourceNames(stack),
  };
}

/**
 * Where the SDK cannot connect to the engine it says so, or swallows it and ends the program before it began. Where nothing
 * has run then, the operation may be begun again.
 */
function neverConnected(operation: Operation, { ok, begun, changes, error }: Outcome): boolean {
  if (operation !== "preview" && changes.length > 0) return false;
  if (!ok) return /UNAVAILABLE: No connection established/.test(error);
  return !begun && (operation === "preview" || operation === "up");
}

/** Runs the CLI on a stack of this process, in its folder and with its key service. */
export function stackCli(
  { engine }: Pick<EngineHome, "engine">,
  { stack }: Pick<Deployment, "stack">,
  args: string[],
  options: Partial<CliOptions> = {},
): Promise<CliResult> {
  const { workDir: cwd, envVars: env } = stack.workspace;
  return runCli({ engine, env }, [...args, "--stack", stack.name], { cwd, ...options });
}

async function resourceNames(stack: Stack): Promise<string[]> {
  const { deployment: state } = (await stack.exportStack()) as {
    deployment?: { resources?: { urn: string; type: string }[] };
  };
  const own = (state?.resources ?? []).filter(({ type }) => !type.startsWith("pulumi:"));
  return own.map(({ urn }) => nameOf(urn));
}

const commands = new Map<string, Promise<PulumiCommand>>();

/** Asking the CLI for its version takes 0.3 s: once is enough. */
function pulumiCommand(root: string): Promise<PulumiCommand> {
  const command = commands.get(root) ?? PulumiCommand.get({ root });
  commands.set(root, command);
  return command;
}
