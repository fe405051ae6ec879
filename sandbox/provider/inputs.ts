import { isProperties, Properties, Value } from "./values";

/** Typed access to properties: each accessor parses or throws a message that names the property. */
export class Inputs {
  constructor(
    readonly properties: Properties,
    private readonly path = "",
  ) {}

  text(name: string): string {
    return this.required(name, this.optionalText(name));
  }

  optionalText(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "string") return value;
    throw this.mistyped(name, "a string");
  }

  /** A number; a numeric string is accepted as the providers accept it. */
  optionalNumber(name: string): number | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "number") return value;
    if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
    throw this.mistyped(name, "a number");
  }

  flag(name: string, byDefault = false): boolean {
    const value = this.value(name);
    if (value === undefined) return byDefault;
    if (typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    throw this.mistyped(name, "a boolean");
  }

  texts(name: string): string[] {
    return this.list(name).map((item) => {
      if (typeof item === "string") return item;
      throw this.mistyped(name, "a list of strings");
    });
  }

  textMap(name: string): Record<string, string> {
    const value = this.value(name);
    if (value === undefined) return {};
    if (!isProperties(value)) throw this.mistyped(name, "a map of strings");
    const entries = Object.entries(value).map(([key, item]): [string, string] => {
      if (typeof item === "string") return [key, item];
      throw this.mistyped(name, "a map of strings");
    });
    return Object.fromEntries(entries);
  }

  block(name: string): Inputs {
    return this.required(name, this.optionalBlock(name));
  }

  optionalBlock(name: string): Inputs | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (isProperties(value)) return new Inputs(value, this.at(name));
    throw this.mistyped(name, "an object");
  }

  blocks(name: string): Inputs[] {
    return this.list(name).map((item, index) => {
      if (isProperties(item)) return new Inputs(item, this.at(`${name}[${index}]`));
      throw this.mistyped(name, "a list of objects");
    });
  }

  private list(name: string): Value[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    throw this.mistyped(name, "a list");
  }

  private value(name: string): Value | undefined {
    return this.properties[name] ?? undefined;
  }

  private required<T>(name: string, value: T | undefined): T {
    if (value !== undefined) return value;
    throw new TypeError(`missing required property "${this.at(name)}"`);
  }

  private mistyped(name: string, kind: string): TypeError {
    return new TypeError(`property "${this.at(name)}" must be ${kind}`);
  }

  private at(name: string): string {
    return this.path === "" ? name : `${this.path}.${name}`;
  }
}
