/** The ways in which policy hosts go wrong, one responder each, for `HostOverride.respond`. */
import { setTimeout as delay } from "node:timers/promises";
import { textResponse } from "./exchange";
import type { Responder } from "./hostOverride";

/** 200 and `text/plain` with this text: stale or wrong bytes, or the policy of a host outside of the cloud. */
export function plainText(text: string, headers: Record<string, string> = {}): Responder {
  return () => {
    const response = textResponse(200, "text/plain", text);
    return { ...response, headers: { ...response.headers, ...headers } };
  };
}

/** The true answer with another status. */
export function withStatus(status: number): Responder {
  return async (_request, next) => ({ ...(await next()), status });
}

/** The true answer with these headers on top. */
export function withHeaders(headers: Record<string, string>): Responder {
  return async (_request, next) => {
    const answer = await next();
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };
}

/** What a parked domain or a single-page application answers to every path: HTML, with 200. */
export function htmlPage(): Responder {
  const page = "<!doctype html>\n<html><head><title>Welcome</title></head><body>This site is up.</body></html>\n";
  return () => textResponse(200, "text/html; charset=utf-8", page);
}

export function redirectTo(location: string, status: 301 | 302 | 307 | 308 = 301): Responder {
  return () => ({ status, headers: { location, "content-type": "text/html" }, body: Buffer.from("") });
}

/** Cloudflare's managed challenge: what "bot fight mode" does to a sender. */
export function botChallenge(): Responder {
  const page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking…</body></html>\n";
  return () => {
    const response = textResponse(403, "text/html; charset=UTF-8", page);
    return { ...response, headers: { ...response.headers, "cf-mitigated": "challenge", server: "cloudflare" } };
  };
}

/** The true answer, but only for user agents that the pattern fits; the challenge for the rest. */
export function challengeUnless(userAgent: RegExp): Responder {
  const challenge = botChallenge();
  return (request, next) => (userAgent.test(request.headers["user-agent"] ?? "") ? next() : challenge(request, next));
}

/** The true answer, late. @param milliseconds before the status line */
export function slow(milliseconds: number): Responder {
  return async (_request, next) => {
    await delay(milliseconds, undefined, { ref: false });
    return next();
  };
}

/** A policy without an end that anyone would wait for: `text/plain` of that many octets. */
export function hugeBody(octets: number): Responder {
  return () => ({ status: 200, headers: { "content-type": "text/plain" }, body: chunks(octets) });
}

function* chunks(octets: number): Generator<Uint8Array> {
  const line = Buffer.from("mx: mx.example.com\r\n".repeat(1024));
  for (let sent = 0; sent < octets; sent += line.length) yield line.subarray(0, Math.min(line.length, octets - sent));
}

/** The octets of a body one by one: never silent for long, never done in time. @param interval milliseconds */
export function trickle(text: string, interval: number): Responder {
  return () => ({ status: 200, headers: { "content-type": "text/plain" }, body: slowly(Buffer.from(text), interval) });
}

async function* slowly(octets: Buffer, interval: number): AsyncGenerator<Uint8Array> {
  for (const octet of octets) {
    await delay(interval, undefined, { ref: false });
    yield Uint8Array.of(octet);
  }
}
