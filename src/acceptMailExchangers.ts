import type { MailExchanger } from "./dns/zone";
import type { InputChecker } from "./input/checkedInput";
import type { MailExchangerArgs } from "./mtaStsArgs";
import { isVerificationOnly } from "./net/verificationMx";
import { parseMxPattern, showValue, type Problem, type Result } from "./protocol";

const defaultPreference = 10;
const argument = "mailExchangers";

/**
 * Checks `mailExchangers`: each host once, in normal form.
 *
 * @param given Undefined where the MX records are declared elsewhere.
 */
export function acceptMailExchangers(
  check: InputChecker,
  given: readonly MailExchangerArgs[] | undefined,
): MailExchanger[] {
  if (given === undefined) return [];
  // Programs in JavaScript may give anything.
  const list: unknown = given;
  if (!Array.isArray(list) || list.length === 0) {
    check.note([listProblem(list)]);
    return [];
  }
  const accepted = new Map<string, MailExchanger>();
  for (const [index, item] of list.entries()) {
    const path = `${argument}[${index}]`;
    const { host: name, preference } = fieldsOf(item);
    const host = check.plain(parseExchanger(name, `${path}.host`));
    const number = check.input(preference ?? defaultPreference, (value) =>
      parsePreference(value, `${path}.preference`),
    );
    if (host === undefined || number === undefined) continue;
    if (accepted.has(host)) check.note([duplicate(path, host)]);
    accepted.set(host, { host, preference: number });
  }
  return [...accepted.values()];
}

/** The hosts of which a policy speaks: those that only prove the ownership of the domain never take mail. */
export function hostsThatTakeMail(exchangers: readonly MailExchanger[]): string[] {
  return exchangers.map(({ host }) => host).filter((host) => !isVerificationOnly(host));
}

function fieldsOf(item: unknown): Partial<MailExchangerArgs> {
  return typeof item === "object" && item !== null ? item : {};
}

function parseExchanger(value: unknown, path: string): Result<string> {
  const refuse = (code: string, rule: string, remedy: string): Result<string> => ({
    ok: false,
    problems: [{ path, value: showValue(value), code, rule, remedy }],
  });
  if (value === "" || value === ".") {
    return refuse(
      "mx-record-null",
      "a null MX says that the domain takes no mail (RFC 7505 §3), and stands alone",
      "Name the hosts. For a domain without mail leave mailExchangers and policy out.",
    );
  }
  if (typeof value === "string" && value.includes("*")) {
    return refuse(
      "mx-record-wildcard",
      "an MX record names one host (RFC 5321 §5.1); only a policy has patterns",
      "Name each host here. Patterns belong in policy.mx.",
    );
  }
  return parseMxPattern(value, path);
}

function parsePreference(value: unknown, path: string): Result<number> {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 65535) return { ok: true, value };
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

function listProblem(value: unknown): Problem {
  return {
    path: argument,
    value: showValue(value),
    code: "mx-record-list",
    rule: "the component declares the domain's MX records, and without one the domain would be its own mail host (RFC 5321 §5.1)",
    remedy:
      "List the hosts: [{ host, preference }]. Leave mailExchangers out only if the MX records are declared elsewhere.",
  };
}

function duplicate(path: string, host: string): Problem {
  return {
    path: `${path}.host`,
    value: showValue(host),
    code: "mx-duplicate",
    rule: "each MX host once: a second record of a host changes nothing but its preference",
    remedy: "Keep one of the two.",
  };
}
