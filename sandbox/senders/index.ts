/** Senders to try a sandbox with: two independent ones in processes of their own, and a small one of ours. */
export { checkdmarc, type CheckdmarcVerdict, type CheckdmarcVerdicts } from "./checkdmarc";
export { type InstalledSenders, installSenders, type InstallOptions } from "./install";
export { mailauthSender } from "./mailauth";
export type { SandboxNetwork } from "./network";
export { fetchAsSender, type SenderView } from "./plain";
export { postfixSender } from "./postfix";
export type { KnownPolicy, Sender, SenderPolicy, SenderResult } from "./sender";
