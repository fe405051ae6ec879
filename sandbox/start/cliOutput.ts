/**
 * What the CLI prints that says nothing to a reader of the demonstration: progress dots, the rows of resources that
 * are only being started, what only the engine needs in a diff, the stack's header. Warnings and errors always stay.
 */
const noise: readonly RegExp[] = [
  /^@ /,
  /^(Previewing update|Updating|Destroying) \(/,
  /^\s*\[(id|provider)=/,
  /^\s*\[urn=\S*pulumi:pulumi:Stack::/,
  /^\s*pulumi:pulumi:Stack: \(same\)$/,
  /^\s*[+~-]?\s+pulumi:pulumi:Stack \S+\s*(create|creating \(\d+s\)|created \(\d+s\)|running)?\s*$/,
  /^\s*[+~-]\s+\S+ \S+ (creating|updating|deleting) \(\d+s\)/,
  /^Duration: /,
];

/** Cuts a stream of text into lines and passes on those that a reader wants, with empty lines only between others. */
export class CliOutput {
  private rest = "";
  private started = false;
  private pendingEmptyLine = false;

  constructor(private readonly print: (line: string) => void) {}

  write(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.line(line);
  }

  end(): void {
    if (this.rest) this.line(this.rest);
    this.rest = "";
  }

  private line(line: string): void {
    const plain = withoutColor(line).trimEnd();
    if (noise.some((pattern) => pattern.test(plain))) return;
    if (plain === "") {
      this.pendingEmptyLine = this.started;
      return;
    }
    if (this.pendingEmptyLine) this.print("");
    this.pendingEmptyLine = false;
    this.started = true;
    this.print(shortUrn(line.trimEnd()));
  }
}

/** In a diff a resource's name stands only at the end of its URN. */
function shortUrn(line: string): string {
  return line.replace(/\[urn=urn:pulumi:\S*::([^\s\]]+)\]/, "[$1]");
}

function withoutColor(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\x1b\[[\d;]*m/g, "");
}
