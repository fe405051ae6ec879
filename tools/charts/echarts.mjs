// The part of Apache ECharts that the HTML report draws with, bundled by build.mjs: line, bar, SVG on the server.
export { init, use } from "echarts/core";
export { BarChart } from "echarts/charts";
export { AriaComponent, GridComponent } from "echarts/components";
export { SVGRenderer } from "echarts/renderers";
