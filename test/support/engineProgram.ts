import { AsyncLocalStorage } from "node:async_hooks";
import { runInThisContext } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";

/** A program that has failed is taken to do nothing more when it was found idle so many times, TICK apart. */
const IDLE_TICKS = 10;
/** Milliseconds. A busy machine delays the ticks as it delays the program. */
const TICK = 100;

const errorEvents = ["uncaughtException", "unhandledRejection"] as const;

/** Jest gives tests a copy of `process`, whose listeners never hear of errors. This is the one that does. */
const realProcess = runInThisContext("process") as NodeJS.Process;

interface RunState {
  failed: boolean;
  ended: boolean;
  begun: boolean;
  /** Requests to the engine that it has not answered yet. */
  requests: number;
  idleTicks: number;
}

/**
 * Engines run one after another beside this process, and one may get the port of another that has ended. What gRPC knows
 * of an address it shares between clients, so that the new engine would count as dead, and the program end before it began.
 */
const { grpcClientOptions } = pulumi.runtime as unknown as { grpcClientOptions: Record<string, unknown> };
grpcClientOptions["grpc.use_local_subchannel_pool"] = 1;

const running = new AsyncLocalStorage<RunState>();

/** The run of one inline program, with errors that nobody awaits. */
export interface ProgramRun {
  program: PulumiFn;
  /** Aborts the engine's operation once the program has failed and waits for what cannot come any more. */
  stuck: AbortSignal;
  /** Whether the program was called at all. */
  begun(): boolean;
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
  const state: RunState = { failed: false, ended: false, begun: false, requests: 0, idleTicks: 0 };
  const stuck = new AbortController();
  const steps = new Set<string>();
  const watch = setInterval(() => {
    if (!state.failed || state.requests > 0 || steps.size > 0) state.idleTicks = 0;
    else if (++state.idleTicks >= IDLE_TICKS) stuck.abort();
  }, TICK);
  const restore = redirectErrors();
  return {
    program: () =>
      running.run(state, () => {
        state.begun = true;
        countRequests(state);
        return program();
      }),
    stuck: stuck.signal,
    begun: () => state.begun,
    onEvent({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }) {
      state.idleTicks = 0;
      if (resourcePreEvent) steps.add(resourcePreEvent.metadata.urn);
      const ended = resOutputsEvent ?? resOpFailedEvent;
      if (ended) steps.delete(ended.metadata.urn);
    },
    end() {
      state.ended = true;
      clearInterval(watch);
      restore();
    },
  };
}

type Request = (...args: unknown[]) => unknown;

/** Counts what this program has asked of the engine: its client takes a callback as the last argument. */
function countRequests(state: RunState): void {
  const client = pulumi.runtime.getMonitor();
  if (!client) return;
  for (const name of Object.keys(ResourceMonitorService)) {
    const send = Reflect.get(client, name) as Request;
    const counted: Request = (...args) => {
      const done = args.pop() as Request;
      state.requests++;
      return send.call(client, ...args, (...answer: unknown[]) => {
        state.requests--;
        state.idleTicks = 0;
        // In the CLI the process is gone by then: "Resource monitor is terminating" would reach nobody.
        if (!state.ended) done(...answer);
      });
    };
    Reflect.set(client, name, counted);
  }
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
