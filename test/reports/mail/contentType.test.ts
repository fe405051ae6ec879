import { parseContentType } from "../../../src/reports/mail/contentType";

/** The media type and the parameters, or undefined for what the general parser must decide. */
function read(value: string): [string, Record<string, string>] | undefined {
  const type = parseContentType(value);
  return type && [type.mediaType, Object.fromEntries(type.parameters)];
}

test.each<[string, string, Record<string, string>]>([
  ["Text/Plain", "text/plain", {}],
  ["application/tlsrpt+gzip;", "application/tlsrpt+gzip", {}],
  [
    'multipart/report; Report-Type=TLSRPT ; boundary="a b"',
    "multipart/report",
    { "report-type": "TLSRPT", boundary: "a b" },
  ],
  ['multipart/mixed;;\tboundary="x;y=\\"z\\""', "multipart/mixed", { boundary: 'x;y="z"' }],
  ['text/plain; a=""; b=c:/d', "text/plain", { a: "", b: "c:/d" }],
  [
    'attachment; filename="google.com!example.com!1!2.json.gz"',
    "x/attachment",
    { filename: "google.com!example.com!1!2.json.gz" },
  ],
])("%s", (value, mediaType, parameters) => {
  expect(read(value)).toEqual([mediaType, parameters]);
});

test.each([
  "",
  "/plain",
  "text/",
  "text/plain stray",
  "text/plain (comment); a=b",
  "text/plain; a",
  "text/plain; a=",
  "text/plain; a=b c",
  'text/plain; a=b"c"',
  'text/plain; a="open',
  'text/plain; a="open\\"',
  'text/plain; a="b\\\rc"',
  "text/plain; a=b; A=c",
  "text/plain; name*=utf-8''x",
  "text/plain; name*0=x",
])("could be read in two ways: %s", (value) => {
  expect(read(value)).toBeUndefined();
});
