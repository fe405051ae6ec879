/** The sandbox's DNS: a resolver, and the authoritative servers of every zone, over the cloud as it is at each question. */
import { setTimeout as delay } from "node:timers/promises";
import type { CloudState } from "../../cloud/state";
import { BoundedLog } from "../boundedLog";
import { asError } from "../errors";
import { answerAuthoritatively } from "./authoritative";
import { type DnsAnswer, type DnsQuery, emptyAnswer } from "./answer";
import { type DnsHandler, startDnsServer } from "./dnsServer";
import type { Edges } from "./edgeAddresses";
import { ExtraRecords, type RecordTexts } from "./extraRecords";
import { decodeQuery, encodeAnswer } from "./message";
import { nameServers } from "./nameServers";
import { normalName } from "./names";
import { applyFault, type DnsOverride } from "./override";
import type { ResourceRecord } from "./record";
import { asksForServer, resolve } from "./resolver";
import { zoneTable, type ZoneTable } from "./zoneTable";

/** Under this name the resolver stands in `overrides` and in the log. */
export const RESOLVER = "resolver";

/** A CNAME at an apex that leads through more of its kind is a loop. */
const FLATTEN_LIMIT = 4;

export interface DnsOptions {
  edges: Edges;
  extraRecords?: RecordTexts;
}

export interface SandboxDns {
  /** The resolver; authoritative servers have other addresses and the same port. */
  address: string;
  port: number;
  /** `address:port`, as `--dns-server` and `dns.setServers` take it. */
  server: string;
  /** By the server's host name, or `RESOLVER`. */
  overrides: Map<string, DnsOverride>;
  extraRecords: ExtraRecords;
  /** Every question, with the server that was asked. */
  questions: BoundedLog<DnsQuery>;
  /** What went wrong inside the servers (a record that cannot be encoded); clients see SERVFAIL. */
  errors: BoundedLog<Error>;
  /** The address of an authoritative server, started if need be. */
  nameServerAddress(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function startDns(state: CloudState, { edges, extraRecords }: DnsOptions): Promise<SandboxDns> {
  const extra = new ExtraRecords(extraRecords);
  const overrides = new Map<string, DnsOverride>();
  const questions = new BoundedLog<DnsQuery>();
  const errors = new BoundedLog<Error>();

  let flattening = 0;
  const flatten = (table: ZoneTable, cloud: CloudState, target: string): ResourceRecord[] => {
    if (flattening >= FLATTEN_LIMIT) return [];
    flattening++;
    try {
      const answers = ["A", "AAAA"].flatMap((type) => recursive(table, cloud, target, type).answers);
      return answers.filter((record) => record.type === "A" || record.type === "AAAA");
    } finally {
      flattening--;
    }
  };
  const tableOver = (cloud: CloudState): ZoneTable => {
    const table: ZoneTable = zoneTable({
      state: cloud,
      extra,
      edges,
      flatten: (target) => flatten(table, cloud, target),
    });
    return table;
  };
  const recursive = (table: ZoneTable, cloud: CloudState, name: string, type: string) =>
    resolve(
      { table, state: cloud, edges, nameServerAddress: (ns) => servers.addressOf(ns) ?? resolver.address },
      name,
      type,
    );

  const answerTo = async (query: DnsQuery, cloud: CloudState): Promise<DnsAnswer> => {
    const table = tableOver(cloud);
    if (query.server !== RESOLVER) return answerAuthoritatively(table, query.server, query.name, query.type);
    if (asksForServer(table, query.name, query.type)) await servers.start(query.name);
    return recursive(table, cloud, query.name, query.type);
  };

  const handlerFor =
    (server: string): DnsHandler =>
    async (octets, transport) => {
      const decoded = decodeQuery(octets, transport);
      if (!decoded) return undefined;
      const options = { recursionAvailable: server === RESOLVER };
      if (decoded.refusal) {
        const rcode = decoded.refusal === "BADVERS" ? "NOERROR" : decoded.refusal;
        return encodeAnswer(decoded, emptyAnswer(rcode), options);
      }
      const query = { ...decoded.query, server };
      questions.add(query);
      try {
        const fault = overrides.get(server)?.(query) ?? {};
        if (fault.delay !== undefined) await delay(fault.delay, undefined, { ref: false });
        if (fault.drop) return undefined;
        if (fault.raw) return Buffer.concat([octets.subarray(0, 2), fault.raw.subarray(2)]);
        const answer = await answerTo(query, fault.state ?? state);
        return encodeAnswer(decoded, applyFault(answer, fault, query.name), { ...options, ...fault });
      } catch (error) {
        errors.add(asError(error));
        return encodeAnswer(decoded, emptyAnswer("SERVFAIL"), options);
      }
    };

  const resolver = await startDnsServer(handlerFor(RESOLVER), "127.0.0.1");
  const servers = nameServers(handlerFor, resolver.port, resolver.address);
  return {
    address: resolver.address,
    port: resolver.port,
    server: `${resolver.address}:${resolver.port}`,
    overrides,
    extraRecords: extra,
    questions,
    errors,
    nameServerAddress: (name) => servers.start(normalName(name)),
    async close() {
      await Promise.all([resolver.close(), servers.close()]);
    },
  };
}
