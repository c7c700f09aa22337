/** All of ECharts in one file, which loads five times as fast as its parts: they are hundreds of files. */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export * from 'echarts';
}
