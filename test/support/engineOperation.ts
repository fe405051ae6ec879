import type { EngineEvent, PulumiFn, RefreshOptions, Stack, UpOptions } from "@pulumi/pulumi/automation";
import { type Account, type Diagnostic, readEvents } from "./engineEvents";
import { runProgram } from "./engineProgram";
import { withoutStacks } from "./withoutStacks";

/** How one operation of the engine went. */
export interface Outcome extends Account {
  ok: boolean;
  /** Everything that the user is told went wrong, readable; empty if `ok`. */
  error: string;
  warnings: string[];
  /** What the CLI printed. */
  text: string;
  /** Whether the program was called at all. */
  begun: boolean;
}

/** An operation that failed; the message is what the user would read. */
export class EngineFailure extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.error);
    this.name = "EngineFailure";
  }
}

export type Operation = "preview" | "up" | "refresh" | "destroy";

/** Runs one operation to its end, good or bad. */
export async function operate(
  stack: Stack,
  operation: Operation,
  program: PulumiFn,
  options: UpOptions & RefreshOptions,
): Promise<Outcome> {
  const events: EngineEvent[] = [];
  let text = "";
  let errors = "";
  let failure: unknown;
  const run = runProgram(program);
  const listeners = {
    color: "never" as const,
    signal: options.signal ? AbortSignal.any([options.signal, run.stuck]) : run.stuck,
    onEvent: (event: EngineEvent) => {
      events.push(event);
      run.onEvent(event);
    },
    onOutput: (chunk: string) => void (text += chunk),
    onError: (chunk: string) => void (errors += chunk),
  };
  stack.workspace.program = run.program;
  try {
    await withoutStacks<unknown>(() => withoutQuestions(stack)[operation]({ ...options, ...listeners }));
  } catch (error) {
    failure = error;
  } finally {
    run.end();
  }
  const account = readEvents(events);
  if (run.stuck.aborted)
    account.diagnostics = account.diagnostics.filter(({ message }) => !/ cancell?ed$/.test(message));
  const outcome: Outcome = {
    ...account,
    ok: failure === undefined,
    error: failure === undefined ? "" : errorText(account.diagnostics, errors, failure),
    warnings: account.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message),
    text,
    begun: run.begun(),
  };
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
