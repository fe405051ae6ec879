import type { Socket } from "node:net";

export interface SmtpReply {
  /** 0 where the server closed the connection or sent something else than a reply. */
  code: number;
  /** The whole reply as sent. */
  text: string;
  /** The text of each line, without code and separator. */
  lines: string[];
}

/** A reply longer than this is not one of a mail server. */
const maxReply = 16_384;

/** Reads SMTP replies, multi-line ones included, from a socket (RFC 5321 §4.2). Never rejects. */
export class SmtpReader {
  private buffer = "";
  private closed?: string;
  private wake: () => void = () => undefined;

  constructor(private readonly socket: Socket) {
    socket.on("data", this.take);
    socket.on("error", this.fail);
    socket.on("close", this.end);
  }

  async reply(): Promise<SmtpReply> {
    for (;;) {
      const match = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*)?\r?\n/.exec(this.buffer);
      if (match) {
        const [text, code] = match;
        this.buffer = this.buffer.slice(text.length);
        const lines = text.trimEnd().split(/\r?\n/);
        return { code: Number(code), text: text.trimEnd(), lines: lines.map((line) => line.slice(4)) };
      }
      if (this.buffer.length > maxReply || !/^\d{0,3}(?:[ \r\n-]|$)/.test(this.buffer)) {
        return { code: 0, text: this.buffer.slice(0, 200), lines: [] };
      }
      if (this.closed !== undefined) return { code: 0, text: this.closed, lines: [] };
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Stops reading, so that TLS can take over; returns how many bytes were left unread. */
  release(): number {
    this.socket.off("data", this.take);
    this.socket.off("error", this.fail);
    this.socket.off("close", this.end);
    this.socket.on("error", () => undefined);
    return this.buffer.length;
  }

  private readonly take = (chunk: Buffer) => {
    this.buffer += chunk.toString("latin1");
    this.wake();
  };
  private readonly fail = (error: Error & { code?: string }) => {
    this.closed = error.code ?? error.message;
    this.wake();
  };
  private readonly end = () => {
    this.closed ??= "(the connection was closed)";
    this.wake();
  };
}
