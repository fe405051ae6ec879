import * as pulumi from "@pulumi/pulumi";
import { InputError } from "../input/inputError";
import { showValue, type Problem } from "../protocol";
import { holds } from "./zone";

/** What the look-up of a zone says of it. */
export interface FoundZone {
  name: string;
  private: boolean;
  nameServers: string[];
}

/** Which input named the zone, for the message. */
export interface ZoneInput {
  /** The input's path, `route53.zoneId`. */
  path: string;
  component: string;
  domain: string;
  zoneId: string;
  /** What else is wrong with a zone of this name. */
  nameProblems?: (zoneName: string) => Problem[];
}

/**
 * The name servers of a zone: looks it up by its id and refuses one that does not exist, is private or does not hold the
 * domain. Zones are never guessed: the Route 53 provider would append the zone's name to a name outside it without a word.
 */
export async function checkZone(input: ZoneInput, lookUp: () => Promise<FoundZone>): Promise<string[]> {
  const { path, component, domain, zoneId } = input;
  const refuse = (code: string, rule: string, remedy: string): never => {
    throw new InputError(`MtaSts "${component}"`, [{ path, value: showValue(zoneId), code, rule, remedy }]);
  };
  const empty = zoneIdProblems(path, zoneId);
  if (empty.length > 0) throw new InputError(`MtaSts "${component}"`, empty);
  const zone = await lookUp().catch((error: unknown) =>
    refuse(
      "zone-not-found",
      "the zone exists, and the provider's credentials may read it",
      `Give the id of the public zone that holds ${domain}. The look-up said: ${oneLine(error)}`,
    ),
  );
  if (zone.private) {
    refuse(
      "zone-private",
      "RFC 8461 §3.1: senders on the internet look the records up",
      `The zone ${zone.name} is private: give the id of the public zone that holds ${domain}.`,
    );
  }
  if (!holds(zone.name, domain)) {
    refuse(
      "zone-elsewhere",
      `RFC 8461 §3.1: the records are _mta-sts.${domain} and mta-sts.${domain}, and a zone holds only names below its own`,
      `This zone is ${zone.name}: give the id of the zone that holds ${domain}.`,
    );
  }
  const problems = input.nameProblems?.(zone.name) ?? [];
  if (problems.length > 0) throw new InputError(`MtaSts "${component}"`, problems);
  return zone.nameServers;
}

/** What is wrong with a zone id that is plain. */
export function zoneIdProblems(path: string, zoneId: pulumi.Input<string>): Problem[] {
  if (pulumi.Output.isInstance(zoneId) || zoneId instanceof Promise) return [];
  if (typeof zoneId === "string" && zoneId.trim() !== "") return [];
  return [
    {
      path,
      value: showValue(zoneId),
      code: "zone-id-empty",
      rule: "a zone is named by its id, and never guessed",
      remedy: "Give the id of the public zone that holds the domain.",
    },
  ];
}

/** Runs the check as soon as the id is known; in a preview, an unknown id is left to the update. */
export function checkedZone(
  zoneId: pulumi.Input<string>,
  check: (zoneId: string) => Promise<string[]>,
): pulumi.Input<string[]> {
  return typeof zoneId === "string" ? check(zoneId) : pulumi.output(zoneId).apply(check);
}

/** A provider's error in one line of bounded length. */
function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, " ").trim().slice(0, 300);
}
