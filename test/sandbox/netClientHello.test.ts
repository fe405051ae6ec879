import { EventEmitter } from "node:events";
import * as net from "node:net";
import * as tls from "node:tls";
import * as fc from "fast-check";
import { readClientHello } from "../../sandbox/net/https/clientHello";

/** What a real client sends first. */
async function helloFor(options: tls.ConnectionOptions): Promise<Buffer> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await EventEmitter.once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const client = tls.connect({ host: "127.0.0.1", port: address.port, ...options });
  client.on("error", () => undefined);
  const [socket] = (await EventEmitter.once(server, "connection")) as [net.Socket];
  const [octets] = (await EventEmitter.once(socket, "data")) as [Buffer];
  client.destroy();
  socket.destroy();
  server.close();
  return octets;
}

describe("the server name of a ClientHello", () => {
  it("is read in lower case", async () => {
    const hello = await helloFor({ servername: "MTA-STS.Example.com" });
    expect(readClientHello(hello)).toEqual({ kind: "hello", serverName: "mta-sts.example.com" });
  });

  it("is absent where the client names none", async () => {
    expect(readClientHello(await helloFor({}))).toEqual({ kind: "hello" });
  });

  it("waits for the whole message, however it is cut", async () => {
    const hello = await helloFor({ servername: "mta-sts.example.com" });
    for (let length = 0; length < hello.length; length++) {
      expect(readClientHello(hello.subarray(0, length))).toEqual({ kind: "incomplete" });
    }
  });

  it("is found over several records", async () => {
    const hello = await helloFor({ servername: "mta-sts.example.com" });
    const body = hello.subarray(5);
    const record = (part: Buffer) =>
      Buffer.concat([hello.subarray(0, 3), Buffer.from([part.length >> 8, part.length & 0xff]), part]);
    const split = Buffer.concat([record(body.subarray(0, 3)), record(body.subarray(3, 90)), record(body.subarray(90))]);
    expect(readClientHello(split)).toEqual({ kind: "hello", serverName: "mta-sts.example.com" });
  });

  it("never throws, whatever is sent", async () => {
    const hello = await helloFor({ servername: "mta-sts.example.com" });
    expect(readClientHello(Buffer.from("GET / HTTP/1.1\r\n"))).toEqual({ kind: "notTls" });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(hello.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const mutated = Buffer.from(hello);
        for (const [index, value] of changes) mutated[index] = value;
        expect(["hello", "incomplete", "notTls"]).toContain(readClientHello(mutated).kind);
      }),
    );
  });
});
