/** What a proxied record names that has a Worker's route before it and nothing behind: no such host ever is (RFC 6761 §6.4). */
export const unroutedTarget = "served-by-a-worker.invalid";
