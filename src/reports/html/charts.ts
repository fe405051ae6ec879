import { chartEngine } from "./chartEngine";
import { escapeHtml } from "./escape";

export interface Series {
  name: string;
  /** A CSS custom property of the page, so that the chart follows light and dark. */
  colour: string;
  values: readonly number[];
}

export interface BarChartInput {
  /** What the chart shows, for those who do not see it. */
  title: string;
  categories: readonly string[];
  series: readonly Series[];
  /** Bars from left to right instead of upwards: for long names. */
  horizontal?: boolean;
}

const WIDTH = 960;
/**
 * Stacked bars as an SVG element that scales with the page, under a legend that wraps as text does: the engine measures
 * texts without a browser, and long names would run out of the picture.
 */
export function barChart({ title, categories, series, horizontal = false }: BarChartInput): string {
  const height = horizontal ? 66 + 28 * categories.length : 270;
  const engine = chartEngine();
  const chart = engine.init(null, undefined, { renderer: "svg", ssr: true, width: WIDTH, height });
  const names = {
    type: "category",
    data: categories,
    inverse: horizontal,
    axisLabel: { color: INK },
    axisTick: { show: false },
  };
  const numbers = {
    type: "value",
    minInterval: 1,
    axisLabel: { color: INK },
    splitLine: { lineStyle: { color: GRID } },
  };
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "system-ui, sans-serif", fontSize: 13 },
      aria: { enabled: true, label: { description: title } },
      // Texts are measured without a browser, and come out wider in most fonts: room for that.
      grid: {
        left: horizontal ? 56 : 16,
        right: 24,
        top: 12,
        bottom: 8,
        outerBoundsMode: "same",
        outerBoundsContain: "axisLabel",
      },
      xAxis: horizontal ? numbers : names,
      yAxis: horizontal ? names : numbers,
      series: series.map(({ name, values }, index) => ({
        name,
        type: "bar",
        stack: "all",
        data: values,
        silent: true,
        emphasis: { disabled: true },
        itemStyle: { color: placeholder(index) },
      })),
    });
    return `${legend(series)}\n${themed(chart.renderToSVGString(), series, height)}`;
  } finally {
    chart.dispose();
  }
}

function legend(series: readonly Series[]): string {
  const entries = series.map(
    ({ name, colour }) =>
      `<li><span class="mark" style="background: var(${colour})"></span>${escapeHtml(name, 60)}</li>`,
  );
  return `<ul class="legend">${entries.join("")}</ul>`;
}

// ECharts computes with colours and so takes no CSS variables: each stands for one until the text is there.
const INK = "#010203";
const GRID = "#010204";

function placeholder(index: number): string {
  return `#0102${(16 + index).toString(16)}`;
}

function themed(svg: string, series: readonly Series[], height: number): string {
  // The engine's marks for a script that is not there, and its colours on hovering.
  let text = svg
    .replace(/<style[^]*?<\/style>/g, "")
    .replace(/ (?:ecmeta_\w+|class)="[^"]*"/g, "")
    .replace(/width="\d+" height="\d+"/, `viewBox="0 0 ${WIDTH} ${height}" role="img"`)
    .replaceAll(INK, "var(--ink)")
    .replaceAll(GRID, "var(--grid)");
  for (const [index, { colour }] of series.entries()) text = text.replaceAll(placeholder(index), `var(${colour})`);
  return text;
}
