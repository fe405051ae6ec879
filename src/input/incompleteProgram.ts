import * as pulumi from "@pulumi/pulumi";

const hookName = "stop before anything is deleted";
let stops = 0;

/**
 * Stops the update of a program of which a component was refused, before the engine deletes what the program has not
 * declared.
 *
 * The CLI ends a failed program itself. For an inline program of the Automation API the SDK tells the engine that the
 * program is complete, and looks for errors afterwards: all that waits for the refused component would be deleted as
 * left out. The engine stops at a step that fails; a preview deletes nothing and needs none.
 */
export function stopIncomplete(component: pulumi.Resource, name: string, error: unknown): void {
  // In a component plugin the program is elsewhere, and is told by the call that it made.
  if (pulumi.runtime.isDryRun() || pulumi.runtime.getStackResource() === undefined) return;
  // The engine knows hooks by name.
  const hook = new pulumi.ResourceHook(++stops === 1 ? hookName : `${hookName} (${stops})`, () => {
    // In full: the engine may be gone before the program's own report arrives.
    throw new Error(error instanceof Error ? error.message : String(error));
  });
  const options = { parent: component, hooks: { beforeCreate: [hook] } };
  // Its creation fails, so that no state ever holds it.
  new pulumi.ComponentResource("pulumi-mta-sts:index:Refused", `${name}-refused`, {}, options);
}
