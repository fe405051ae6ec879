import { existsSync } from "node:fs";
import { join } from "node:path";

/** The part of Apache ECharts that is used: drawing to SVG without a browser. */
export interface ChartEngine {
  use(parts: unknown[]): void;
  init(element: null, theme: undefined, options: { renderer: "svg"; ssr: true; width: number; height: number }): Chart;
  BarChart: unknown;
  AriaComponent: unknown;
  GridComponent: unknown;
  SVGRenderer: unknown;
}

export interface Chart {
  setOption(option: object): void;
  renderToSVGString(): string;
  dispose(): void;
}

/** Beside the compiled sources; for the sources themselves, in what was built from them. */
const PLACES = [join(__dirname, "../../vendor/charts.js"), join(__dirname, "../../../dist/vendor/charts.js")];

let engine: ChartEngine | undefined;

/** Loads the charts, only when a page is written: `tools/charts/build.mjs` has bundled them. */
export function chartEngine(): ChartEngine {
  if (engine !== undefined) return engine;
  const place = PLACES.find((path) => existsSync(path));
  if (place === undefined) throw new Error(`the charts are not built (${PLACES[0] ?? ""}): run npm run build`);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a bundle, loaded only here
  engine = require(place) as ChartEngine;
  engine.use([engine.BarChart, engine.AriaComponent, engine.GridComponent, engine.SVGRenderer]);
  return engine;
}
