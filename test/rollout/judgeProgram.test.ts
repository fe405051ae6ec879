import type { LiveTxt } from "../../src/net/liveTxt";
import type { LiveMx } from "../../src/net/liveMx";
import type { PolicyFetch } from "../../src/net/policyFetch";
import { MtaStsMode } from "../../src/protocol";
import { judgeProgram, judgeStep } from "../../src/rollout/judgeProgram";
import { askingOnce, type Lookups } from "../../src/rollout/lookups";
import type { ProgramFacts } from "../../src/rollout/programFacts";
import { published, publish } from "./facts";

const program: ProgramFacts = {
  domain: "example.com",
  ttl: 300,
  tlsReporting: true,
  checkLiveMx: true,
  verifyPublication: true,
  today: "2026-11-22",
};
const down: PolicyFetch = { ok: false, kind: "http", host: "mta-sts.example.com", ms: 1, seen: "ECONNRESET" };
const mxOf = (...hosts: string[]): LiveMx => ({
  kind: "hosts",
  domain: "example.com",
  hosts: hosts.map((host) => ({ host, preference: 10, ttl: 300 })),
  ignored: [],
  nullBesideOthers: false,
  servers: [],
});
const txtOf = (...texts: string[]): LiveTxt & { ok: true } => ({
  ok: true,
  name: "_mta-sts.example.com",
  texts,
  exists: true,
  chain: [],
  besideCname: false,
  servers: [],
});
function lookupsOf(txt: LiveTxt, file?: string, mx = mxOf("mx1.example.com")): Lookups & { asked: string[] } {
  const asked: string[] = [];
  const served: PolicyFetch =
    file === undefined
      ? down
      : {
          ok: true,
          kind: "ok",
          host: "mta-sts.example.com",
          address: "192.0.2.1:443",
          ms: 1,
          status: 200,
          contentType: "text/plain",
          headers: {},
          bytes: Buffer.from(file),
          protocol: "TLSv1.3",
          certificate: { names: [], issuer: "", validFrom: new Date(0), validTo: new Date(0), fingerprint: "" },
        };
  const note = <T>(what: string, answer: T) => {
    asked.push(what);
    return Promise.resolve(answer);
  };
  return {
    asked,
    mx: () => note("mx", mx),
    txt: () => note("txt", txt),
    name: () => note("name", { ok: true, records: [], servers: [] }),
    policy: () => note("policy", served),
    policyAt: () => note("policyAt", served),
    policyEverywhere: () => note("policyEverywhere", served),
  };
}

describe("judgeProgram", () => {
  test("is silent about a covered policy that is not published yet, and asks for MX and its record alone", async () => {
    const lookups = lookupsOf(txtOf());
    const verdict = await judgeProgram({ ...program, next: publish() }, lookups);
    expect(verdict).toMatchObject({ notes: [], warnings: [] });
    expect(verdict.refusal).toBeUndefined();
    expect(lookups.asked.sort()).toEqual(["mx", "txt"]);
  });

  test("asks for no MX with checkLiveMx: false or mode none", async () => {
    const lookups = lookupsOf(txtOf());
    await judgeProgram({ ...program, next: publish(), checkLiveMx: false }, lookups);
    await judgeProgram({ ...program, next: publish({ mode: MtaStsMode.None, mx: [] }) }, lookups);
    expect(lookups.asked).toEqual(["txt", "txt"]);
  });

  test("asks for nothing in a pipeline without internet", async () => {
    const lookups = lookupsOf(txtOf());
    await judgeProgram({ ...program, next: publish(), checkLiveMx: false, verifyPublication: false }, lookups);
    expect(lookups.asked).toEqual([]);
  });

  test("refuses a policy whose id announces another file, and fetches the file of no other id", async () => {
    const [one, other] = [published(), published({ mx: ["mx2.example.com"] })];
    const live = lookupsOf(txtOf(`v=STSv1; id=${one.id};`), other.text);
    expect((await judgeProgram({ ...program, next: one }, live)).refusal).toContain("(id-serves-another-policy)");
    expect((await judgeProgram({ ...program, next: other }, live)).refusal).toBeUndefined();
    expect(live.asked.filter((what) => what === "policy")).toHaveLength(1);
    const offline = { ...program, next: one, verifyPublication: false };
    expect((await judgeProgram(offline, live)).refusal).toBeUndefined();
  });

  test("lets the same policy in another dress pass: what a sender reads is the same", async () => {
    const one = published();
    const live = lookupsOf(txtOf(`v=STSv1; id=${one.id};`), one.text.replaceAll("\r\n", "\n"));
    expect((await judgeProgram({ ...program, next: one }, live)).refusal).toBeUndefined();
  });

  test("refuses a program whose zones are not the ones that the domain is delegated to", async () => {
    const one = published();
    const server = { ok: true as const, server: "ns-1.awsdns-01.net", exists: true, chain: [], texts: [] };
    const byResolver: LiveTxt & { ok: true } = { ...txtOf(`v=STSv1; id=${one.id};`), servers: [server] };
    const txt = { ...byResolver, zone: "example.com" };
    const refusalOf = async (zoneServers?: string[], live: LiveTxt = txt) => {
      const zones = zoneServers === undefined ? {} : { zoneServers };
      return (await judgeProgram({ ...program, next: one, ...zones }, lookupsOf(live, one.text))).refusal;
    };
    expect(await refusalOf(["ada.ns.cloudflare.com"])).toContain("(zone-dropped)");
    expect(await refusalOf(["ada.ns.cloudflare.com", "NS-1.awsdns-01.net."])).toBeUndefined();
    expect(await refusalOf()).toBeUndefined();
    // MX records go with a zone too, where there is no policy.
    const withoutPolicy = { ...program, declaresMx: true, zoneServers: ["ada.ns.cloudflare.com"] };
    const { warnings } = await judgeProgram(withoutPolicy, lookupsOf({ ...txt, texts: [] }));
    expect(warnings).toEqual([expect.stringContaining("(zone-not-asked)")]);
    // A resolver of the program's own tells nothing of the delegation.
    expect(await refusalOf(["ada.ns.cloudflare.com"], byResolver)).toBeUndefined();
    // Somebody else's record is no business of ours.
    const foreign = { ...txt, texts: ["v=STSv1; id=20260101;"] };
    expect(await refusalOf(["ada.ns.cloudflare.com"], foreign)).toBeUndefined();
  });

  test("reads since when a policy is live from Last-Modified, and refuses a retire date from before", async () => {
    const none = published({ mode: MtaStsMode.None, mx: [], maxAge: 86400 });
    const live = lookupsOf(txtOf(`v=STSv1; id=${none.id};`), none.text);
    const dated = async (): Promise<PolicyFetch> => {
      const fetched = await live.policy("mta-sts.example.com");
      return fetched.ok ? { ...fetched, headers: { "last-modified": "Fri, 20 Nov 2026 23:59:59 GMT" } } : fetched;
    };
    const refusalOf = async (after: string, next?: typeof none) =>
      (
        await judgeProgram(
          { ...program, retire: { after }, ...(next === undefined ? {} : { next }) },
          { ...live, policy: dated },
        )
      ).refusal;
    expect(await refusalOf("2026-11-19", none)).toContain("(retire-before-none)");
    expect(await refusalOf("2026-11-20", none)).toBeUndefined();
    expect(await refusalOf("2026-11-19")).toContain("(remove-too-early)");
    expect(await refusalOf("2026-11-20")).toBeUndefined();
  });

  test("warns on every run of an uncovered host and of an override", async () => {
    const override = { policyId: "other", reason: "planned" };
    const lookups = lookupsOf(txtOf(), undefined, mxOf("mx9.example.com"));
    const { warnings } = await judgeProgram({ ...program, next: publish(), override }, lookups);
    expect(warnings).toEqual([
      expect.stringContaining("rollout.override names policy other"),
      expect.stringContaining("mx9.example.com"),
    ]);
  });

  test("does not take the domain for its own mail host where this deploy gives it MX records, but under enforce", async () => {
    const implicit: LiveMx = {
      kind: "implicit",
      domain: "example.com",
      hosts: [{ host: "example.com", preference: 0, ttl: 0 }],
      servers: [],
    };
    const warningsOf = async (mode: MtaStsMode, declaresMx: boolean) => {
      const next = publish({ mode });
      return (await judgeProgram({ ...program, declaresMx, next }, lookupsOf(txtOf(), undefined, implicit))).warnings;
    };
    expect(await warningsOf(MtaStsMode.Testing, true)).toEqual([]);
    for (const warnings of [await warningsOf(MtaStsMode.Testing, false), await warningsOf(MtaStsMode.Enforce, true)])
      expect(warnings).toEqual([expect.stringContaining("so it is its own mail host")]);
  });

  test("refuses to leave a live enforce policy of ours out", async () => {
    const live = published({ mode: MtaStsMode.Enforce });
    const { refusal } = await judgeProgram(program, lookupsOf(txtOf(`v=STSv1; id=${live.id};`), live.text));
    expect(refusal).toContain("policy.mode: left out (remove-enforce)");
  });

  test("lets TLS-RPT stand beside another tool's policy", async () => {
    const live = published({ mode: MtaStsMode.Enforce });
    const verdict = await judgeProgram(program, lookupsOf(txtOf("v=STSv1; id=20250101;"), live.text));
    expect(verdict).toEqual({ notes: [], warnings: [], previous: { from: "none" } });
  });

  test("advises where it cannot be seen which policy would go", async () => {
    const verdict = await judgeProgram(program, lookupsOf(txtOf("v=STSv1; id=20250101;")));
    expect(verdict.warnings).toEqual([expect.stringContaining("(removal-unknown)")]);
  });
});

describe("judgeStep", () => {
  test("adopts a live enforce policy, and refuses what the state does not allow", async () => {
    const live = published({ mode: MtaStsMode.Enforce });
    const next = publish({ mode: MtaStsMode.Enforce });
    const lookups = lookupsOf(txtOf("v=STSv1; id=20250101;"), live.text);
    expect((await judgeStep({ ...program, next }, undefined, lookups)).refusal).toBeUndefined();
    expect((await judgeStep({ ...program, next }, published().text, lookups)).refusal).toContain(
      "enforce-without-evidence",
    );
  });

  test("says in one line what changes", async () => {
    const before = published();
    const { notes } = await judgeStep(
      { ...program, next: publish({ mx: ["mx1.example.com", "mx2.example.com"] }) },
      before.text,
      lookupsOf(txtOf(`v=STSv1; id=${before.id};`), before.text),
    );
    expect(notes).toEqual([
      `example.com: id ${before.id} → ${publish({ mx: ["mx1.example.com", "mx2.example.com"] }).id}, mx + mx2.example.com`,
    ]);
  });
});

describe("askingOnce", () => {
  test("asks each question once, so that all rules of a run judge one world", async () => {
    const lookups = lookupsOf(txtOf());
    const once = askingOnce(lookups);
    await Promise.all([once.mx("example.com"), once.mx("example.com"), once.mx("example.net")]);
    expect(lookups.asked).toEqual(["mx", "mx"]);
  });
});
