import { broken, couldNotCheck, notApplicable, pass, type Rule } from "../../rule";

/** A name server left over at the registrar keeps giving old answers. */
export const dnsDelegation: Rule = {
  id: "dns-delegation",
  severity: "warn",
  source: "RFC 1034 §4.2.2",
  asks: "The parent delegates the zone to the name servers that the zone itself names.",
  remedy: "Make both lists the same: the one at the registrar, and the NS records in the zone.",
  judge: ({ zone: { parent, own, name = "the zone" } }) => {
    if (!parent || !own) return notApplicable("only the given resolver was asked");
    if (!parent.ok) return couldNotCheck(parent.reason);
    if (!own.ok) return couldNotCheck(own.reason);
    const above = parent.names.join(", ");
    const inside = own.names.join(", ");
    return above === inside
      ? pass(`${name} is delegated to ${above}`)
      : broken(`the parent delegates ${name} to ${above}; the zone itself names ${inside}`);
  },
};
