import { describe, expect, it } from 'vitest';
import { DiscordContract } from './discord.ts';
import { LITTLE_API } from './little-api.ts';
import type { RecordedCall } from './recording.ts';

const MESSAGE = { id: '10', author: { id: '11' } };

function check(call: Partial<RecordedCall>): DiscordContract['findings'] {
  const contract = new DiscordContract(LITTLE_API);
  contract.checkCall({
    method: 'POST',
    path: '/messages',
    query: {},
    body: { content: 'hi' },
    files: {},
    status: 200,
    response: MESSAGE,
    ...call,
  });
  return contract.findings;
}

const problems = (call: Partial<RecordedCall>) => check(call).mismatches.entries.map(([problem]) => problem);

describe("the check against Discord's description", () => {
  it('accepts what is described, and counts it', () => {
    const parts = [
      { type: 1, parts: [] },
      { type: 2, label: 'Go' },
    ];
    const { calls, objects, mismatches } = check({ body: { content: 'hi', parts } });
    expect(mismatches.entries).toEqual([]);
    expect(calls.entries).toEqual([['POST /messages', 1]]);
    expect(objects.entries).toEqual([['MessageResponse', 1]]);
  });

  it('tells what a body lacks or must not have, where, and never the value', () => {
    expect(problems({ body: {} })).toEqual(["POST /messages body: / must have required property 'content'"]);
    expect(problems({ body: { content: 17 } })).toEqual(['POST /messages body: /content must be string']);
    expect(problems({ body: { content: 'a-secret' } })).toEqual([
      'POST /messages body: /content must NOT have more than 5 characters',
    ]);
    expect(problems({ body: { content: '', contents: '' } })).toEqual([
      'POST /messages body: / must NOT have additional properties ("contents")',
    ]);
    expect(problems({ body: undefined })).toEqual(['POST /messages body: is missing']);
    expect(problems({ body: 'no JSON' })).toEqual(['POST /messages body: / must be object']);
  });

  it('checks a body with files as one object, and the files by their names, types and sizes', () => {
    const chart = { fileName: 'chart.png', contentType: 'image/png', size: 5 };
    expect(problems({ files: { 'files[0]': chart } })).toEqual([]);
    expect(problems({ body: {}, files: { 'files[0]': chart } })).toEqual([
      "POST /messages form: / must have required property 'content'",
    ]);
    expect(problems({ files: { 'files[1]': chart } })).toEqual([
      'POST /messages form: / must NOT have unevaluated properties',
    ]);
    expect(problems({ body: undefined, files: { 'files[0]': chart } })).toEqual([
      'POST /messages form: / must be object',
    ]);
    const empty = { fileName: '', contentType: '', size: 0 };
    expect(problems({ files: { 'files[0]': empty } })).toEqual([
      'POST /messages file files[0]: has no name',
      'POST /messages file files[0]: has no content type',
      'POST /messages file files[0]: is empty',
    ]);
    expect(problems({ method: 'PUT', files: { file: chart } })).toEqual([
      'PUT /messages file file: is no part for a file',
    ]);
    const elsewhere = { method: 'GET', path: '/users/@me', response: { id: '1' } };
    expect(problems({ ...elsewhere, files: { 'files[0]': chart } })).toEqual([
      'GET /users/@me form: is not described',
    ]);
  });

  it('tells of one of several kinds of object only what is wrong with the kind that is meant', () => {
    expect(problems({ body: { content: '', parts: [{ type: 2 }, { type: 2 }] } })).toEqual([
      "POST /messages body: /parts/* must have required property 'label'",
    ]);
    expect(problems({ body: { content: '', parts: [{ type: 3, label: '' }] } })).toEqual([
      'POST /messages body: /parts/*/type must be equal to constant (2)',
      'POST /messages body: /parts/*/type must be equal to constant (1)',
    ]);
  });

  it('knows no other path and no other method', () => {
    expect(problems({ path: '/webhooks/1/a-token' })).toEqual([
      'POST /webhooks/…: is no operation of the API',
    ]);
    expect(problems({ method: 'PATCH' })).toEqual(['PATCH /messages/…: is no operation of the API']);
    expect(check({ method: 'PATCH' }).calls.total).toBe(0);
  });

  it('takes a path in plain words before one with a variable, and checks the variable', () => {
    const call = { method: 'GET', body: undefined, response: { id: '1' } };
    expect(check({ ...call, path: '/users/@me' }).calls.entries).toEqual([['GET /users/@me', 1]]);
    expect(problems({ ...call, path: '/users/12' })).toEqual([]);
    expect(problems({ ...call, path: '/users/bob' })).toEqual([
      'GET /users/{user_id} path user_id: / must match format "snowflake"',
    ]);
  });

  it('checks query strings, in which all is text', () => {
    const call = { method: 'GET', body: undefined, response: [MESSAGE] };
    expect(problems({ ...call, query: { limit: '100', newest: 'true' } })).toEqual([]);
    expect(problems({ ...call, query: { limit: '101', newest: 'so' } })).toEqual([
      'GET /messages query limit: / must be <= 100',
      'GET /messages query newest: / must be boolean',
    ]);
    expect(problems({ ...call, query: { limits: '1' } })).toEqual([
      'GET /messages query: limit is missing',
      'GET /messages query: limits is not described',
    ]);
  });

  it('holds the answers of the sandbox to the description too', () => {
    expect(problems({ response: { id: '10', author: {} } })).toEqual([
      "answer 200 to POST /messages: /author must have required property 'id'",
    ]);
    expect(problems({ status: 204, response: undefined })).toEqual([
      'answer 204 to POST /messages: is not described',
    ]);
    expect(problems({ status: 403, response: { code: 1, message: 'No' } })).toEqual([]);
    expect(problems({ status: 403, response: { code: 1 } })).toEqual([
      "answer 403 to POST /messages: / must have required property 'message'",
    ]);
    const errors = { content: { _errors: [{ code: 'BASE_TYPE_REQUIRED', message: 'Required' }] } };
    expect(problems({ status: 400, response: { code: 1, message: 'No', errors } })).toEqual([]);
    expect(problems({ status: 502, response: '<html>' })).toEqual([]);
    const deletion = { method: 'DELETE', path: '/users/12', body: undefined, status: 204 };
    expect(problems({ ...deletion, response: undefined })).toEqual([]);
    expect(problems({ ...deletion, response: {} })).toEqual([
      'answer 204 to DELETE /users/{user_id}: has no body',
    ]);
  });

  it('holds what the gateway sends to the schemas that there are for its parts', () => {
    const contract = new DiscordContract(LITTLE_API);
    contract.checkDispatch({ t: 'MESSAGE_CREATE', d: MESSAGE });
    contract.checkDispatch({ t: 'INTERACTION_CREATE', d: { id: '12', user: {}, message: MESSAGE } });
    contract.checkDispatch({ t: 'RESUMED', d: {} });
    expect(contract.findings.objects.entries).toEqual([
      ['MessageResponse', 2],
      ['InteractionResponse', 1],
      ['UserResponse', 1],
    ]);
    expect(contract.findings.mismatches.entries).toEqual([
      ["INTERACTION_CREATE/user: / must have required property 'id'", 1],
    ]);
  });

  it('takes no description with a rule that it does not know', () => {
    const { components } = LITTLE_API;
    const schemas = { ...components.schemas, UserResponse: { type: 'string', format: 'no-such-format' } };
    const contract = new DiscordContract({ ...LITTLE_API, components: { ...components, schemas } });
    const call = {
      method: 'GET',
      path: '/users/@me',
      query: {},
      body: undefined,
      files: {},
      status: 200,
      response: '',
    };
    expect(() => contract.checkCall(call)).toThrow('no-such-format');
  });
});
