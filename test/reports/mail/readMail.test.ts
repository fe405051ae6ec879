import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { readGeneralMail } from "../../../src/reports/mail/generalMime";
import type { MailParts } from "../../../src/reports/mail/mailParts";
import { readPlainMail } from "../../../src/reports/mail/plainMime";
import { AUTHSERV, base64Lines, mailOf } from "../support/mail";
import { bytesOf, googleReport } from "../support/samples";

/** What both readers must agree on; the general parser gives no headers of its own. */
function essence(mail: MailParts): unknown {
  return {
    leaves: mail.leaves.map(({ name, mediaType, content }) => ({
      name,
      mediaType,
      content: (Buffer.isBuffer(content) ? content : Buffer.from(content.base64, "base64"))
        .toString("latin1")
        .trimEnd(),
    })),
    // The general parser gives text parts with LF.
    messages: mail.messages.map((message) => message.toString("latin1").replaceAll("\r\n", "\n").trimEnd()),
    claimsReport: mail.claimsReport,
    isBounce: mail.isBounce,
  };
}

const gzip = gzipSync(bytesOf(googleReport()));
const boundary = fc.stringMatching(/^[A-Za-z0-9'()+_,./:=?-]{1,70}$/);
const eol = fc.constantFrom("\r\n", "\n");

/** A part as senders write them, and as they should not. */
const part = fc.record({
  type: fc.constantFrom(
    "application/tlsrpt+gzip",
    "Application/TLSRPT+GZIP; name=report.json.gz",
    "application/octet-stream",
    "application/json",
    "text/plain; charset=utf-8",
    "text/html",
    "message/rfc822",
  ),
  disposition: fc.constantFrom(
    undefined,
    "attachment",
    'attachment; filename="a!b!1!2.json.gz"',
    "inline; filename=a.txt",
  ),
  encoding: fc.constantFrom(undefined, "base64", "BASE64", "7bit", "8bit"),
});

function textOf(
  list: readonly { type: string; disposition: string | undefined; encoding: string | undefined }[],
  mark: string,
): string {
  const parts = list.map(({ type, disposition, encoding }) => {
    const isMessage = type === "message/rfc822";
    const lines = [`Content-Type: ${type}`];
    if (disposition !== undefined) lines.push(`Content-Disposition: ${disposition}`);
    if (encoding !== undefined && !isMessage) lines.push(`Content-Transfer-Encoding: ${encoding}`);
    const inner = "Subject: inner\r\nContent-Type: text/plain\r\n\r\nhello";
    const body = isMessage ? inner : encoding?.toLowerCase() === "base64" ? base64Lines(gzip) : '{"a": 1}';
    return `--${mark}\r\n${lines.join("\r\n")}\r\n\r\n${body}\r\n`;
  });
  return `preamble\r\n${parts.join("")}--${mark}--\r\nepilogue\r\n`;
}

describe("the plain path is held to the general parser", () => {
  test("on every message of the plain shape", async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), boundary, eol, async (list, mark, end) => {
        const contentType = `multipart/report; report-type=tlsrpt; boundary="${mark}"`;
        const text = mailOf({}, { contentType, body: textOf(list, mark) }).toString("latin1");
        const bytes = Buffer.from(text.replaceAll("\r\n", end), "latin1");
        const read = readPlainMail(bytes);
        if (read === undefined) return;
        plain++;
        expect(essence(read)).toEqual(essence(await readGeneralMail(bytes)));
      }),
      { numRuns: 500, seed: 1 },
    );
    // Nearly all: a plain path that gives up would prove nothing.
    expect(plain).toBeGreaterThan(400);
  });

  test("nested multiparts included", async () => {
    const inner = `Content-Type: multipart/mixed; boundary=in\r\n\r\n${textOf([{ type: "application/gzip", disposition: undefined, encoding: "base64" }], "in")}`;
    const bytes = mailOf({}, { body: `--b1\r\n${inner}\r\n--b1--\r\n` });
    expect(essence(readPlainMail(bytes)!)).toEqual(essence(await readGeneralMail(bytes)));
  });

  test.each<[string, string, string]>([
    ["a boundary that begins another", 'multipart/report; boundary="b"', "--b\r\n\r\nx\r\n--bc\r\n\r\ny\r\n--b--\r\n"],
    ["two boundaries", "multipart/report; boundary=a; boundary=b", "--a\r\n\r\nx\r\n--a--\r\n"],
    ["a boundary in pieces (RFC 2231)", "multipart/report; boundary*0=b; boundary*1=1", "--b1\r\n\r\nx\r\n--b1--\r\n"],
    ["a comment", "multipart/report (hi); boundary=b1", "--b1\r\n\r\nx\r\n--b1--\r\n"],
    ["no end", "multipart/report; boundary=b1", "--b1\r\n\r\nx\r\n"],
    ["quoted-printable", "application/json\r\nContent-Transfer-Encoding: quoted-printable", "=7B=7D"],
    ["two content types", "text/plain\r\nContent-Type: application/json", "{}"],
  ])("what could be read in two ways goes to it: %s", (_name, contentType, body) => {
    expect(readPlainMail(mailOf({}, { contentType, body }))).toBeUndefined();
  });
});

test("binary bodies, which the general parser corrupts, are read on the plain path", () => {
  const head = mailOf({}, { contentType: "application/tlsrpt+gzip\r\nContent-Transfer-Encoding: binary", body: "" });
  const content = readPlainMail(Buffer.concat([head, gzip]))?.leaves[0]?.content;
  expect(Buffer.isBuffer(content) && content.equals(gzip)).toBe(true);
});

test("no bytes make the plain path throw anything but its own refusals", () => {
  const seed = mailOf(googleReport(), { dkim: "google.com", authservId: AUTHSERV });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 20 }),
      fc.nat(seed.length),
      (edits, cut) => {
        const bytes = Buffer.from(seed.subarray(0, cut));
        for (const [at, byte] of edits) if (at < bytes.length) bytes[at] = byte;
        readPlainMail(bytes);
      },
    ),
    { numRuns: 2000, seed: 2 },
  );
});
