import { InvalidArgumentError } from "commander";
import { parseEndpoint, type Endpoint } from "../net/endpoint";
import { problemsOf, type Result } from "../protocol";

/** Readers of option values; each says what is wrong with a bad one. */

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}

/** Seconds, with fractions, as milliseconds. */
export function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+(?:\.\d+)?$/.test(text) && value > 0 && value <= 3600) return Math.ceil(value * 1000);
  throw new InvalidArgumentError("It is a number of seconds, more than 0 and at most 3600.");
}

export function endpoint(text: string): Endpoint {
  const value = parseEndpoint(text, 443);
  if (value) return value;
  throw new InvalidArgumentError("It is host:port, such as d111111abcdef8.cloudfront.net:443 or [::1]:8443.");
}

/** `https=8443,smtp=2525,dns=5353`, any of the three. */
export function ports(text: string): { https?: number; smtp?: number; dns?: number } {
  const given: { https?: number; smtp?: number; dns?: number } = {};
  for (const part of text.split(",")) {
    const [name, digits = ""] = part.trim().split("=");
    const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
    if ((name !== "https" && name !== "smtp" && name !== "dns") || port < 1 || port > 65535) {
      throw new InvalidArgumentError("It is a list such as https=8443,smtp=2525,dns=5353.");
    }
    given[name] = port;
  }
  return given;
}

export function commaList(text: string, before: readonly string[] = []): string[] {
  const parts = text.split(",").map((part) => part.trim());
  return [...before, ...parts.filter((part) => part !== "")];
}

/** The value, or an error that lists every problem. */
export function accepted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const lines = problemsOf(result).map(({ path, value, rule, remedy }) => `${path} ${value}: ${rule}. ${remedy}`);
  throw new Error(lines.join("\n"));
}
