/** An alert rule, by the names of its entries; those of `labels` and `annotations` among them. */
export type AlertRule = Readonly<Record<string, string>>;

const ENTRY = /^(?<indent> *)(?:- )?(?<name>\w+):(?: (?<value>.+))?$/;

/**
 * Reads a file of alert rules as far as ours goes: mappings, plain and quoted scalars, and folded blocks (`>-`). That
 * it is YAML altogether, and its expressions PromQL, is for `promtool check rules` to say.
 */
export function readAlertRules(yaml: string): readonly AlertRule[] {
  const rules: Record<string, string>[] = [];
  let block: { readonly indent: number; readonly name: string } | undefined;
  for (const line of yaml.split('\n').filter((each) => !/^\s*(#|$)/.test(each))) {
    const rule = rules.at(-1);
    const depth = line.search(/\S/);
    if (block !== undefined && rule !== undefined && depth > block.indent) {
      rule[block.name] = `${rule[block.name]} ${line.trim()}`.trim();
      continue;
    }
    const { indent = '', name = '', value = '' } = ENTRY.exec(line)?.groups ?? {};
    if (name === '') throw new SyntaxError(`this reader does not know such a line: ${line}`);
    const folded = value === '>-';
    block = folded ? { indent: indent.length, name } : undefined;
    if (name === 'alert') rules.push({ alert: value });
    else if (rule !== undefined) rule[name] = folded ? '' : value.replace(/^"(.*)"$/, '$1');
  }
  return rules;
}
