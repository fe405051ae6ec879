import { credentials, type ServiceError } from "@grpc/grpc-js";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Cloud, type CloudOptions, createCloud } from "../../sandbox/cloud";
import { type ProviderOptions, type Providers, startProviders } from "../../sandbox/provider";
import { decode, encode } from "../../sandbox/provider/structs";
import type { Properties } from "../../sandbox/provider/values";

export interface Diff {
  changed: boolean;
  replaces: string[];
  deleteFirst: boolean;
  /** Path to kind, such as `ADD_REPLACE`. */
  detail: Record<string, string>;
}

export interface ReadResult {
  id: string;
  inputs: Properties;
  outputs: Properties;
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::mail::${type}::${name}`;
}

/** A provider instance of an engine: one connection to the providers' server. */
export class Engine {
  readonly client: ResourceProviderClient;

  constructor(port: number) {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1, // a connection of its own, as every provider instance of the engine has
    });
  }

  async configure(args: Properties): Promise<provider.ConfigureResponse> {
    const request = new provider.ConfigureRequest().setArgs(encode(args));
    return await unary((done) => this.client.configure(request, done));
  }

  async checkRaw(
    type: string,
    name: string,
    inputs: Properties,
    olds: Properties = {},
  ): Promise<provider.CheckResponse> {
    const request = new provider.CheckRequest().setUrn(urnOf(type, name)).setRandomseed(Buffer.from(`${type} ${name}`));
    request.setNews(encode(inputs)).setOlds(encode(olds));
    return await unary((done) => this.client.check(request, done));
  }

  /** The checked inputs; throws the failures. */
  async check(type: string, name: string, inputs: Properties, olds: Properties = {}): Promise<Properties> {
    const response = await this.checkRaw(type, name, inputs, olds);
    const failures = response.getFailuresList().map((failure) => `${failure.getProperty()}: ${failure.getReason()}`);
    if (failures.length > 0) throw new Error(failures.join("\n"));
    return decode(response.getInputs());
  }

  async diff(type: string, olds: Properties, news: Properties, state: Properties = olds): Promise<Diff> {
    const request = new provider.DiffRequest().setUrn(urnOf(type, "it")).setId("id");
    request.setOldInputs(encode(olds)).setOlds(encode(state)).setNews(encode(news));
    const response = await unary<provider.DiffResponse>((done) => this.client.diff(request, done));
    const kinds = new Map(Object.entries(provider.PropertyDiff.Kind).map(([kind, value]) => [Number(value), kind]));
    const detail: Record<string, string> = {};
    response.getDetaileddiffMap().forEach((diff, path) => {
      detail[path] = kinds.get(diff.getKind()) ?? "?";
    });
    return {
      changed: response.getChanges() === provider.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: response.getReplacesList(),
      deleteFirst: response.getDeletebeforereplace(),
      detail,
    };
  }

  async createRaw(
    type: string,
    name: string,
    inputs: Properties,
    preview = false,
    timeout = 0,
  ): Promise<provider.CreateResponse> {
    const request = new provider.CreateRequest().setUrn(urnOf(type, name)).setProperties(encode(inputs));
    request.setPreview(preview).setTimeout(timeout);
    return await unary((done) => this.client.create(request, done));
  }

  async preview(type: string, name: string, inputs: Properties): Promise<Properties> {
    const response = await this.createRaw(type, name, await this.check(type, name, inputs), true);
    return decode(response.getProperties());
  }

  /** Check and create, as an update does. */
  async create(
    type: string,
    name: string,
    inputs: Properties,
    timeout = 0,
  ): Promise<{ id: string; inputs: Properties; outputs: Properties }> {
    const checked = await this.check(type, name, inputs);
    const response = await this.createRaw(type, name, checked, false, timeout);
    return { id: response.getId(), inputs: checked, outputs: decode(response.getProperties()) };
  }

  async update(
    type: string,
    name: string,
    id: string,
    change: { state: Properties; olds: Properties; news: Properties; preview?: boolean },
  ): Promise<Properties> {
    const request = new provider.UpdateRequest()
      .setUrn(urnOf(type, name))
      .setId(id)
      .setPreview(change.preview ?? false);
    request.setOlds(encode(change.state)).setOldInputs(encode(change.olds)).setNews(encode(change.news));
    const response = await unary<provider.UpdateResponse>((done) => this.client.update(request, done));
    return decode(response.getProperties());
  }

  /** A refresh, or an import where neither state nor inputs are given. */
  async read(
    type: string,
    name: string,
    id: string,
    state: Properties = {},
    inputs: Properties = {},
  ): Promise<ReadResult> {
    const request = new provider.ReadRequest().setUrn(urnOf(type, name)).setId(id);
    request.setProperties(encode(state)).setInputs(encode(inputs));
    const response = await unary<provider.ReadResponse>((done) => this.client.read(request, done));
    return { id: response.getId(), inputs: decode(response.getInputs()), outputs: decode(response.getProperties()) };
  }

  async delete(type: string, name: string, id: string, state: Properties): Promise<void> {
    const request = new provider.DeleteRequest().setUrn(urnOf(type, name)).setId(id).setProperties(encode(state));
    await unary<Empty>((done) => this.client.delete(request, done));
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const request = new provider.InvokeRequest().setTok(token).setArgs(encode(args));
    const response = await unary<provider.InvokeResponse>((done) => this.client.invoke(request, done));
    return decode(response.getReturn());
  }

  async cancel(): Promise<void> {
    await unary<Empty>((done) => this.client.cancel(new Empty(), done));
  }
}

export interface World {
  cloud: Cloud;
  providers: Providers;
  engine: Engine;
  /** Another provider instance on the same server. */
  connect(): Engine;
  close(): Promise<void>;
}

/** A cloud, its providers, and an engine connected to them. */
export async function startWorld(options: CloudOptions = {}, providerOptions: ProviderOptions = {}): Promise<World> {
  const cloud = createCloud(options);
  const providers = await startProviders(cloud, { patience: 100, ...providerOptions });
  const engines: Engine[] = [];
  const connect = (): Engine => {
    const engine = new Engine(providers.port);
    engines.push(engine);
    return engine;
  };
  return {
    ...{ cloud, providers, engine: connect(), connect },
    close: async () => {
      for (const { client } of engines) client.close();
      await providers.close();
    },
  };
}

/** The error's own text, without gRPC's code in front. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error)
      return "details" in error && typeof error.details === "string" ? error.details : error.message;
  }
  throw new Error("it was not refused");
}

function unary<T>(call: (done: (error: ServiceError | null, answer: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, answer) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
}
