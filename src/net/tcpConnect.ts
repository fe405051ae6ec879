import { connect, type Socket } from "node:net";
import type { Endpoint } from "./endpoint";

export type TcpResult =
  | { ok: true; socket: Socket }
  | {
      ok: false;
      timedOut: boolean;
      /** This machine has no way to such addresses (IPv6, mostly): says nothing about the host. */
      noRoute: boolean;
      code: string;
    };

/** EACCES and EPERM come from this machine's own firewall (connect(2)). */
const noRouteCodes = ["ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT", "EACCES", "EPERM"];

/** Opens a TCP connection to an address. Never rejects; ends within `timeoutMs` or when `signal` aborts. */
export function connectTcp({ host, port }: Endpoint, timeoutMs: number, signal?: AbortSignal): Promise<TcpResult> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const finish = (result: TcpResult) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const giveUp = () => {
      finish({ ok: false, timedOut: true, noRoute: false, code: "ETIMEDOUT" });
    };
    const timer = setTimeout(giveUp, timeoutMs);
    signal?.addEventListener("abort", giveUp);
    socket.on("error", (error: Error & { code?: string }) => {
      const code = error.code ?? error.message;
      finish({ ok: false, timedOut: code === "ETIMEDOUT", noRoute: noRouteCodes.includes(code), code });
    });
    socket.once("connect", () => {
      finish({ ok: true, socket });
    });
    if (signal?.aborted === true) giveUp();
  });
}
