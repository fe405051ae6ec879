import {
  type EngineEvent,
  LocalWorkspace,
  type LocalWorkspaceOptions,
  type PulumiFn,
  PulumiCommand,
  type Stack,
  StackAlreadyExistsError,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import type { EngineHome } from "../../sandbox/engine/engineHome";
import { type Account, type Diagnostic, nameOf, readEvents } from "./engineEvents";

export type { Account, Change, Diagnostic } from "./engineEvents";

/** How one operation of the engine went. */
export interface Outcome extends Account {
  ok: boolean;
  /** Everything that the user is told went wrong, readable; empty if `ok`. */
  error: string;
  warnings: string[];
  /** What the CLI printed. */
  text: string;
}

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
  /** Names of all resources in the state, in order. */
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

/** An operation that failed; the message is what the user would read. */
export class EngineFailure extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.error);
    this.name = "EngineFailure";
  }
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
  const workspace: LocalWorkspaceOptions = {
    // Without a folder of its own each workspace leaves a temporary one behind.
    workDir: sandbox.newFolder(projectName),
    envVars: sandbox.env,
    pulumiCommand: await pulumiCommand(sandbox.engine.root),
  };
  const stack = await LocalWorkspace.createStack(inline, workspace).catch((error: unknown) => {
    if (error instanceof StackAlreadyExistsError) return LocalWorkspace.selectStack(inline, workspace);
    throw error;
  });
  const entries = Object.entries(config);
  if (entries.length > 0) await stack.setAllConfig(Object.fromEntries(entries.map(([key, value]) => [key, { value }])));
  let current = program;
  const run = (
    operation: Operation,
    { mayFail, program: next, ...options }: OperationOptions = {},
  ): Promise<Outcome> => {
    current = next ?? current;
    const withProgram = operation === "preview" || operation === "up" ? { program: current } : {};
    return operate(stack, operation, { ...options, ...withProgram }, mayFail ?? false);
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

type Operation = "preview" | "up" | "refresh" | "destroy";

async function operate(
  stack: Stack,
  operation: Operation,
  options: Omit<OperationOptions, "mayFail">,
  mayFail: boolean,
): Promise<Outcome> {
  const events: EngineEvent[] = [];
  let text = "";
  let errors = "";
  let failure: unknown;
  const listeners = {
    color: "never" as const,
    onEvent: (event: EngineEvent) => void events.push(event),
    onOutput: (chunk: string) => void (text += chunk),
    onError: (chunk: string) => void (errors += chunk),
  };
  try {
    await withoutQuestions(stack)[operation]({ ...options, ...listeners });
  } catch (error) {
    failure = error;
  }
  const account = readEvents(events);
  const outcome: Outcome = {
    ...account,
    ok: failure === undefined,
    error: failure === undefined ? "" : errorText(account.diagnostics, errors, failure),
    warnings: account.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message),
    text,
  };
  if (!outcome.ok && !mayFail) throw new EngineFailure(outcome);
  return outcome;
}

/**
 * After an operation the Automation API asks the CLI three more questions, which takes three times as long as the
 * operation: outputs, with and without secrets, and history. The events have answered them.
 */
function withoutQuestions(stack: Stack): Stack {
  return Object.assign(Object.create(stack) as Stack, {
    outputs: () => Promise.resolve({}),
    info: () => Promise.resolve(undefined),
  });
}

/** What the engine reported, else what the CLI said before any engine ran, else what the Automation API threw. */
function errorText(diagnostics: readonly Diagnostic[], stderr: string, failure: unknown): string {
  const reported = diagnostics.filter(({ severity }) => severity === "error");
  if (reported.length > 0)
    return reported.map(({ name, message }) => (name ? `${name}: ${message}` : message)).join("\n");
  return stderr.trim() || (failure instanceof Error ? failure.message : String(failure));
}

async function resourceNames(stack: Stack): Promise<string[]> {
  const { deployment: state } = (await stack.exportStack()) as { deployment?: { resources?: { urn: string }[] } };
  return (state?.resources ?? []).map(({ urn }) => nameOf(urn));
}

const commands = new Map<string, Promise<PulumiCommand>>();

/** Asking the CLI for its version takes 0.3 s: once is enough. */
function pulumiCommand(root: string): Promise<PulumiCommand> {
  const command = commands.get(root) ?? PulumiCommand.get({ root });
  commands.set(root, command);
  return command;
}
