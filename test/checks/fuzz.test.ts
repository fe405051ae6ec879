import fc from "fast-check";
import { judge, rules, type DomainFacts } from "../../src/checks";
import { collectFacts } from "../../src/checks/collect/collectFacts";
import { openNetwork } from "../../src/checks/collect/network";
import { parsePolicyFile, selectStsRecord, selectTlsRptRecord } from "../../src/protocol";
import { isPolicyByAbnf, STS_RECORD_BY_ABNF } from "../protocol/abnf";
import { startWorld } from "./support/world";

/** Texts for each of the three properties: more than 100,000 in all, in half a minute; FUZZ_RUNS raises it. */
const runs = Number(process.env["FUZZ_RUNS"] ?? 34_000);

let facts: DomainFacts;
/** An id that is no hash: comparing one with each revision's hash is slow, and not what is tried here. */
const records = { "_mta-sts": ['300 TXT "v=STSv1; id=20260101T000000;"'] };
beforeAll(async () => {
  const world = await startWorld();
  facts = await collectFacts(world.publish("fuzz", { records }), openNetwork(world.options()));
  await world.close();
});

/** A text near a valid one: slices cut, doubled, swapped or replaced, by characters that matter to a parser. */
const noise = fc.constantFrom(
  ...'\r\n\t ;:=,!*.-_"\\\0\u001b\u0085\u202e\ufeffüAz09v'.split(""),
  "",
  "v=STSv1;",
  "id=",
  "mx: ",
  "%",
  "max_age",
);
const edits = fc.array(fc.tuple(fc.nat(300), fc.nat(12), noise, fc.boolean()), { minLength: 0, maxLength: 4 });
const mutated = (...seeds: string[]) =>
  fc.tuple(fc.constantFrom(...seeds), edits).map(([seed, changes]) =>
    changes.reduce((text, [at, length, insert, keep]) => {
      const start = text.length === 0 ? 0 : at % (text.length + 1);
      const cut = text.slice(start, start + length);
      return text.slice(0, start) + insert + (keep ? cut + cut : "") + text.slice(start + length);
    }, seed),
  );

function resultsOf(changed: Partial<DomainFacts>, prefix: string): { failed: boolean; texts: string } {
  const verdicts = judge({ ...facts, ...changed }, rules);
  return {
    failed: verdicts.some(({ rule, result }) => rule.startsWith(prefix) && result === "fail"),
    texts: verdicts.map(({ seen }) => seen).join("\n"),
  };
}
/** Far cheaper than expect() a hundred thousand times. */
function must(holds: boolean, seen: string): void {
  if (!holds) throw new Error(seen);
}
// eslint-disable-next-line no-control-regex -- what must never reach a terminal
const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

/** What RFC 8460 §3 asks at the least, by the platform's own reader of URIs. */
function isTlsRptRecord(text: string): boolean {
  const [version, ...fields] = text.replace(/[ \t]*;?[ \t]*$/, "").split(/[ \t]*;[ \t]*/);
  const rua = fields.filter((field) => field.startsWith("rua="));
  const named = fields.every((field) =>
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}=[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/.test(field),
  );
  const uris = (rua[0] ?? "").slice(4).split(/[ \t]*,[ \t]*/);
  return (
    version === "v=TLSRPTv1" &&
    named &&
    rua.length === 1 &&
    uris.every((uri) => /^(?:mailto|https):[^!]+$/i.test(uri) && URL.canParse(uri))
  );
}

const options = { numRuns: runs, endOnFailure: true };

test("whatever stands at _mta-sts is judged, and what the strict grammar refuses never passes", () => {
  fc.assert(
    fc.property(
      fc.array(mutated("v=STSv1; id=20260101T000000;", "v=STSv1;id=a"), { minLength: 1, maxLength: 2 }),
      (texts) => {
        const selection = selectStsRecord(texts);
        const live = { ...facts.sts.live, texts } as DomainFacts["sts"]["live"];
        const { failed, texts: seen } = resultsOf({ sts: { live, selection } }, "sts-");
        must(failed === selection.violations.length > 0, seen);
        const candidates = texts.filter((text) => text.startsWith("v=STSv1;"));
        must(
          failed || (candidates.length === 1 && STS_RECORD_BY_ABNF.test(candidates[0] ?? "")),
          JSON.stringify(texts),
        );
        must(!unprintable.test(seen), seen);
      },
    ),
    options,
  );
}, 300_000);

test("whatever stands at _smtp._tls is judged, and what the strict grammar refuses never passes", () => {
  fc.assert(
    fc.property(
      mutated("v=TLSRPTv1; rua=mailto:a@example.com,https://example.com/r", "v=TLSRPTv1;rua=mailto:b@c.de"),
      (text) => {
        const selection = selectTlsRptRecord([text]);
        const live = { ...facts.tlsRpt.live, texts: [text] } as DomainFacts["tlsRpt"]["live"];
        const { failed, texts: seen } = resultsOf({ tlsRpt: { live, selection }, rua: [] }, "tlsrpt-");
        // A record that is not there at all is a warning.
        const missing = selection.violations.some(({ code }) => code === "record-missing");
        must(failed === (selection.violations.length > 0 && !missing), seen);
        must(failed || missing || isTlsRptRecord(text), JSON.stringify(text));
        must(!unprintable.test(seen), seen);
      },
    ),
    options,
  );
}, 300_000);

test("whatever is served as a policy is judged, and what the strict grammar refuses never passes", () => {
  const seed = "version: STSv1\r\nmode: enforce\r\nmx: mx1.fuzz.test\r\nmx: *.example.com\r\nmax_age: 604800\r\n";
  fc.assert(
    fc.property(
      mutated(seed, seed.replaceAll("\r\n", "\n"), "version:STSv1\nmode:none\nmax_age:1"),
      fc.boolean(),
      (text, latin1) => {
        const bytes = Buffer.from(text, latin1 ? "latin1" : "utf8");
        const file = parsePolicyFile(bytes);
        const { failed, texts: seen } = resultsOf({ policy: { bytes, file } }, "policy-");
        must(failed === (file.violations.length > 0 || file.policy === undefined), seen);
        must(failed === !isPolicyByAbnf(bytes), JSON.stringify(text));
        must(!unprintable.test(seen), seen);
      },
    ),
    options,
  );
}, 300_000);

test("what is as long as it may be, and repeats itself, is judged in a moment all the same", () => {
  const long = fc
    .tuple(fc.constantFrom("", "v=STSv1; id=1", "v=TLSRPTv1; rua=", "version: STSv1\nmx: "), noise, noise, noise)
    .map(([start, ...parts]) => {
      const piece = parts.join("") || "a";
      return start + piece.repeat(65_000 / piece.length);
    });
  fc.assert(
    fc.property(long, (text) => {
      const began = performance.now();
      const sts = { live: { ...facts.sts.live, texts: [text] }, selection: selectStsRecord([text]) };
      const tlsRpt = { live: { ...facts.tlsRpt.live, texts: [text] }, selection: selectTlsRptRecord([text]) };
      const bytes = Buffer.from(text);
      const policy = { bytes, file: parsePolicyFile(bytes) };
      const { texts: seen } = resultsOf({ sts, tlsRpt, policy, rua: [] }, "");
      must(!unprintable.test(seen), seen.slice(0, 200));
      must(performance.now() - began < 2_000, `it took ${Math.round(performance.now() - began)} ms`);
    }),
    { numRuns: Math.min(runs, 400), endOnFailure: true },
  );
}, 300_000);
