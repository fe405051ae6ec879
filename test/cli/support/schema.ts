/** The part of JSON Schema that docs/check.schema.json uses. */
export interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
}

/** Where a value breaks the schema; empty where it fits. */
export function schemaErrors(schema: Schema, value: unknown, path = "$"): string[] {
  const wrong = (what: string) => [`${path}: ${what}`];
  if ("const" in schema && value !== schema.const) return wrong(`is not ${String(schema.const)}`);
  if (schema.enum && !schema.enum.includes(value)) return wrong(`${String(value)} is not one of the values`);
  if (schema.type !== undefined && typeName(value) !== schema.type) return wrong(`is not of type ${schema.type}`);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => schemaErrors(schema.items ?? {}, item, `${path}[${index}]`));
  }
  if (typeof value !== "object" || value === null) return [];
  const missing = (schema.required ?? []).filter((name) => !(name in value));
  return [
    ...missing.flatMap((name) => wrong(`lacks ${name}`)),
    ...Object.entries(value).flatMap(([name, property]) => {
      const own = schema.properties?.[name] ?? schema.additionalProperties;
      if (own === false) return wrong(`has the unknown ${name}`);
      return typeof own === "object" ? schemaErrors(own, property, `${path}.${name}`) : [];
    }),
  ];
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}
