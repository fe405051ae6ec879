import { chance, draw } from "../scenario/chance";
import type { ZoneKind } from "../scenario/scenario";
import { copies } from "../world/history";
import { delegationTtl, negativeTtl, type RecordName, type RecordSet, type World } from "../world/world";

interface Cached {
  until: number;
  set: RecordSet;
}

/** A sender's resolver: keeps every answer, also that there is none, for as long as its TTL says. */
export class Resolver {
  private readonly cache: Partial<Record<RecordName, Cached>> = {};
  private zone: { until: number; kind: ZoneKind } | undefined;
  private questions = 0;

  constructor(
    private readonly world: World,
    private readonly salt: number,
    private readonly sender: number,
  ) {}

  ask(time: number, name: RecordName): readonly string[] {
    const known = this.cache[name];
    if (known !== undefined && time < known.until) return known.set.values;
    const set = this.world.answer(time, this.delegatedTo(time), name, this.anyServer());
    this.cache[name] = { until: time + (set.values.length === 0 ? negativeTtl : set.ttl), set };
    return set.values;
  }

  forget(): void {
    for (const name of ["sts", "tlsRpt", "address", "mx"] as const) this.cache[name] = undefined;
    this.zone = undefined;
  }

  private delegatedTo(time: number): ZoneKind {
    if (this.zone !== undefined && time < this.zone.until) return this.zone.kind;
    const kind = this.world.delegation.at(time, 0);
    this.zone = { until: time + delegationTtl, kind };
    return kind;
  }

  private anyServer(): number {
    return Math.floor(chance(this.salt, draw.resolver, this.sender, this.questions++) * copies);
  }
}
