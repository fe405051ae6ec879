import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { liveMx } from "../../net/liveMx";
import { printable } from "../../net/printable";
import { parseDomain, parseRuaList, problemsOf, showValue } from "../../protocol";
import { openNetwork, type CheckOptions } from "../../checks";
import { ExitCode } from "../exitCode";
import { networkOptions, type NetworkFlags } from "../networkOptions";
import type { Output } from "../output";
import { accepted } from "../parseOption";
import { lookAtDomain, type DomainState } from "./lookAtDomain";
import { dnsHosts, isDnsHostName, type DnsHostName } from "./dnsHost";
import { projectFiles } from "./projectFiles";
import { summary } from "./summary";

export interface InitFlags extends NetworkFlags {
  out?: string;
  rua?: string[];
  dns?: string;
  zoneId?: string;
  name: string;
}

/** What the program is written from: the domain as it is, and the user's choices. */
export interface InitPlan extends DomainState {
  /** The component's name. */
  name: string;
  dns: DnsHostName;
  zoneId?: string;
  rua: string[];
}

/** @param more options of the look-ups that only tests give */
export async function runInit(
  text: string,
  flags: InitFlags,
  output: Output,
  more: CheckOptions = {},
): Promise<number> {
  const domain = accepted(parseDomain(text, "domain"));
  if (!/^[A-Za-z][\w-]{0,60}$/.test(flags.name))
    throw new Error(
      `--name ${showValue(flags.name)}: a letter, then at most 60 letters, digits, - and _. Give another name.`,
    );
  if (flags.dns !== undefined && !isDnsHostName(flags.dns)) {
    throw new Error(`--dns ${showValue(flags.dns)}: it is ${Object.keys(dnsHosts).join(" or ")}.`);
  }
  if (flags.zoneId !== undefined && !/^[A-Za-z0-9]{1,64}$/.test(flags.zoneId)) {
    throw new Error(
      `--zone-id ${showValue(flags.zoneId)}: letters and digits alone, such as Z0123456789EXAMPLE. Give the id, not the name, of the zone.`,
    );
  }
  const network = openNetwork({ ...networkOptions(flags), ...more });
  const mx = await liveMx(domain, network.resolver, network.authority);
  if (mx.kind === "failed" || mx.kind === "absent") {
    output.err(`error: ${printable(mx.reason, 1000)}; nothing was written\n`);
    return ExitCode.CouldNotCheck;
  }
  if (mx.kind === "null") {
    output.err(
      `error: ${domain} takes no mail (null MX, RFC 7505); there is nothing to protect, and nothing was written\n`,
    );
    return ExitCode.Failed;
  }
  const state = await lookAtDomain(domain, mx, network);
  if (state.unknown.length > 0) {
    const reasons = [...new Set(state.unknown)].map((reason) => printable(reason, 1000)).join("; ");
    output.err(
      `error: ${domain} could not be looked at: ${reasons}. Nothing was written: a program would begin in the wrong stage.\n`,
    );
    return ExitCode.CouldNotCheck;
  }
  const plan: InitPlan = {
    ...state,
    name: flags.name,
    dns: isDnsHostName(flags.dns) ? flags.dns : (state.detectedDns ?? "route53"),
    zoneId: flags.zoneId,
    rua: chosenRua(domain, flags.rua, state.rua),
  };
  return write(flags.out ?? domain, plan, output);
}

function chosenRua(domain: string, given: readonly string[] | undefined, published: readonly string[]): string[] {
  if (given !== undefined) return accepted(parseRuaList(given, "--rua"));
  // What is published may not be what the component accepts: then the user decides.
  if (published.length > 0 && problemsOf(parseRuaList(published, "rua")).length === 0) return [...published];
  return [`mailto:tls-reports@${domain}`];
}

function write(folder: string, plan: InitPlan, output: Output): number {
  const files = Object.entries(projectFiles(plan));
  const taken = files.map(([name]) => join(folder, name)).filter((path) => existsSync(path));
  if (taken.length > 0) {
    output.err(
      `error: ${taken.join(", ")} ${taken.length === 1 ? "exists" : "exist"} already, and nothing was written. Move ${taken.length === 1 ? "it" : "them"} away, or give another folder with --out.\n`,
    );
    return ExitCode.Failed;
  }
  makeFolder(folder);
  // "wx": also a file that came into being a moment ago is left alone.
  for (const [name, content] of files) writeFileSync(join(folder, name), content, { flag: "wx" });
  output.out(
    summary(
      plan,
      folder,
      files.map(([name]) => name),
    ),
  );
  return ExitCode.Ok;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    const why = ["EEXIST", "ENOTDIR"].includes(code)
      ? "a file stands in its way"
      : ["EACCES", "EPERM", "EROFS"].includes(code)
        ? "this user may not write there"
        : message;
    throw new Error(`--out ${showValue(folder)}: the folder cannot be made, ${why}. Give another one.`, {
      cause: error,
    });
  }
}
