import type { LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { GraphicComponentOption, GridComponentOption, LegendComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';

export type ChartSeries = LineSeriesOption | ScatterSeriesOption;

/** What ECharts is told, in the parts of it that are loaded. */
export type ChartOption = ComposeOption<
  ChartSeries | GridComponentOption | LegendComponentOption | GraphicComponentOption
>;
