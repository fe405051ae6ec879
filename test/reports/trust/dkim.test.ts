import { generateKeyPairSync } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { decode, encode, RECURSION_DESIRED } from "dns-packet";
import { dkimSign } from "mailauth/lib/dkim/sign";
import { dkimVerifier, readReports, type Trust } from "../../../src/reports";
import { folderOf } from "../support/folder";
import { mailOf } from "../support/mail";
import { googleReport, type Json } from "../support/samples";

const { privateKey, publicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "der" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

/** TXT records of the world, by name. */
const zone = new Map([["s1._domainkey.google.com", `v=DKIM1; k=rsa; p=${publicKey.toString("base64")}`]]);
let dns: Socket;
let resolver: Resolver;

beforeAll(async () => {
  dns = createSocket("udp4");
  dns.on("message", (query, { port, address }) => {
    const { id = 0, questions = [] } = decode(query);
    const text = zone.get(questions[0]?.name.toLowerCase() ?? "");
    const answers =
      text === undefined ? [] : [{ type: "TXT" as const, name: questions[0]!.name, data: text.match(/.{1,255}/g)! }];
    const flags = RECURSION_DESIRED | (text === undefined ? 3 : 0);
    dns.send(encode({ type: "response", id, flags, questions, answers }), port, address);
  });
  await new Promise<void>((resolve) => dns.bind(0, "127.0.0.1", resolve));
  resolver = new Resolver({ timeout: 10_000, tries: 3 });
  resolver.setServers([`127.0.0.1:${dns.address().port}`]);
});
afterAll(() => new Promise<void>((resolve) => dns.close(() => resolve())));

interface Signing {
  domain?: string;
  selector?: string;
  maxBodyLength?: number;
}

/** A mail as its sender's server sends it: signed over headers and body (RFC 6376). */
async function signed(mail: Buffer, { domain = "google.com", selector = "s1", maxBodyLength }: Signing = {}) {
  const signature = { signingDomain: domain, selector, privateKey, algorithm: "rsa-sha256" };
  // mailauth's types know one signature only, its code wants a list.
  const options = { ...signature, signatureData: [{ ...signature, maxBodyLength }] };
  const { signatures, errors } = await dkimSign(mail, options);
  expect(errors).toEqual([]);
  return Buffer.concat([Buffer.from(signatures), mail]);
}

/** Whose the one report in this mail is, by signatures alone. */
async function trustOf(mail: Buffer): Promise<Trust> {
  const verify = dkimVerifier((name, type) => resolver.resolve(name, type));
  const { reports, problems } = await readReports([folderOf({ "a.eml": mail })], { verify });
  expect(problems).toEqual([]);
  expect(reports).toHaveLength(1);
  return reports[0]!.trust;
}

const report: Json = googleReport();
const failing: Json = googleReport({ failures: 4 });

test("a report whose signature verifies counts, in the name of its signer", async () => {
  expect(await trustOf(await signed(mailOf(report)))).toEqual({ evidence: true, identity: "google.com", reason: "" });
});

test("one that was changed on its way does not count", async () => {
  const mail = (await signed(mailOf(report))).toString("latin1");
  const body = mailOf(failing).toString("latin1").split("\r\n\r\n").slice(1).join("\r\n\r\n");
  const [headers = ""] = mail.split("\r\n\r\n");
  const trust = await trustOf(Buffer.from(`${headers}\r\n\r\n${body}`, "latin1"));
  expect(trust).toMatchObject({ evidence: false, reason: "its DKIM signature does not verify" });
});

test.each<[string, Signing, RegExp]>([
  ["whose key is not published", { selector: "s2" }, /does not verify/],
  ["signed by a domain that publishes another's key", { domain: "evil.example" }, /signed by evil\.example, not by/],
  ["signed over the beginning of its body only", { maxBodyLength: 100 }, /covers only a part of the body/],
])("one %s does not count", async (_name, signing, reason) => {
  zone.set("s1._domainkey.evil.example", zone.get("s1._domainkey.google.com")!);
  const trust = await trustOf(await signed(mailOf(report), signing));
  expect(trust).toMatchObject({ evidence: false, reason: expect.stringMatching(reason) as string });
});

test("without a signature, no Authentication-Results help where signatures are verified", async () => {
  const trust = await trustOf(mailOf(report, { dkim: "google.com" }));
  expect(trust).toMatchObject({ evidence: false, reason: "it has no DKIM signature" });
});

test("inside a forward, the inner signature vouches for its report", async () => {
  const inner = (await signed(mailOf(report))).toString("latin1");
  const forward = Buffer.from(
    `From: me@example.com\r\nSubject: Fwd\r\nContent-Type: multipart/mixed; boundary="f"\r\n\r\n` +
      `--f\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--f--\r\n`,
    "latin1",
  );
  expect(await trustOf(forward)).toMatchObject({ evidence: true, identity: "google.com" });
});
