/** The validator of Messages requests, as the rest of the house sees it. */

export { findModel, isRetired, retiredModel } from './model-facts.ts';
export type { Refusal } from './refusal.ts';
export { thinks } from './rules/thinking-rules.ts';
export type { Block, ShapedRequest, ShapedTool, Turn } from './shaped-request.ts';
export { blocksOf, isThinking, resultBlocks } from './shaped-request.ts';
export { validateMessageRequest } from './validate-message-request.ts';
export type { ValidationOptions } from './validate-message-request.ts';
