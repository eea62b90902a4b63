/** Normalises responses of the three APIs, JSON or streamed, to a common form. */

export interface Call {
  readonly id: string;
  readonly name: string;
  /** The text of the arguments. */
  readonly input: string;
}

export interface ReadResponse {
  readonly status: number;
  /** The text of an error. */
  readonly error: string | null;
  readonly text: string;
  readonly calls: readonly Call[];
  /** The finish reason in its API's values. */
  readonly end: string;
  /** The objects of the stream, or the one object of a whole response. */
  readonly objects: readonly Json[];
}

export type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const jsonOf = (value: unknown): Json => (isJson(value) ? value : {});
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

async function objectsOf(response: Response): Promise<readonly Json[]> {
  const body = await response.text();
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) return [jsonOf(JSON.parse(body))];
  return body
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line) => jsonOf(JSON.parse(line.slice(6))));
}

const errorIn = (objects: readonly Json[]): string | null => {
  const found = objects.find((one) => isJson(one['error']));
  return found === undefined ? null : JSON.stringify(found['error']);
};

export async function readChat(response: Response): Promise<ReadResponse> {
  const objects = await objectsOf(response);
  let text = '';
  let end = '';
  const calls: { id: string; name: string; input: string }[] = [];
  for (const choice of objects.flatMap((one) => listOf(one['choices']).slice(0, 1))) {
    const said = jsonOf(choice['delta'] ?? choice['message']);
    text += textOf(said['content']);
    end = textOf(choice['finish_reason']) || end;
    listOf(said['tool_calls']).forEach((toolCall, position) => {
      const index = typeof toolCall['index'] === 'number' ? toolCall['index'] : position;
      const call = (calls[index] ??= { id: '', name: '', input: '' });
      const named = jsonOf(toolCall['function']);
      call.id += textOf(toolCall['id']);
      call.name += textOf(named['name']);
      call.input += textOf(named['arguments']);
    });
  }
  return { status: response.status, error: errorIn(objects), text, calls, end, objects };
}

export async function readResponse(response: Response): Promise<ReadResponse> {
  const objects = await objectsOf(response);
  const last = objects.at(-1) ?? {};
  const whole = isJson(last['response']) ? last['response'] : last;
  const items = listOf(whole['output']);
  const parts = items.filter(({ type }) => type === 'message').flatMap((item) => listOf(item['content']));
  return {
    status: response.status,
    error: errorIn(objects),
    text: parts.map((part) => textOf(part['text'])).join(''),
    calls: items
      .filter(({ type }) => type === 'function_call')
      .map((item) => ({
        id: textOf(item['call_id']),
        name: [item['namespace'], item['name']].filter((part) => typeof part === 'string').join('/'),
        input: textOf(item['arguments']),
      })),
    end: textOf(whole['status']),
    objects,
  };
}

export async function readMessage(response: Response): Promise<ReadResponse> {
  const objects = await objectsOf(response);
  const blocks: Record<string, unknown>[] = [];
  let end = '';
  for (const one of objects) {
    if (one['type'] === 'message') blocks.push(...listOf(one['content']));
    if (one['type'] === 'content_block_start') blocks.push({ ...jsonOf(one['content_block']), partial: '' });
    const block = blocks.at(-1);
    const delta = jsonOf(one['delta']);
    if (block !== undefined && one['type'] === 'content_block_delta') {
      if ('text' in delta) block['text'] = textOf(block['text']) + textOf(delta['text']);
      if ('signature' in delta) block['signature'] = delta['signature'];
      if ('thinking' in delta) block['thinking'] = textOf(block['thinking']) + textOf(delta['thinking']);
      if ('partial_json' in delta) block['partial'] = textOf(block['partial']) + textOf(delta['partial_json']);
    }
    if (block !== undefined && one['type'] === 'content_block_stop') {
      if (block['type'] === 'tool_use') block['input'] = JSON.parse(textOf(block['partial']) || '{}');
      delete block['partial'];
    }
    end = textOf(delta['stop_reason']) || textOf(one['stop_reason']) || end;
  }
  return {
    status: response.status,
    error: errorIn(objects),
    text: blocks.map((block) => (block['type'] === 'text' ? textOf(block['text']) : '')).join(''),
    calls: blocks
      .filter((block) => block['type'] === 'tool_use')
      .map((block) => ({ id: textOf(block['id']), name: textOf(block['name']), input: JSON.stringify(block['input']) })),
    end,
    objects: blocks,
  };
}
