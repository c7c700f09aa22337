/**
 * The colours of a chart, after Okabe and Ito, whose colours are told apart with any kind of colour vision
 * (https://jfly.uni-koeln.de/color/). The card is opaque and the same everywhere: a chat may be light or dark, and
 * a bot is not told which. Text is at least 4.5 to 1 against the card, lines are at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11).
 */
export const PALETTE = {
  page: '#e7ecf2',
  card: '#ffffff',
  text: '#16202c',
  mutedText: '#4a5867',
  grid: '#e2e7ed',
  axis: '#7c8a99',
  balance: '#0072b2',
  forecast: '#c85200',
  topUp: '#007a58',
} as const;

/** How much of a colour an area has, so that lines and grid show through. */
export const AREA_OPACITY = { balance: 0.14, forecast: 0.2 } as const;
