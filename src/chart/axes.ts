import type { Chart } from './chart.ts';
import type { ChartOption } from './chart-option.ts';
import { type Layout, SIZE, TEXT_SIZE } from './layout.ts';
import { PALETTE } from './palette.ts';

/** The axes, marked only where the layout says: ECharts' own time axis knows no time zones. */
export function axes({ from, until }: Chart, layout: Layout): Pick<ChartOption, 'grid' | 'xAxis' | 'yAxis'> {
  const { plot, values, times } = layout;
  const label = {
    fontSize: TEXT_SIZE,
    color: PALETTE.mutedText,
    hideOverlap: false,
  };
  const moments = times.map(({ at }) => at);
  const timeLabels = new Map(times.map((tick) => [tick.at, tick.label]));
  const valueLabels = new Map(values.values.map((value, index) => [value, values.labels[index]]));
  return {
    grid: {
      left: plot.left,
      top: plot.top,
      right: SIZE.width - plot.right,
      bottom: SIZE.height - plot.bottom,
      outerBoundsMode: 'none',
    },
    xAxis: {
      type: 'value',
      min: from,
      max: until,
      axisLine: { onZero: false, lineStyle: { color: PALETTE.axis, width: 2 } },
      axisTick: {
        show: true,
        length: 8,
        lineStyle: { color: PALETTE.axis, width: 2 },
        customValues: moments,
      },
      axisLabel: {
        ...label,
        margin: layout.timeLine - plot.bottom,
        verticalAlign: 'middle',
        customValues: moments,
        formatter: (at: number) => timeLabels.get(at) ?? '',
      },
      splitLine: { lineStyle: { color: PALETTE.grid, width: 2 } },
    },
    yAxis: {
      type: 'value',
      min: values.values[0],
      max: values.values.at(-1),
      axisLine: { show: false },
      axisTick: { show: false, customValues: [...values.values] },
      axisLabel: {
        ...label,
        margin: 12,
        customValues: [...values.values],
        formatter: (value: number) => valueLabels.get(value) ?? '',
      },
      splitLine: { lineStyle: { color: PALETTE.grid, width: 2 } },
    },
  };
}
