import { sendUnaryData, ServerUnaryCall, status } from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { diffInputs, PropertyChange } from "./diff";
import { Lifecycle } from "./lifecycle";
import { refreshedInputs } from "./refresh";
import { Session, Sessions } from "./sessions";
import { parseSettings } from "./settings";
import { decode, encode } from "./structs";

type Handler<Request, Response> = (request: Request, session: Session, peer: string) => Promise<Response> | Response;

/** The gRPC methods of a resource provider; those left out answer UNIMPLEMENTED. */
export function providerService(lifecycle: Lifecycle, sessions: Sessions) {
  const unary =
    <Request, Response>(handler: Handler<Request, Response>) =>
    (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>): void => {
      const peer = call.getPeer();
      Promise.resolve()
        .then(() => handler(call.request, sessions.get(peer), peer))
        .then((response) => {
          answer(null, response);
        })
        .catch((error: unknown) => {
          answer({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
        });
    };
  return {
    // One version for both packages: the engine does not compare that of a provider that it attaches to.
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion("7.48.0")),
    attach: unary((_request: plugin.PluginAttach, _session, peer) => {
      sessions.open(peer);
      return new Empty();
    }),
    cancel: unary((_request: Empty, _session, peer) => {
      sessions.cancel(peer);
      return new Empty();
    }),
    getSchema: unary(() => new provider.GetSchemaResponse().setSchema("{}")),
    checkConfig: unary((request: provider.CheckRequest) => new provider.CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(diffConfig),
    configure: unary((request: provider.ConfigureRequest, session) => {
      session.settings = parseSettings(decode(request.getArgs()));
      return new provider.ConfigureResponse().setSupportspreview(true).setAcceptsecrets(false);
    }),
    check: unary(async (request: provider.CheckRequest, session) => {
      const type = lifecycle.type(request.getUrn());
      const seed = request.getRandomseed_asU8();
      const { inputs, failures } = await lifecycle.check(session, request.getUrn(), {
        ...{ inputs: decode(request.getNews()), olds: decode(request.getOlds()), seed },
      });
      const response = new provider.CheckResponse().setInputs(encode(inputs, type.secrets));
      for (const { property, reason } of failures) {
        response.addFailures(new provider.CheckFailure().setProperty(property).setReason(reason));
      }
      return response;
    }),
    diff: unary(async (request: provider.DiffRequest, session) => {
      const state = decode(request.getOlds());
      const olds = request.hasOldInputs() ? decode(request.getOldInputs()) : state;
      return await lifecycle.observe(session, "diff", request.getUrn(), (type) => {
        const news = decode(request.getNews());
        const changes = diffInputs(type, olds, news, state);
        return diffResponse(changes, type.deleteBeforeReplace?.(olds, news) ?? false);
      });
    }),
    create: unary(async (request: provider.CreateRequest, session) => {
      const type = lifecycle.type(request.getUrn());
      const inputs = decode(request.getProperties());
      const { id, outputs } = await lifecycle.create(session, request.getUrn(), inputs, {
        preview: request.getPreview(),
        timeout: request.getTimeout(),
      });
      return new provider.CreateResponse().setId(id).setProperties(encode(outputs, type.secrets));
    }),
    read: unary(async (request: provider.ReadRequest, session) => {
      const type = lifecycle.type(request.getUrn());
      const response = new provider.ReadResponse();
      const found = await lifecycle.read(session, request.getUrn(), request.getId(), decode(request.getProperties()));
      if (!found) return response;
      const inputs = refreshedInputs(type, decode(request.getInputs()), found);
      response.setId(found.id).setInputs(encode(inputs, type.secrets));
      return response.setProperties(encode(found.outputs, type.secrets));
    }),
    update: unary(async (request: provider.UpdateRequest, session) => {
      const type = lifecycle.type(request.getUrn());
      const outputs = await lifecycle.update(session, request.getUrn(), request.getId(), {
        inputs: decode(request.getNews()),
        olds: decode(request.getOldInputs()),
        state: decode(request.getOlds()),
        preview: request.getPreview(),
      });
      return new provider.UpdateResponse().setProperties(encode(outputs, type.secrets));
    }),
    delete: unary(async (request: provider.DeleteRequest, session) => {
      await lifecycle.delete(session, request.getUrn(), request.getId(), decode(request.getProperties()));
      return new Empty();
    }),
    invoke: unary(async (request: provider.InvokeRequest, session) => {
      const results = await lifecycle.invoke(session, request.getTok(), decode(request.getArgs()));
      return new provider.InvokeResponse().setReturn(encode(results));
    }),
  } satisfies Partial<IResourceProviderServer>;
}

/** Changed configuration takes effect, but replaces nothing. */
function diffConfig(request: provider.DiffRequest): provider.DiffResponse {
  const [olds, news] = [request.getOldInputs() ?? request.getOlds(), request.getNews()];
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  const same = JSON.stringify(decode(olds)) === JSON.stringify(decode(news));
  return new provider.DiffResponse().setChanges(same ? DIFF_NONE : DIFF_SOME);
}

function diffResponse(changes: Map<string, PropertyChange>, deleteFirst: boolean): provider.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
  const response = new provider.DiffResponse().setHasdetaileddiff(true);
  response.setChanges(changes.size > 0 ? DIFF_SOME : DIFF_NONE);
  const roots = (paths: Iterable<string>): string[] => [
    ...new Set([...paths].map((path) => path.split(/[.[]/)[0] ?? path)),
  ];
  response.setDiffsList(roots(changes.keys()));
  const replacing = [...changes].filter(([, change]) => change.replaces).map(([path]) => path);
  response.setReplacesList(roots(replacing)).setDeletebeforereplace(replacing.length > 0 && deleteFirst);
  for (const [path, change] of changes) {
    const detail = new provider.PropertyDiff().setInputdiff(true).setKind(detailKind(change));
    response.getDetaileddiffMap().set(path, detail);
  }
  return response;
}

function detailKind({ kind, replaces }: PropertyChange): provider.PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = provider.PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  } as const;
  return kinds[kind][replaces ? 1 : 0];
}
