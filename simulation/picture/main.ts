import { writeFileSync } from "node:fs";
import path from "node:path";
import { draw } from "./draw";
import { tell } from "./story";

/** `npx tsx simulation/picture/main.ts` draws docs/simulation.svg anew; a test says when that is due. */
void tell().then((stories) => {
  writeFileSync(path.join(__dirname, "../../docs/simulation.svg"), draw(stories));
});
