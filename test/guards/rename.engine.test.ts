import { MtaStsMode } from "../../src";
import type { Sandbox } from "../../sandbox/sandbox";
import { seenBySender, startMailSandbox } from "../support/mailStack";
import { everyPair, guardedDomain } from "./support/guardedDomain";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

it.each(everyPair)("a changed domain would replace _mta-sts: refused on $zone, and the old one stays", async (zone) => {
  const at = await guardedDomain(sandbox, zone, "renamed");
  const args = at.withPolicy({ mode: MtaStsMode.Testing, mx: ["mx1.example.com"] });
  await at.allowed(args);
  const before = await seenBySender(sandbox, at.domain);
  const domain = `other-${at.domain}`;
  sandbox.servers.dns.extraRecords.set(domain, ["MX 10 mx1.example.com"]);
  // Beside the records of the old name, Route 53 and ACM take those of the new one.
  const made = [...zone.preparation, zone.file];
  expect(await at.refused({ ...args, domain }, made)).toMatchSnapshot();
  expect(await seenBySender(sandbox, at.domain)).toEqual(before);
});
