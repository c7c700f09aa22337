const SNOWFLAKE = { type: 'string', format: 'snowflake' };
const USER = { type: 'object', properties: { id: SNOWFLAKE }, required: ['id'] };
const component = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const withFile = {
  allOf: [
    component('OpenMessageRequest'),
    { type: 'object', properties: { 'files[0]': { type: 'string', contentEncoding: 'binary' } } },
  ],
};
/** As JSON, or as a form with a file. */
const jsonOrForm = (schema: object, form: object) => ({
  content: { ...json(schema).content, 'multipart/form-data': { schema: form } },
});

/** An OpenAPI description of a few operations, of the same make as Discord's. */
export const LITTLE_API = {
  openapi: '3.1.0',
  info: { title: 'An API' },
  paths: {
    '/users/@me': { get: { responses: { '200': json(component('UserResponse')) } } },
    '/users/{user_id}': {
      parameters: [{ name: 'user_id', in: 'path', required: true, schema: SNOWFLAKE }],
      get: { responses: { '200': json(component('UserResponse')) } },
      delete: { responses: { '204': { description: 'gone' } } },
    },
    '/messages': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', required: true, schema: { type: 'integer', maximum: 100 } },
          { name: 'newest', in: 'query', schema: { type: 'boolean' } },
        ],
        responses: { '200': json({ type: 'array', items: component('MessageResponse') }) },
      },
      post: {
        requestBody: {
          ...jsonOrForm(component('MessageRequest'), { ...withFile, unevaluatedProperties: false }),
          required: true,
        },
        responses: {
          '200': json(component('MessageResponse')),
          '4XX': { $ref: '#/components/responses/Refused' },
        },
      },
      put: {
        requestBody: jsonOrForm(component('MessageRequest'), withFile),
        responses: { '200': json(component('MessageResponse')) },
      },
    },
  },
  components: {
    responses: {
      Refused: json({
        type: 'object',
        properties: { errors: { type: 'integer' } },
        required: ['code', 'message'],
      }),
    },
    schemas: {
      UserResponse: USER,
      InteractionResponse: USER,
      MessageResponse: {
        type: 'object',
        properties: { id: SNOWFLAKE, author: component('UserResponse') },
        required: ['id', 'author'],
      },
      MessageRequest: {
        type: 'object',
        properties: {
          content: { type: 'string', maxLength: 5 },
          parts: { type: 'array', items: { oneOf: [component('Button'), component('Row')] } },
        },
        required: ['content'],
        additionalProperties: false,
      },
      OpenMessageRequest: {
        type: 'object',
        properties: { content: { type: 'string' } },
        required: ['content'],
      },
      Button: {
        type: 'object',
        properties: { type: { const: 2 }, label: { type: 'string' } },
        required: ['type', 'label'],
      },
      Row: {
        type: 'object',
        properties: { type: { const: 1 }, parts: { type: 'array' } },
        required: ['type', 'parts'],
      },
    },
  },
};
