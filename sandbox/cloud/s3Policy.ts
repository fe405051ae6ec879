/** Condition keys that tie a statement to known callers, so that a "*" principal is not public (S3 user guide). */
const restrictingKeys =
  /^(aws:(SourceArn|SourceAccount|SourceVpc|SourceVpce|SourceIp|SourceOwner|PrincipalOrgID|PrincipalArn|PrincipalAccount|userid)|s3:DataAccessPointAccount)$/i;

/** What is wrong with the document, worded as S3 does; undefined if nothing is. */
export function checkBucketPolicy(bucket: string, policy: string): string | undefined {
  const found = statements(policy);
  if (!found) return "Policies must be valid JSON and the first byte must be '{'";
  if (found.length === 0) return "Could not parse the policy: Statement is empty!";
  for (const statement of found) {
    if (statement.Effect !== "Allow" && statement.Effect !== "Deny")
      return `Invalid effect: ${String(statement.Effect)}`;
    if (statement.Principal === undefined) return "Missing required field Principal";
    if (statement.Action === undefined) return "Missing required field Action";
    const arn = `arn:aws:s3:::${bucket}`;
    const inBucket = (resource: unknown): boolean =>
      typeof resource === "string" && (resource === arn || resource.startsWith(`${arn}/`));
    const resources = asList(statement.Resource);
    if (resources.length === 0 || !resources.every(inBucket)) return "Policy has invalid resource";
  }
  return undefined;
}

export function isPublicPolicy(policy: string): boolean {
  return (statements(policy) ?? []).some(
    (statement) =>
      statement.Effect === "Allow" && isEverybody(statement.Principal) && !isRestricted(statement.Condition),
  );
}

function statements(policy: string): Record<string, unknown>[] | undefined {
  try {
    const document: unknown = JSON.parse(policy);
    return isObject(document) ? asList(document.Statement).filter(isObject) : undefined;
  } catch {
    return undefined;
  }
}

function isEverybody(principal: unknown): boolean {
  if (principal === "*") return true;
  return isObject(principal) && asList(principal.AWS).includes("*");
}

function isRestricted(condition: unknown): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      /^(ForAnyValue:)?(String|Arn)(Equals|Like)|^IpAddress/.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(
        ([key, values]) => restrictingKeys.test(key) && asList(values).every((value) => value !== "*"),
      ),
  );
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined ? [] : [value];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
