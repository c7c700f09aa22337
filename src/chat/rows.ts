/** What `render` makes of the items, in rows of `length`; without those of which it makes nothing. */
export function inRows<Item, Rendered>(
  items: readonly Item[],
  length: number,
  render: (item: Item) => Rendered | undefined,
): Rendered[][] {
  const rows: Rendered[][] = [];
  for (const item of items) {
    const rendered = render(item);
    if (rendered === undefined) continue;
    const row = rows.at(-1);
    if (row === undefined || row.length === length) rows.push([rendered]);
    else row.push(rendered);
  }
  return rows;
}
