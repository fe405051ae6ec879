/** A DNS server of a few lines on loopback, for behaviour that a well-made server does not show. */
import { createSocket } from "node:dgram";
import { createServer, type AddressInfo } from "node:net";
import {
  AUTHORITATIVE_ANSWER,
  RECURSION_AVAILABLE,
  TRUNCATED_RESPONSE,
  decode,
  encode,
  type Answer,
  type Packet,
  type Question,
} from "dns-packet";

/** What to answer: records, a reply code, or nothing at all. `udp` tells over which transport. */
export type Answering = (question: Question, udp: boolean, packet: Packet) => Partial<Reply> | undefined;
export interface Reply {
  rcode: number;
  answers: Answer[];
  authorities: Answer[];
  authoritative: boolean;
  truncated: boolean;
  /** Changes the finished packet, for forgeries. */
  tamper: (reply: Packet) => Packet[];
}

export interface TinyDns {
  /** `127.0.0.1:port` */
  server: string;
  port: number;
  /** Every question, as asked. */
  questions: Question[];
  close(): Promise<void>;
}

export async function tinyDns(answering: Answering, host = "127.0.0.1", port = 0): Promise<TinyDns> {
  const questions: Question[] = [];
  const respond = (bytes: Buffer, udp: boolean): Buffer[] => {
    const packet = decode(bytes);
    const question = packet.questions![0]!;
    questions.push(question);
    const reply = answering({ ...question, name: question.name.toLowerCase() }, udp, packet);
    if (!reply) return [];
    const { rcode = 0, answers = [], authorities = [], authoritative = true, truncated = false } = reply;
    const flags =
      rcode | RECURSION_AVAILABLE | (authoritative ? AUTHORITATIVE_ANSWER : 0) | (truncated ? TRUNCATED_RESPONSE : 0);
    const whole: Packet = { type: "response", id: packet.id, flags, questions: [question], answers, authorities };
    return (reply.tamper?.(whole) ?? [whole]).map((each) => encode(each));
  };
  const tcp = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      const [reply] = respond(bytes.subarray(2), false);
      if (!reply) return socket.destroy();
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      return socket.end(Buffer.concat([length, reply]));
    });
  });
  await new Promise<void>((resolve, reject) => tcp.once("error", reject).listen(port, host, resolve));
  const actual = (tcp.address() as AddressInfo).port;
  const udp = createSocket("udp4");
  udp.on("message", (bytes, from) => {
    for (const reply of respond(bytes, true)) udp.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => udp.once("error", reject).bind(actual, host, resolve));
  return {
    server: `${host}:${actual}`,
    port: actual,
    questions,
    close: async () => {
      await new Promise<void>((resolve) => udp.close(resolve));
      await new Promise<void>((resolve) =>
        tcp.close(() => {
          resolve();
        }),
      );
    },
  };
}

/** Answers from a table `"name TYPE"` → records; a name in no row does not exist. */
export function fromTable(table: Record<string, Answer[]>): Answering {
  return ({ name, type }) => {
    const answers = table[`${name} ${type}`] ?? table[`${name} CNAME`];
    if (answers) return { answers };
    return { rcode: Object.keys(table).some((key) => key.startsWith(`${name} `)) ? 0 : 3 };
  };
}

export const a = (name: string, data: string): Answer => ({ type: "A", name, ttl: 60, class: "IN", data });
export const ns = (name: string, data: string): Answer => ({ type: "NS", name, ttl: 60, class: "IN", data });
export const cname = (name: string, data: string): Answer => ({ type: "CNAME", name, ttl: 60, class: "IN", data });
export const mx = (name: string, preference: number, exchange: string, ttl = 300): Answer => ({
  type: "MX",
  name,
  ttl,
  class: "IN",
  data: { preference, exchange },
});
export const txt = (name: string, ...data: string[]): Answer => ({
  type: "TXT",
  name,
  ttl: 300,
  class: "IN",
  data: data.map((part) => Buffer.from(part)),
});
