/** Whether a bucket policy lets a caller do something: the part of IAM's evaluation that bucket policies for CloudFront use. */

export interface Caller {
  /** A service principal ("cloudfront.amazonaws.com"); absent: an anonymous caller. */
  service?: string;
  /** Condition keys in lower case: "aws:sourcearn", "aws:securetransport", "aws:sourceaccount". */
  context: Readonly<Record<string, string>>;
}

interface Statement {
  Effect?: string;
  Principal?: unknown;
  Action?: unknown;
  Resource?: unknown;
  Condition?: unknown;
}

/** An explicit Deny wins; without an Allow the answer is no. */
export function isAllowed(policy: string | undefined, caller: Caller, action: string, resource: string): boolean {
  const applying = statements(policy).filter(
    (statement) =>
      matchesPrincipal(statement.Principal, caller) &&
      list(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
      list(statement.Resource).some((pattern) => matches(pattern, resource)) &&
      matchesConditions(statement.Condition, caller),
  );
  return applying.some(({ Effect }) => Effect === "Allow") && !applying.some(({ Effect }) => Effect === "Deny");
}

function statements(policy: string | undefined): Statement[] {
  if (policy === undefined) return [];
  const document: unknown = JSON.parse(policy);
  if (!isObject(document)) return [];
  const { Statement: found } = document;
  return (Array.isArray(found) ? found : [found]).filter(isObject);
}

function matchesPrincipal(principal: unknown, caller: Caller): boolean {
  if (principal === "*") return true;
  if (!isObject(principal)) return false;
  if (list(principal["AWS"]).includes("*")) return true;
  return caller.service !== undefined && list(principal["Service"]).includes(caller.service);
}

function matchesConditions(condition: unknown, caller: Caller): boolean {
  if (!isObject(condition)) return true;
  return Object.entries(condition).every(
    ([operator, keys]) =>
      isObject(keys) &&
      Object.entries(keys).every(([key, wanted]) =>
        holds(operator, caller.context[key.toLowerCase()], list(wanted), operator.endsWith("IfExists")),
      ),
  );
}

function holds(operator: string, actual: string | undefined, wanted: readonly string[], ifExists: boolean): boolean {
  if (actual === undefined) return ifExists || /Not/.test(operator);
  switch (operator.replace(/IfExists$/, "")) {
    case "StringEquals":
      return wanted.includes(actual);
    case "StringNotEquals":
      return !wanted.includes(actual);
    case "StringLike":
    case "ArnLike":
    case "ArnEquals":
      return wanted.some((pattern) => matches(pattern, actual));
    case "Bool":
      return wanted.some((value) => value.toLowerCase() === actual.toLowerCase());
  }
  throw new Error(`The sandbox's S3 does not know the condition operator ${operator}; add it to bucketPolicy.ts.`);
}

/** IAM's wildcards: `*` for any run of characters, `?` for one. */
function matches(pattern: string, value: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${expression}$`, "s").test(value);
}

function list(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
