/** The message of whatever was thrown; also of an error from another realm, which is no `instanceof Error` here. */
export function messageOf(error: unknown): string {
  return hasText(error, "message") ? error.message : String(error);
}

/** The `code` of a system error. */
export function codeOf(error: unknown): string | undefined {
  return hasText(error, "code") ? error.code : undefined;
}

function hasText<Key extends string>(error: unknown, key: Key): error is Record<Key, string> {
  return typeof error === "object" && error !== null && key in error && typeof Reflect.get(error, key) === "string";
}
