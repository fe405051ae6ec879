import { between, draw } from "../scenario/chance";
import type { HostKind, ZoneKind } from "../scenario/scenario";
import { Currency } from "./currency";
import { copies, History } from "./history";

/** The names that matter, below one domain. */
export type RecordName = "sts" | "tlsRpt" | "address" | "mx";
/** Where a policy may be served: the component's hosts, and the one that was there before it. */
export type ServerKind = HostKind | "foreign";

/** A record set: its values and its TTL in seconds; no values where there is none. */
export interface RecordSet {
  values: readonly string[];
  ttl: number;
}

/** What a host answers to a GET of the policy; undefined where nobody answers, or with 404. */
export type Served = { text: string; mediaType: string } | undefined;

const none: RecordSet = { values: [], ttl: 300 };
/** Seconds for which resolvers keep what does not exist (the SOA's minimum), and the delegation of the domain. */
export const negativeTtl = 300;
export const delegationTtl = 86400;

/**
 * One domain's part of the internet, through time: what each authoritative server and each edge answers at each instant.
 * Only deploys and operators write to it; senders and guards ask.
 */
export class World {
  readonly delegation: History<ZoneKind>;
  readonly currency = new Currency();
  /** Hosts with a bad certificate, and since when they have a good one. */
  readonly mended = new Map<string, number>();
  /** Spans in which no MX host fitted the published policy because somebody changed the MX records by hand. */
  readonly outside: { from: number; to: number }[] = [];
  /** The mode that the domain announces: of the policy whose id is in the `_mta-sts` record. */
  private readonly modes: { from: number; mode: string | undefined }[] = [];
  private readonly records: Record<ZoneKind, Record<RecordName, History<RecordSet>>>;
  private readonly servers: Record<ServerKind, History<Served>>;
  private readonly changed: number[] = [];
  private changes = 0;

  constructor(
    private readonly salt: number,
    zone: ZoneKind,
    /** Seconds for which edges keep a file; the component's hosts do not. */
    private readonly edgeTtl = 0,
  ) {
    const empty = () => new History<RecordSet>(none);
    const names = () => ({ sts: empty(), tlsRpt: empty(), address: empty(), mx: empty() });
    this.records = { route53: names(), cloudflare: names() };
    const silent = () => new History<Served>(undefined);
    this.servers = { cloudfront: silent(), cloudflareWorker: silent(), foreign: silent() };
    this.delegation = new History<ZoneKind>(zone);
  }

  /** Writes a record set. Each server has it after a while of its own, at most `within` seconds. */
  setRecord(time: number, zone: ZoneKind, name: RecordName, set: RecordSet | undefined, within: number): void {
    this.records[zone][name].set(time, set ?? none, this.lags(draw.dnsLag, within));
  }

  /** Changes what a host serves. Each edge has it after a while of its own. */
  setServed(time: number, server: ServerKind, served: Served, within: number): void {
    this.servers[server].set(time, served, this.lags(draw.edgeLag, Math.max(within, this.edgeTtl)));
  }

  /** What the zone that the domain is delegated to says, by one of its servers. */
  answer(time: number, zone: ZoneKind, name: RecordName, server: number): RecordSet {
    return this.records[zone][name].at(time, server);
  }

  served(time: number, server: ServerKind, edge: number): Served {
    return this.servers[server].at(time, edge);
  }

  /** When what an edge serves was written. */
  servedSince(time: number, server: ServerKind, edge: number): number {
    return this.servers[server].since(time, edge);
  }

  latest(zone: ZoneKind, name: RecordName): RecordSet {
    return this.records[zone][name].latest;
  }

  latestServed(server: ServerKind): Served {
    return this.servers[server].latest;
  }

  /** Whether anybody would accept the host's certificate. */
  hasGoodCertificate(time: number, host: string): boolean {
    const since = this.mended.get(host);
    return since === undefined || time >= since;
  }

  noteChange(time: number): void {
    this.changed.push(time);
  }

  /** When the operator last changed anything. */
  lastChange(time: number): number {
    for (let index = this.changed.length - 1; index >= 0; index--)
      if (this.changed[index]! <= time) return this.changed[index]!;
    return 0;
  }

  setMode(time: number, mode: string | undefined): void {
    if (this.modes.at(-1)?.mode !== mode) this.modes.push({ from: time, mode });
  }

  /** Since when the domain announces enforce, where it does. */
  enforcedSince(time: number): number | undefined {
    for (let index = this.modes.length - 1; index >= 0; index--) {
      const { from, mode } = this.modes[index]!;
      if (from <= time) return mode === "enforce" ? from : undefined;
    }
    return undefined;
  }

  private lags(what: number, within: number): number[] {
    this.changes++;
    return Array.from({ length: copies }, (_, copy) => between(0, within, this.salt, what, this.changes, copy));
  }
}
