import { CliOutput } from "../../sandbox/start/cliOutput";

function shown(...chunks: string[]): string {
  const lines: string[] = [];
  const output = new CliOutput((line) => lines.push(line));
  for (const chunk of chunks) output.write(chunk);
  output.end();
  return lines.join("\n");
}

test.each([
  ["warnings", "warning: mx2.example.com is not covered"],
  ["errors", "error: update failed"],
  ["failures of a resource", " +  aws:s3:Bucket b **creating failed** error: BucketAlreadyExists"],
  ["messages of the stack", "    pulumi:pulumi:Stack project-dev running error: no zone"],
  ["errors in colour", "\x1b[31merror: \x1b[0mupdate failed"],
  ["what is planned", " +  aws:s3:Bucket b create"],
  ["what was done", " ~  aws:s3:Bucket b updated (0.01s) [diff: ~tags]"],
  ["what changes", '          ~ [0]: "v=STSv1; id=a;" => "v=STSv1; id=b;"'],
])("shows %s", (_, line) => {
  expect(shown(`${line}\n`)).toBe(line);
});

test.each([
  ["progress", "@ previewing update....."],
  ["the header", "Previewing update (dev):"],
  ["that the stack is there", " +  pulumi:pulumi:Stack project-dev create"],
  ["that the stack is there, in colour", " \x1b[1m+ \x1b[0m pulumi:pulumi:Stack project-dev \x1b[1mcreate\x1b[0m"],
  ["that the stack did not change", "    pulumi:pulumi:Stack project-dev  "],
  ["what is only being started", " +  aws:s3:Bucket b creating (0s)"],
  ["provider references", "        [provider=urn:pulumi:dev::p::pulumi:providers:aws::default::id]"],
  ["how long it took", "Duration: 4s"],
])("leaves out %s", (_, line) => {
  expect(shown(`${line}\n`)).toBe("");
});

test("shortens a URN to the name at its end", () => {
  expect(shown("  [urn=urn:pulumi:dev::p::x:index:X$aws:s3/bucket:Bucket::mail-bucket]")).toBe("  [mail-bucket]");
});

test("puts lines together that arrive in parts, and keeps single empty lines between them", () => {
  expect(shown("\n\na", "b\n", "\n\n@ updating..\n\nc\n\n")).toBe("ab\n\nc");
});
