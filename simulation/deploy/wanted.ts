import type { Publication } from "./program";
import { publicationOf, type Program } from "./program";
import type { Wanted } from "./operations";

/** What a program wants to exist, with the id that its habits give to the policy. */
export function wantedOf(program: Program, id: string | undefined): Wanted {
  const publication: Publication | undefined = publicationOf(program);
  const { hosts, zones, exchangers } = program;
  const [address] = hosts;
  return {
    hosts: publication === undefined ? [] : hosts,
    file: publication?.text,
    zones,
    records: {
      tlsRpt: "rua",
      ...(publication === undefined || address === undefined || id === undefined ? {} : { address, stsRecord: id }),
      ...(exchangers === undefined ? {} : { mx: exchangers.join(" ") }),
    },
  };
}
