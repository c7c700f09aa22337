/** What an expression asks for. */
export interface Query {
  /** Each metric by its name in the expression, with the labels that it is picked by. */
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Labels by which values are put together. */
  readonly grouping: readonly string[];
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[a-zA-Z_:][\w:]*|\d[\w.]*|\S/g;
const NAME = /^[a-zA-Z_:]/;
const GROUPINGS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const OPERATORS = new Set(['and', 'or', 'unless', 'bool', 'offset']);

/** Reads the names out of an expression in PromQL. */
export function readQuery(expression: string): Query {
  const tokens: readonly string[] = expression.replaceAll('$__rate_interval', '5m').match(TOKEN) ?? [];
  const metrics: { name: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  /** The names between this bracket and the one that closes it; what they are matched with is in quotes. */
  const namesIn = (open: number, close: string) =>
    tokens.slice(open + 1, tokens.indexOf(close, open)).filter((token) => NAME.test(token));
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    const next = tokens[index + 1] ?? '';
    if (!NAME.test(token) || OPERATORS.has(token)) continue;
    if (GROUPINGS.has(token)) {
      grouping.push(...namesIn(index + 1, ')'));
      index = tokens.indexOf(')', index);
    } else if (next === '{') {
      metrics.push({ name: token, labels: namesIn(index + 1, '}') });
      index = tokens.indexOf('}', index);
    } else if (next !== '(' && !GROUPINGS.has(next)) {
      metrics.push({ name: token, labels: [] });
    }
  }
  return { metrics, grouping };
}
