// Bundles the charts into dist/vendor/charts.js, so that users install 0.5 MB instead of 65. Run by `npm run build`.
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../dist/vendor");
await mkdir(out, { recursive: true });
await build({
  entryPoints: [join(here, "echarts.mjs")],
  outfile: join(out, "charts.js"),
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  legalComments: "none",
});
const echarts = dirname(createRequire(import.meta.url).resolve("echarts/package.json"));
await copyFile(join(echarts, "LICENSE"), join(out, "LICENSE-echarts"));
await copyFile(join(echarts, "NOTICE"), join(out, "NOTICE-echarts"));
