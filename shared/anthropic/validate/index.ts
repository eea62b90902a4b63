/** The public interface of the validator of Messages requests. */

export { findModel, isRetired, retiredModel } from './model-facts.ts';
export type { ValidationRefusal } from './refusal.ts';
export { canCompact } from './rules/compaction-rules.ts';
export { thinks } from './rules/thinking-rules.ts';
export type { Block, ShapedRequest, ShapedTool, Turn } from './shaped-request.ts';
export { blocksOf, isThinkingBlock, resultBlocks } from './shaped-request.ts';
export { validateMessageRequest } from './validate-message-request.ts';
export type { ValidationOptions } from './validate-message-request.ts';
