import { chance, draw } from "../scenario/chance";
import type { ZoneKind } from "../scenario/scenario";
import { copies } from "../world/history";
import { delegationTtl, negativeTtl, type RecordName, type World } from "../world/world";

interface Cached {
  until: number;
  values: readonly string[];
}

const empty = (): Cached => ({ until: -Infinity, values: [] });

/** A sender's resolver: keeps every answer, also that there is none, for as long as its TTL says. */
export class Resolver {
  private readonly cache: Record<RecordName, Cached> = { sts: empty(), tlsRpt: empty(), address: empty(), mx: empty() };
  private zone: ZoneKind;
  private zoneUntil = -Infinity;
  private questions = 0;

  constructor(
    private readonly world: World,
    private readonly salt: number,
    private readonly sender: number,
  ) {
    this.zone = world.delegation.latest;
  }

  ask(time: number, name: RecordName): readonly string[] {
    const known = this.cache[name];
    if (time < known.until) return known.values;
    const { values, ttl } = this.world.answer(time, this.delegatedTo(time), name, this.anyServer());
    known.until = time + (values.length === 0 ? negativeTtl : ttl);
    known.values = values;
    return values;
  }

  forget(): void {
    const { sts, tlsRpt, address, mx } = this.cache;
    sts.until = tlsRpt.until = address.until = mx.until = -Infinity;
    this.zoneUntil = -Infinity;
  }

  private delegatedTo(time: number): ZoneKind {
    if (time < this.zoneUntil) return this.zone;
    this.zone = this.world.delegation.at(time, 0);
    this.zoneUntil = time + delegationTtl;
    return this.zone;
  }

  private anyServer(): number {
    return Math.floor(chance(this.salt, draw.resolver, this.sender, this.questions++) * copies);
  }
}
