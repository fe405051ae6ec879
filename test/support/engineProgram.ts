import { AsyncLocalStorage } from "node:async_hooks";
import { runInThisContext } from "node:vm";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";

/** Milliseconds without news from the engine after which a program that has failed is taken to do nothing more. */
const QUIET = 500;

const errorEvents = ["uncaughtException", "unhandledRejection"] as const;

/** Jest gives tests a copy of `process`, whose listeners never hear of errors. This is the one that does. */
const realProcess = runInThisContext("process") as NodeJS.Process;

const running = new AsyncLocalStorage<{ failed: boolean }>();

/** The run of one inline program, with errors that nobody awaits. */
export interface ProgramRun {
  program: PulumiFn;
  /** Aborts the engine's operation once the program has failed and waits for what cannot come any more. */
  stuck: AbortSignal;
  /** To be told of each event of the engine. */
  onEvent(event: EngineEvent): void;
  /** To be called when the operation has ended. */
  end(): void;
}

/**
 * Makes a program that runs inside of this process end as it would in a process of its own.
 *
 * In the CLI an error in an Output reaches `process`, is reported, and the process ends when nothing is left to do. In
 * an inline program under Jest it reaches Jest, which fails the test; and resources that wait for the failed one keep
 * the Automation API waiting for ever.
 */
export function runProgram(program: PulumiFn): ProgramRun {
  const state = { failed: false };
  const stuck = new AbortController();
  const steps = new Set<string>();
  let latest = Date.now();
  const watch = setInterval(() => {
    if (state.failed && steps.size === 0 && Date.now() - latest > QUIET) stuck.abort();
  }, QUIET / 5);
  const restore = redirectErrors();
  return {
    program: () => running.run(state, program),
    stuck: stuck.signal,
    onEvent({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }) {
      latest = Date.now();
      if (resourcePreEvent) steps.add(resourcePreEvent.metadata.urn);
      const ended = resOutputsEvent ?? resOpFailedEvent;
      if (ended) steps.delete(ended.metadata.urn);
    },
    end() {
      clearInterval(watch);
      restore();
    },
  };
}

let runs = 0;
let undo: (() => void)[] = [];

/** Takes errors away from Jest and hands them to the Automation API's listeners. Returns how to undo it. */
function redirectErrors(): () => void {
  if (runs++ === 0) undo = errorEvents.map((event) => redirect(event as "uncaughtException"));
  return () => {
    if (--runs === 0) for (const step of undo) step();
  };
}

function redirect(event: "uncaughtException"): () => void {
  const jests = process === realProcess ? [] : realProcess.listeners(event);
  const present = new Set(process.listeners(event));
  const onError = (error: Error): void => {
    const run = running.getStore();
    if (run) run.failed = true;
    if (process !== realProcess) process.emit(event, error);
  };
  for (const listener of jests) realProcess.off(event, listener);
  realProcess.on(event, onError);
  return () => {
    realProcess.off(event, onError);
    for (const listener of jests) realProcess.on(event, listener);
    // A program that got stuck leaves its listeners behind: they would report later programs' errors as their own.
    for (const listener of process.listeners(event)) if (!present.has(listener)) process.off(event, listener);
  };
}
