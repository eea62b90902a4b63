/** Building blocks of the worked cases. */

export const user = (content: unknown): object => ({ role: 'user', content });
export const assistant = (content: unknown, more: object = {}): object => ({ role: 'assistant', content, ...more });
export const system = (content: unknown): object => ({ role: 'system', content });
export const text = (value: string, more: object = {}): object => ({ type: 'text', text: value, ...more });

export const query = { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] };
export const tool = (name: string, more: object = {}): object => ({
  type: 'function',
  function: { name, description: `does ${name}`, parameters: query, ...more },
});
export const call = (id: string, name: string, json = '{}'): object => ({
  id,
  type: 'function',
  function: { name, arguments: json },
});
export const calls = (...made: object[]): object => assistant(null, { tool_calls: made });
export const result = (id: string, content: unknown): object => ({ role: 'tool', tool_call_id: id, content });

export const use = (id: string, name: string, input: object = {}): object => ({ type: 'tool_use', id, name, input });
export const toolResult = (id: string, content: unknown): object => ({ type: 'tool_result', tool_use_id: id, content });

export const png = 'data:image/png;base64,iVBORw0KGgo=';
export const image = (url: string, more: object = {}): object => ({ type: 'image_url', image_url: { url, ...more } });
export const file = (fields: object): object => ({ type: 'file', file: fields });
