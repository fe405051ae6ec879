import type { MailExchanger } from "./dns/zone";
import type { InputChecker } from "./input/checkedInput";
import type { MailExchangerArgs } from "./mtaStsArgs";
import { parseDomain, showValue, type Result } from "./protocol";

const defaultPreference = 10;

/** Checks `mailExchangers`: each host once, in normal form. */
export function acceptMailExchangers(check: InputChecker, given: readonly MailExchangerArgs[]): MailExchanger[] {
  const accepted = new Map<string, MailExchanger>();
  for (const [index, { host: name, preference }] of given.entries()) {
    const path = `mailExchangers[${index}]`;
    const host = check.plain(parseDomain(name, `${path}.host`));
    const number = check.input(preference ?? defaultPreference, (value) =>
      parsePreference(value, `${path}.preference`),
    );
    if (host === undefined || number === undefined) continue;
    if (accepted.has(host)) check.note([duplicate(path, host)]);
    accepted.set(host, { host, preference: number });
  }
  return [...accepted.values()];
}

function parsePreference(value: number, path: string): Result<number> {
  if (Number.isInteger(value) && value >= 0 && value <= 65535) return { ok: true, value };
  return {
    ok: false,
    problems: [
      {
        path,
        value: showValue(value),
        code: "mx-preference",
        rule: "RFC 1035 §3.3.9: the preference is a whole number, 0 to 65535, and lower ones are tried first",
        remedy: "Leave it out for 10.",
      },
    ],
  };
}

function duplicate(path: string, host: string) {
  return {
    path: `${path}.host`,
    value: showValue(host),
    code: "mx-duplicate",
    rule: "each MX host once: a second record of a host changes nothing but its preference",
    remedy: "Keep one of the two.",
  };
}
