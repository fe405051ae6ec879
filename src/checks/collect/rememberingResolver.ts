import type { DnsResult, Resolver } from "../../net/resolver";

/** Answers kept at most; the oldest goes first. */
const capacity = 5000;

/**
 * A resolver that asks each question once a run. Delegations and the addresses of name servers are the same for many
 * names and many domains; the records under test are asked of the zone's own servers, which this does not touch.
 */
export function rememberingResolver(resolver: Resolver): Resolver {
  const known = new Map<string, Promise<DnsResult>>();
  return {
    ...resolver,
    query(name, type, flags) {
      if (flags !== undefined) return resolver.query(name, type, flags);
      const key = `${type} ${name}`;
      const before = known.get(key);
      if (before) return before;
      const asked = resolver.query(name, type);
      known.set(key, asked);
      if (known.size > capacity) known.delete(known.keys().next().value ?? "");
      // What failed once may work the next time.
      void asked.then((result) => !result.ok && known.delete(key));
      return asked;
    },
  };
}
