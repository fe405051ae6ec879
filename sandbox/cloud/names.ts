// DNS names as the sandbox's cloud keeps them: lower case, without the trailing dot.

export function bareName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

/** Whether `name` is `zone` or lies below it. */
export function liesIn(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/** The name and every name above it, nearest first. */
export function nameAndParents(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}

/** Whether a certificate's name covers a host: equal, or `*.` for exactly one label. */
export function certificateNameCovers(certificateName: string, host: string): boolean {
  if (certificateName === host) return true;
  return certificateName.startsWith("*.") && host.slice(host.indexOf(".") + 1) === certificateName.slice(2);
}
