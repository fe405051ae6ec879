/** A record that exists and should become a child of the component. */
export interface ImportTarget {
  /** The child's URN, as the engine gives it to a hook. */
  urn: string;
  /** The provider's import id. */
  id: string;
}

/** The id under which Route 53's provider imports a record set. */
export function route53ImportId(zoneId: string, name: string, type: string): string {
  return `${zoneId}_${name}_${type}`;
}

/** The id under which Cloudflare's provider imports a record; several records may share a name, so it takes the record's. */
export function cloudflareImportId(zoneId: string, recordId: string): string {
  return `${zoneId}/${recordId}`;
}

/**
 * The command that takes an existing record into the stack. A file, because `--parent` takes only a parent that the
 * state holds already, and before the first deploy it does not hold the component; `"component": true` makes it, and is
 * skipped where it is there.
 *
 * @param ancestors The URNs of the components around the record, the outermost first. If that one has a parent itself
 *   (in a component plugin), it must be in the state.
 */
export function importCommand({ urn, id }: ImportTarget, ancestors: readonly string[]): string {
  const components = ancestors.map(readUrn);
  const child = readUrn(urn);
  const names = [...components, child].map(({ name }) => name);
  // Within the file, resources are told apart by name alone.
  const unique = new Set(names).size === names.length;
  const keys = components.map(({ name }, index) => (unique ? name : `parent${index + 1}`));
  const parentOf = (index: number) => (index === 0 ? {} : { parent: keys[index - 1] });
  const outermost = components[0];
  const known = outermost !== undefined && outermost.depth > 1 ? 1 : 0;
  const file = {
    ...(known === 1 ? { nameTable: { [keys[0] ?? ""]: ancestors[0] } } : {}),
    resources: [
      ...components.map(({ type, name }, index) => ({
        type,
        name: keys[index],
        ...(unique ? {} : { logicalName: name }),
        component: true,
        ...parentOf(index),
      })),
      { type: child.type, name: child.name, id, ...parentOf(components.length) },
    ].slice(known),
  };
  return `echo '${JSON.stringify(file).replaceAll("'", "'\\''")}' > import.json && pulumi import --file import.json --protect=false --generate-code=false`;
}

/** `urn:pulumi:<stack>::<project>::<type>$<type>::<name>`; a name may hold "::". */
function readUrn(urn: string): { type: string; name: string; depth: number } {
  const [, , chain = "", ...name] = urn.split("::");
  const types = chain.split("$");
  return { type: types.at(-1) ?? "", name: name.join("::"), depth: types.length };
}
