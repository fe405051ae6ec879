/** Bare DNS questions over UDP and TCP, with the whole message as the answer. */
import * as dgram from "node:dgram";
import * as net from "node:net";
import * as dnsPacket from "dns-packet";

export interface AskOptions {
  address?: string;
  tcp?: boolean;
  /** The EDNS payload size; absent: no EDNS. */
  edns?: number;
  /** Milliseconds. Default: 2000. */
  timeout?: number;
}

export interface Reply {
  rcode: number;
  flags: { authoritative: boolean; truncated: boolean; recursionAvailable: boolean; authenticData: boolean };
  answers: dnsPacket.Answer[];
  authorities: dnsPacket.Answer[];
  additionals: dnsPacket.Answer[];
}

export async function ask(
  port: number,
  name: string,
  type: string,
  { address = "127.0.0.1", tcp = false, edns, timeout = 2000 }: AskOptions = {},
): Promise<Reply> {
  const query = dnsPacket.encode({
    type: "query",
    id: 4711,
    flags: dnsPacket.RECURSION_DESIRED,
    questions: [{ name, type: type as dnsPacket.RecordType }],
    additionals:
      edns === undefined
        ? []
        : [
            {
              type: "OPT",
              name: ".",
              udpPayloadSize: edns,
              extendedRcode: 0,
              ednsVersion: 0,
              flags: 0,
              flag_do: false,
              options: [],
            },
          ],
  });
  const octets = await (tcp ? askTcp(query, address, port, timeout) : askUdp(query, address, port, timeout));
  return read(octets);
}

export function read(octets: Buffer): Reply {
  const packet = dnsPacket.decode(octets);
  if (packet.id !== 4711) throw new Error("An answer to another question.");
  return {
    rcode: (packet.flags ?? 0) & 0xf,
    flags: {
      authoritative: packet.flag_aa,
      truncated: packet.flag_tc,
      recursionAvailable: packet.flag_ra,
      authenticData: packet.flag_ad,
    },
    answers: packet.answers ?? [],
    authorities: packet.authorities ?? [],
    additionals: packet.additionals ?? [],
  };
}

/** `name ttl type data` of each record, so that expectations read like a zone file. */
export function lines(records: readonly dnsPacket.Answer[]): string[] {
  return records.map((record) =>
    record.type === "OPT" ? "OPT" : `${record.name} ${record.ttl ?? ""} ${record.type} ${data(record)}`,
  );
}

function data(record: Exclude<dnsPacket.Answer, dnsPacket.OptAnswer>): string {
  switch (record.type) {
    case "TXT": {
      const strings = Array.isArray(record.data) ? record.data : [record.data];
      return strings.map((text) => JSON.stringify(text.toString())).join(" ");
    }
    case "MX":
      return `${record.data.preference ?? ""} ${record.data.exchange}`;
    case "SOA":
      return `${record.data.mname} ${record.data.minimum ?? ""}`;
    case "CAA":
      return `${record.data.flags ?? ""} ${record.data.tag} ${record.data.value}`;
    default:
      return typeof record.data === "string" ? record.data : JSON.stringify(record.data);
  }
}

export function askUdp(query: Buffer, address: string, port: number, timeout = 2000): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = dgram.createSocket("udp4");
    const finish = (action: () => void) => {
      clearTimeout(timer);
      socket.close();
      action();
    };
    const timer = setTimeout(() => {
      finish(() => {
        reject(new Error("timeout"));
      });
    }, timeout);
    socket.on("message", (octets) => {
      finish(() => {
        resolve(octets);
      });
    });
    socket.send(query, port, address);
  });
}

function askTcp(query: Buffer, address: string, port: number, timeout: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(query.length);
    const socket = net.connect(port, address, () => socket.write(Buffer.concat([size, query])));
    socket.setTimeout(timeout, () => socket.destroy(new Error("timeout"))).on("error", reject);
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        socket.destroy();
        resolve(received.subarray(2));
      }
    });
  });
}
