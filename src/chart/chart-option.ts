import type {
  ComposeOption,
  GraphicComponentOption,
  GridComponentOption,
  LegendComponentOption,
  LineSeriesOption,
  ScatterSeriesOption,
} from 'echarts';

export type ChartSeries = LineSeriesOption | ScatterSeriesOption;

/** What ECharts is told, in the parts of it that charts are made of. */
export type ChartOption = ComposeOption<
  ChartSeries | GridComponentOption | LegendComponentOption | GraphicComponentOption
>;
