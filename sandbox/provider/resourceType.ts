import type { Cloud } from "../cloud";
import type { Inputs } from "./inputs";
import type { Settings } from "./settings";
import type { Properties, Value } from "./values";

export interface CheckFailure {
  /** Empty for the resource as a whole. */
  property: string;
  reason: string;
}

export interface CheckRequest {
  /** The resource's name in the program: names and messages are made of it. */
  name: string;
  inputs: Properties;
  /** The checked inputs of the state; empty for a new resource. */
  olds: Properties;
  settings: Settings;
  /** Seven hex digits, the same for the same resource in preview and update. */
  suffix: string;
}

export interface Checked {
  inputs: Properties;
  failures: CheckFailure[];
}

/** What an operation works on. */
export interface Call {
  cloud: Cloud;
  settings: Settings;
  /** Aborted when the engine cancels: long waits must end. */
  signal: AbortSignal;
  /** How long a wait of this provider may last here, in milliseconds; the real ones wait for minutes. */
  patience: number;
  /** The resource's custom timeout in seconds, if the program sets one. */
  timeout?: number;
}

export interface Found {
  id: string;
  /** What a program would write to get this resource. */
  inputs: Properties;
  outputs: Properties;
}

/** One resource type as its provider serves it, over the services of the cloud. */
export interface ResourceType {
  readonly token: string;
  readonly required: readonly string[];
  /** Outputs that a preview of a creation does not know. */
  readonly computed: readonly string[];
  /** Inputs whose change replaces the resource. */
  readonly immutable: readonly string[];
  /** Paths of values that the provider calls secret; `*` stands for any index. */
  readonly secrets?: readonly string[];

  check?(request: CheckRequest): Checked;
  /** Whether the provider sees no change between two values of an input. Default: equal. */
  same?(property: string, old: Value | undefined, now: Value | undefined, state: Properties): boolean;
  /** Whether a replacement must free the name first. Default: no. */
  deleteBeforeReplace?(olds: Properties, news: Properties): boolean;
  /** Outputs that a preview of this update does not know. Default: none. */
  recomputed?(olds: Properties, news: Properties): readonly string[];

  create(
    call: Call,
    inputs: Inputs,
  ): Promise<{ id: string; outputs: Properties }> | { id: string; outputs: Properties };
  /** Undefined if it is gone. The state is empty on import. */
  read(call: Call, id: string, state: Properties): Promise<Found | undefined> | Found | undefined;
  update(call: Call, id: string, inputs: Inputs, state: Properties): Promise<Properties> | Properties;
  delete(call: Call, id: string, state: Inputs): Promise<void> | void;
}

/** A look-up: arguments to results, no resource. */
export type Lookup = (call: Call, args: Inputs) => Properties;
