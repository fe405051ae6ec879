import type { Cloud } from "../cloud";
import { hex } from "../cloud/identifiers";
import { Inputs } from "./inputs";
import { OperationKind, parseUrn } from "./operations";
import type { Call, CheckFailure, Checked, Found, Lookup, ResourceType } from "./resourceType";
import type { Runner } from "./runner";
import type { Session } from "./sessions";
import { defined, holdsUnknown, Properties, unknown, Value } from "./values";

/** What the engine asks of a resource, over the types' own rules: what is the same for every type is here. */
export class Lifecycle {
  constructor(
    private readonly cloud: Cloud,
    private readonly runner: Runner,
    private readonly types: ReadonlyMap<string, ResourceType>,
    private readonly lookups: ReadonlyMap<string, Lookup>,
    private readonly patience: number,
  ) {}

  type(urn: string): ResourceType {
    const { type } = parseUrn(urn);
    const found = this.types.get(type);
    if (found) return found;
    throw new Error(`the sandbox has no resource type ${type}; it has: ${[...this.types.keys()].join(", ")}`);
  }

  /** Logs an operation that only looks. */
  async observe<T>(
    session: Session,
    operation: OperationKind,
    urn: string,
    look: (type: ResourceType) => T,
  ): Promise<T> {
    return await this.runner.run(about(operation, urn, true), session.abort.signal, () => look(this.type(urn)));
  }

  async check(
    session: Session,
    urn: string,
    request: { inputs: Properties; olds: Properties; seed: Uint8Array },
  ): Promise<Checked> {
    return await this.observe(session, "check", urn, (type) => {
      const { name } = parseUrn(urn);
      const { inputs, olds, seed } = request;
      const suffix = hex(seed.length > 0 ? seed : `${urn} ${performance.now()}`).slice(0, 7);
      const { settings } = session;
      const checked = type.check?.({ name, inputs, olds, settings, suffix }) ?? { inputs, failures: [] };
      return { inputs: checked.inputs, failures: [...missing(type, name, checked.inputs), ...checked.failures] };
    });
  }

  async create(
    session: Session,
    urn: string,
    inputs: Properties,
    { preview, timeout }: { preview: boolean; timeout: number },
  ): Promise<{ id: string; outputs: Properties }> {
    const type = this.type(urn);
    return await this.runner.run(about("create", urn, preview), session.abort.signal, async () => {
      if (preview) {
        const awaited = Object.fromEntries(type.computed.map((property) => [property, unknown]));
        return { id: "", outputs: { ...awaited, ...inputs } };
      }
      return await type.create(this.call(session, timeout), known(urn, inputs));
    });
  }

  async update(
    session: Session,
    urn: string,
    id: string,
    change: { inputs: Properties; olds: Properties; state: Properties; preview: boolean },
  ): Promise<Properties> {
    const type = this.type(urn);
    const { inputs, olds, state, preview } = change;
    return await this.runner.run(about("update", urn, preview), session.abort.signal, async () => {
      if (preview) {
        const planned: Record<string, Value | undefined> = { ...state };
        for (const property of Object.keys(olds)) planned[property] = undefined; // what the program no longer sets
        for (const property of type.recomputed?.(olds, inputs) ?? []) planned[property] = unknown;
        return defined({ ...planned, ...inputs });
      }
      return await type.update(this.call(session), id, known(urn, inputs), state);
    });
  }

  async read(session: Session, urn: string, id: string, state: Properties): Promise<Found | undefined> {
    const type = this.type(urn);
    return await this.runner.run(about("read", urn, false), session.abort.signal, () =>
      type.read(this.call(session), id, state),
    );
  }

  async delete(session: Session, urn: string, id: string, state: Properties): Promise<void> {
    const type = this.type(urn);
    await this.runner.run(about("delete", urn, false), session.abort.signal, () =>
      type.delete(this.call(session), id, new Inputs(state)),
    );
  }

  async invoke(session: Session, token: string, args: Properties): Promise<Properties> {
    const lookup = this.lookups.get(token);
    if (!lookup) throw new Error(`the sandbox has no look-up ${token}`);
    const operation = { operation: "invoke", type: token, name: "", urn: "", preview: false } as const;
    return await this.runner.run(operation, session.abort.signal, () => lookup(this.call(session), new Inputs(args)));
  }

  private call(session: Session, timeout = 0): Call {
    const { settings, abort } = session;
    const call = { cloud: this.cloud, settings, signal: abort.signal, patience: this.patience };
    return timeout > 0 ? { ...call, timeout } : call;
  }
}

function about(operation: OperationKind, urn: string, preview: boolean) {
  return { operation, urn, preview, ...parseUrn(urn) };
}

function missing(type: ResourceType, name: string, inputs: Properties): CheckFailure[] {
  const absent = type.required.filter((property) => (inputs[property] ?? null) === null);
  return absent.map((property) => ({
    property: "",
    reason: `Missing required argument. The argument "${property}" is required, but no definition was found. Examine values at '${name}.${property}'.`,
  }));
}

function known(urn: string, inputs: Properties): Inputs {
  const awaited = Object.keys(inputs).filter((property) => holdsUnknown(inputs[property]));
  if (awaited.length === 0) return new Inputs(inputs);
  throw new Error(`unknown input in a real operation: ${awaited.join(", ")} of ${urn}`);
}
