/**
 * Translates a whole upstream message to a chat completion. `translate-stream.ts` is the streamed counterpart; both read blocks
 * through `content-block-reader.ts`.
 */

import type { Message } from '../../anthropic/types.ts';
import type { ReasoningDetail, ResponseChoice, ResponseMessage } from '../../openai/chat-completion.ts';
import type { ChatCompletion } from '../../openai/types.ts';
import {
  completionId,
  extraCallsDropped,
  reasoningSeparator,
  refusedContentDropped,
  toolCall,
} from './chat-response-parts.ts';
import type { ResponseContext } from '../core/translation-interface.ts';
import { endingOf } from './finish-reason.ts';
import type { Note } from '../../notes.ts';
import { isStepEnd, runToEnd, type Steps } from '../../steps.ts';
import { createBlockReader, type BlockSink, type ToolBlock } from './content-block-reader.ts';
import { createExtrasCollector, type ExtrasCollector, reasoningDetail } from './extra-blocks.ts';
import { finalText } from './final-text.ts';
import { serviceTier, translateUsage } from './usage.ts';

/**
 * Specification of OpenAI's `ChatCompletion`. Unknown blocks and null fields never make it throw.
 *
 * @param message the upstream message
 * @param responseContext from the request translation
 * @param created time of receipt in epoch seconds
 * @returns the completion, and notes on what has no counterpart
 */
export function translateResponse(
  message: Message,
  responseContext: ResponseContext,
  created: number,
): { completion: ChatCompletion; notes: Note[] } {
  return runToEnd(translateResponseSteps(message, responseContext, created));
}

/** The same in steps, for a message of megabytes. */
export function* translateResponseSteps(
  message: Message,
  responseContext: ResponseContext,
  created: number,
): Steps<{ completion: ChatCompletion; notes: Note[] }> {
  const parts = yield* collectParts(message, responseContext);
  const stop = { reason: message.stop_reason, sequence: message.stop_sequence, details: message.stop_details };
  const ending = endingOf(stop, parts.tools.length, responseContext);
  const text = yield* finalText(parts.text, responseContext.outputFormat, ending.finishReason);
  const notes = [...parts.extras.notes, ...text.notes, ...ending.notes];

  const responseMessage: ResponseMessage = { role: 'assistant', content: null, refusal: ending.refusal };
  if (!responseContext.hideReasoning) {
    if (parts.reasoning !== '') responseMessage.reasoning_content = parts.reasoning;
    if (parts.details.length > 0) responseMessage.reasoning_details = parts.details;
  }
  if (ending.refusal === null) {
    if (text.text !== '' || parts.tools.length === 0) responseMessage.content = text.text;
    parts.extras.addContainer(message.container);
    const { annotations, document_citations: documents, anthropic_blocks: blocks } = parts.extras.fields();
    // The offsets refer to the upstream's text.
    if (text.text === parts.text) {
      if (annotations) responseMessage.annotations = annotations;
      if (documents) responseMessage.document_citations = documents;
    }
    if (blocks) responseMessage.anthropic_blocks = blocks;
    const [first] = parts.tools;
    if (first && responseContext.legacyFunctions) {
      responseMessage.function_call = { name: first.name, arguments: first.text };
      if (parts.tools.length > 1) notes.push(extraCallsDropped);
    } else if (first) {
      responseMessage.tool_calls = parts.tools.map(toolCall);
    }
  } else if (parts.text !== '' || parts.tools.length > 0) {
    notes.push(refusedContentDropped);
  }

  const choice: ResponseChoice = {
    index: 0,
    message: responseMessage,
    logprobs: null,
    finish_reason: ending.finishReason,
  };
  if (stop.sequence) choice.stop_sequence = stop.sequence;
  const completion: ChatCompletion = {
    id: completionId(message.id),
    object: 'chat.completion',
    created,
    model: responseContext.requestedModel,
    choices: [choice],
    usage: translateUsage(message.usage ?? {}),
  };
  const tier = serviceTier(message.usage ?? {});
  if (tier) completion.service_tier = tier;
  return { completion, notes };
}

interface Parts {
  readonly text: string;
  readonly reasoning: string;
  readonly details: ReasoningDetail[];
  readonly tools: readonly ToolBlock[];
  readonly extras: ExtrasCollector;
}

function* collectParts(message: Message, responseContext: ResponseContext): Steps<Parts> {
  const extras = createExtrasCollector('choices[0].message.anthropic_blocks');
  const details: ReasoningDetail[] = [];
  const tools: ToolBlock[] = [];
  let text = '';
  let reasoning = '';
  const sink: BlockSink = {
    keepsText: true,
    parsesArguments: false,
    start: () => {},
    text: () => {},
    reasoning: () => {},
    argument: () => {},
    end(block) {
      if (block.kind === 'text') text += block.text;
      if (block.kind === 'tool') tools.push(block);
      if (block.kind === 'reasoning' || block.kind === 'redacted') details.push(reasoningDetail(block));
      if (block.kind === 'reasoning' && block.text !== '') {
        reasoning += reasoning === '' ? block.text : reasoningSeparator + block.text;
      }
      extras.add(block);
    },
  };
  const blocks = createBlockReader(responseContext, sink);
  for (const [index, content] of message.content.entries()) {
    blocks.start(index, content);
    yield* blocks.stop(index);
    if (isStepEnd(index)) yield;
  }
  return { text, reasoning, details, tools, extras };
}
