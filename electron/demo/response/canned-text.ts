/** Canned texts of the mock server. Each says that it is a demo and, where possible, repeats the question. */

import { isRetired } from '#shared/anthropic/validate/index.ts';
import type { ShapedRequest } from '#shared/anthropic/validate/index.ts';
import { blocksOf, resultBlocks } from '#shared/anthropic/validate/index.ts';
import type { Block } from '#shared/anthropic/validate/index.ts';
import { lastUserText, withoutDirectives } from '../parse-directives.ts';

const remark = 'This is the built-in demo of Dragoman, not Claude: no model has read your message.';

/** Sentences with real translations, so that the first example gives a sensible result. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/french:?\s*hello,? how are you\??$/i, 'Bonjour, comment allez-vous ?'],
  [/german:?\s*hello,? how are you\??$/i, 'Hallo, wie geht es Ihnen?'],
  [/spanish:?\s*hello,? how are you\??$/i, 'Hola, ¿cómo está usted?'],
];

export const lastUserWords = (request: ShapedRequest): string => withoutDirectives(lastUserText(request.messages));

export const shorten = (text: string, length: number): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
};

export function cannedText(request: ShapedRequest): string {
  const question = lastUserWords(request);
  const translation = phrases.find(([sentence]) => sentence.test(question))?.[1];
  const response = translation ?? (question === '' ? 'You sent no text.' : `You asked: “${shorten(question, 300)}”`);
  return [response, remark, describe(request), retirement(request.model)].filter((part) => part !== '').join('\n\n');
}

/** The message after tool results, which it quotes. */
export function cannedTextAfterTools(request: ShapedRequest): string {
  const results = toolResults(request).map(({ name, text, failed }) =>
    failed ? `The tool \`${name}\` failed: “${text}”` : `The tool \`${name}\` answered: “${text}”`,
  );
  return [...results, remark, retirement(request.model)].filter((part) => part !== '').join('\n\n');
}

/** Describes the request, so that the demo shows what was translated. */
function describe(request: ShapedRequest): string {
  const { messages, system } = request;
  const turns = messages.length === 1 ? 'one message' : `${messages.length} messages`;
  const prompt = system === undefined ? 'no system prompt' : `the system prompt “${shorten(textOf(system), 120)}”`;
  const images = messages.flatMap((turn) => blocksOf(turn)).filter((block) => block.type === 'image').length;
  const pictures = images === 0 ? '' : images === 1 ? ' and one image' : ` and ${images} images`;
  return `What arrived here is a valid request to ${request.model} with ${turns}${pictures}, ${prompt}, and room for ${request.max_tokens ?? 0} tokens.`;
}

const retirement = (model: string): string =>
  isRetired(model)
    ? `Anthropic has retired ${model}: the real API answers it with 404. Choose a current model in Settings.`
    : '';

const textOf = (content: string | readonly Block[]): string =>
  blocksOf({ content })
    .map((block) => block.text ?? '')
    .join(' ');

interface Result {
  readonly name: string;
  readonly text: string;
  readonly failed: boolean;
}

/** The tool results of the last turn, with tool names. */
function toolResults(request: ShapedRequest): readonly Result[] {
  const names = new Map<string, string>();
  for (const turn of request.messages) {
    for (const block of blocksOf(turn)) {
      if (block.type === 'tool_use') names.set(block.id ?? '', block.name ?? '');
    }
  }
  return lastTurnBlocks(request)
    .filter((block) => block.type === 'tool_result')
    .map((block) => {
      const inner = resultBlocks(block).map((part) => part.text ?? `(${part.type})`);
      const text = typeof block.content === 'string' ? block.content : inner.join(' ');
      return {
        name: names.get(block.tool_use_id ?? '') ?? '?',
        text: shorten(text, 400),
        failed: block.is_error === true,
      };
    });
}

/** All blocks after the last assistant turn; the API merges consecutive user messages. */
export function lastTurnBlocks(request: ShapedRequest): readonly Block[] {
  const last = request.messages.findLastIndex((turn) => turn.role === 'assistant');
  return request.messages
    .slice(last + 1)
    .filter((turn) => turn.role === 'user')
    .flatMap((turn) => blocksOf(turn));
}
