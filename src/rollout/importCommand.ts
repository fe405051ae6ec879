/** A record that exists and should become a child of the component. */
export interface ImportTarget {
  /** The child's URN, as the engine gives it to a hook. */
  urn: string;
  /** The component's name in the program. */
  component: string;
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
 * The command that takes existing records into the stack. A file, because `--parent` takes only a parent that the state
 * holds already, and before the first deploy it does not hold the component; `"component": true` makes it, and is
 * skipped where it is there. A component inside another one must be deployed first, alone.
 */
export function importCommand(targets: readonly [ImportTarget, ...ImportTarget[]]): string {
  const component = componentOf(targets[0]);
  const children = targets.map(({ urn, id }) => {
    const { type, name } = readUrn(urn);
    return { type, name, id, parent: component.name };
  });
  const file = component.nested
    ? { nameTable: { [component.name]: component.urn }, resources: children }
    : { resources: [{ type: component.type, name: component.name, component: true }, ...children] };
  const first = component.nested ? [`pulumi up --target '${component.urn}' --yes`] : [];
  return [
    ...first,
    `echo '${JSON.stringify(file)}' > import.json`,
    "pulumi import --file import.json --protect=false --generate-code=false",
  ].join(" && ");
}

function componentOf({ urn, component }: ImportTarget) {
  const { stackAndProject, types } = readUrn(urn);
  const ancestors = types.slice(0, -1);
  return {
    name: component,
    type: ancestors.at(-1) ?? "",
    urn: `${stackAndProject}::${ancestors.join("$")}::${component}`,
    nested: ancestors.length > 1,
  };
}

/** `urn:pulumi:<stack>::<project>::<type>$<type>::<name>`; a name may hold "::". */
function readUrn(urn: string): { stackAndProject: string; types: string[]; type: string; name: string } {
  const [stack = "", project = "", chain = "", ...name] = urn.split("::");
  const types = chain.split("$");
  return { stackAndProject: `${stack}::${project}`, types, type: types.at(-1) ?? "", name: name.join("::") };
}
