/**
 * Translates tool calls to the item types of their tools: functions (with their namespace), custom tools, shell, patch and search
 * calls.
 */

import type { ToolBlock } from '../translate/response/content-block-reader.ts';

import type { OutputItem, Emit, ItemList } from './response-object.ts';
import type { ToolKind } from './response-tools.ts';
import { isContainer, toDouble } from '../json/exact-number.ts';

type FunctionItem = Extract<OutputItem, { type: 'function_call' }>;
type CustomItem = Extract<OutputItem, { type: 'custom_tool_call' }>;

interface OpenCall {
  readonly id: string;
  /** Null for calls that are announced only when complete. */
  readonly index: number | null;
}

export interface ToolItems {
  start(block: ToolBlock): void;
  argument(delta: string, block: ToolBlock): void;
  end(block: ToolBlock): void;
}

export function createToolItems(kinds: ReadonlyMap<string, ToolKind>, list: ItemList, emit: Emit): ToolItems {
  const open = new Map<ToolBlock, OpenCall>();

  function kindOf(block: ToolBlock): ToolKind {
    return kinds.get(block.name) ?? { kind: block.form, name: block.name, namespace: null };
  }

  return {
    start(block) {
      const kind = kindOf(block);
      if (kind.kind === 'function') {
        const id = list.nextId('fc');
        open.set(block, { id, index: list.open(functionItem(id, block, kind, 'in_progress')) });
      } else if (kind.kind === 'custom') {
        const id = list.nextId('ctc');
        open.set(block, { id, index: list.open(customItem(id, block, kind)) });
      } else {
        open.set(block, { id: '', index: null });
      }
    },
    argument(delta, block) {
      const call = open.get(block);
      if (call === undefined || call.index === null) return;
      const at = { item_id: call.id, output_index: call.index, delta };
      if (kindOf(block).kind === 'custom') emit({ type: 'response.custom_tool_call_input.delta', ...at });
      else emit({ type: 'response.function_call_arguments.delta', ...at });
    },
    end(block) {
      const call = open.get(block);
      if (call === undefined) return;
      open.delete(block);
      const kind = kindOf(block);
      if (kind.kind === 'function' && call.index !== null) {
        const at = { item_id: call.id, output_index: call.index };
        emit({ type: 'response.function_call_arguments.done', ...at, arguments: block.text });
        // Only a response that was cut off ends inside its arguments.
        const status = block.parsed === undefined ? 'incomplete' : 'completed';
        list.close(functionItem(call.id, block, kind, status), call.index);
      } else if (kind.kind === 'custom' && call.index !== null) {
        const at = { item_id: call.id, output_index: call.index };
        emit({ type: 'response.custom_tool_call_input.done', ...at, input: block.text });
        list.close(customItem(call.id, block, kind), call.index);
      } else if (kind.kind !== 'function' && kind.kind !== 'custom') {
        const item = wrapperItem(list, block, kind.kind);
        list.close(item, list.open(item));
      }
    },
  };
}

type NamedKind = Extract<ToolKind, { name: string }>;

function functionItem(
  id: string,
  block: ToolBlock,
  kind: NamedKind,
  status: NonNullable<FunctionItem['status']>,
): FunctionItem {
  return {
    type: 'function_call',
    id,
    call_id: block.id,
    name: kind.name,
    ...(kind.namespace === null ? {} : { namespace: kind.namespace }),
    arguments: block.text,
    status,
  };
}

function customItem(id: string, block: ToolBlock, kind: NamedKind): CustomItem {
  return {
    type: 'custom_tool_call',
    id,
    call_id: block.id,
    name: kind.name,
    ...(kind.namespace === null ? {} : { namespace: kind.namespace }),
    input: block.text,
  };
}

/** The wrapped tools' arguments as the typed action of their items; missing values and values of a wrong type become empty. */
function wrapperItem(list: ItemList, block: ToolBlock, kind: Exclude<ToolKind, NamedKind>['kind']): OutputItem {
  const input: Record<string, unknown> = isContainer(block.parsed) ? { ...block.parsed } : {};
  const base = { call_id: block.id, status: 'completed' as const };
  if (kind === 'tool_search') {
    return { type: 'tool_search_call', id: list.nextId('tsc'), ...base, execution: 'client', arguments: input };
  }
  if (kind === 'shell') {
    const action = {
      commands: strings(input['commands']),
      timeout_ms: number(input['timeout_ms']),
      max_output_length: number(input['max_output_length']),
    };
    return { type: 'shell_call', id: list.nextId('sh'), ...base, action, environment: { type: 'local' } };
  }
  if (kind === 'local_shell') {
    const action = {
      type: 'exec' as const,
      command: strings(input['command']),
      env: environment(input['env']),
      timeout_ms: number(input['timeout_ms']),
      working_directory: typeof input['working_directory'] === 'string' ? input['working_directory'] : null,
    };
    return { type: 'local_shell_call', id: list.nextId('lsh'), ...base, action };
  }
  const path = text(input['path']);
  const operation =
    input['type'] === 'delete_file'
      ? { type: 'delete_file' as const, path }
      : {
          type: input['type'] === 'create_file' ? ('create_file' as const) : ('update_file' as const),
          path,
          diff: text(input['diff']),
        };
  return { type: 'apply_patch_call', id: list.nextId('apc'), ...base, operation };
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function environment(value: unknown): Record<string, string> {
  return isContainer(value)
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, String(entry)]))
    : {};
}

function number(value: unknown): number | null {
  const double = toDouble(value);
  return typeof double === 'number' ? double : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
