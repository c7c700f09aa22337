import type { ErrorObject } from 'ajv';

const MAX_PROBLEMS = 5;

const isUnion = ({ keyword }: ErrorObject) => keyword === 'oneOf' || keyword === 'anyOf';
const isFixed = ({ keyword }: ErrorObject) => keyword === 'const' || keyword === 'enum';

/**
 * What ajv found, as sentences of a path and what was expected there, never with the value.
 *
 * Of a union ajv tells what is wrong by each of its members. Members that the value plainly does not mean,
 * since it says another `type`, are left out.
 */
export function explain(errors: readonly ErrorObject[]): string[] {
  const unions = new Set(errors.filter(isUnion).map(({ instancePath }) => instancePath));
  const precise = errors.filter((error) => !isUnion(error));
  const fixed = precise.filter((error) => isFixed(error) && unions.has(schemaOf(error).object));
  const foreign = new Set(fixed.map((error) => schemaOf(error).id));
  const meant = precise.filter((error) => !foreign.has(schemaOf(error).id));
  const told = [meant, fixed].find(({ length }) => length > 0) ?? errors;
  return [...new Set(told.map(sentence))].slice(0, MAX_PROBLEMS);
}

/** The path of the object that the error is about, be it about one of its fields, and the schema applied to it. */
function schemaOf({ instancePath, schemaPath }: ErrorObject): { object: string; id: string } {
  const field = /\/properties\/[^/]+\/[^/]+$/;
  const object = field.test(schemaPath) ? instancePath.replace(/\/[^/]*$/, '') : instancePath;
  const schema = schemaPath.replace(field.test(schemaPath) ? field : /\/[^/]+$/, '');
  return { object, id: `${object} ${schema}` };
}

function sentence({ instancePath, message, params }: ErrorObject): string {
  const { allowedValue, allowedValues, additionalProperty } = params;
  const expected = [allowedValue, allowedValues, additionalProperty].find((each) => each !== undefined);
  // Places in a list are of no interest: the same problem shall read the same.
  const path = instancePath.replace(/\/\d+(?=\/|$)/g, '/*') || '/';
  return `${path} ${message}${expected === undefined ? '' : ` (${JSON.stringify(expected)})`}`;
}
