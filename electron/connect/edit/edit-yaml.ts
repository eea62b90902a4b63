/** Edits YAML: scalars of block mappings and items of lists. The parser says where each is; nothing else is touched. */

import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
} from 'yaml';
import { endOfLine, indentAt, indented, lineEndOf, lineStart } from './text-layout.ts';
import {
  EditRefused,
  isWantedTable,
  type Json,
  NamedItem,
  notATable,
  type TextEdit,
  type Wanted,
  type WantedTable,
  WhenAbsent,
  wholeValue,
} from './wanted-values.ts';

function readDocument(text: string): Document.Parsed {
  const document = parseDocument(text, { version: '1.2', uniqueKeys: true, keepSourceTokens: true });
  if (document.errors.length > 0) throw new EditRefused('it is not valid YAML, or more than one document');
  return document;
}

/** @throws EditRefused */
export function parseYaml(text: string): unknown {
  const document = readDocument(text);
  try {
    return (document.toJS({ maxAliasCount: 100 }) as unknown) ?? {};
  } catch {
    throw new EditRefused('an alias in it cannot be resolved');
  }
}

/** @throws EditRefused for invalid text and for values in a form that is not changed here */
export function editYaml(text: string, wanted: WantedTable): TextEdit[] {
  const document = readDocument(text);
  const lineEnd = lineEndOf(text);
  const edits: TextEdit[] = [];
  const root = document.contents;
  if (root === null || (isScalar(root) && root.value === null && root.source === '')) {
    if (document.range[0] !== document.range[2] && text.includes('---'))
      throw new EditRefused('it has document markers');
    appendAtEnd(block(wholeValue(wanted), ''));
    return edits;
  }
  editMap(root, wanted, []);
  return edits;

  function editMap(node: unknown, table: WantedTable, path: readonly string[]): void {
    if (!isMap(node)) throw notATable(path);
    if (node.flow === true) throw otherForm(path);
    const missing: Record<string, Json> = {};
    for (const [key, value] of Object.entries(table)) {
      const pair = node.items.find((one) => isScalar(one.key) && one.key.value === key);
      if (pair === undefined) missing[key] = wholeValue(value);
      else editPair(pair, value, [...path, key]);
    }
    if (Object.keys(missing).length === 0) return;
    const first = node.items[0];
    const start = first === undefined ? 0 : startOf(first.key);
    const indent = ' '.repeat(start - lineStart(text, start));
    insertAfter(node, block(missing, indent), indent);
  }

  function editPair(pair: Pair, value: Wanted, path: readonly string[]): void {
    if (value instanceof WhenAbsent) return;
    if (value instanceof NamedItem) editList(pair, value, path);
    else if (isWantedTable(value)) editMap(pair.value, value, path);
    else {
      const node = pair.value;
      if (!isScalar(node) || node.range === null || node.range === undefined) throw otherForm(path);
      if (node.value === value) return;
      if (node.anchor !== undefined || node.tag !== undefined || node.type?.startsWith('BLOCK') === true)
        throw otherForm(path);
      const [from, to] = node.range;
      if (from < to) edits.push({ offset: from, length: to - from, text: scalar(value) });
      else edits.push({ offset: afterColon(pair, path), length: 0, text: ` ${scalar(value)}` });
    }
  }

  function editList(pair: Pair, wantedItem: NamedItem, path: readonly string[]): void {
    const list = pair.value;
    if (!isSeq(list) || list.range === null || list.range === undefined) throw otherForm(path);
    const item = list.items.find((one): one is YAMLMap => isMap(one) && one.get('name') === wantedItem.name);
    if (item !== undefined) {
      editMap(item, wantedItem.values, path);
      return;
    }
    const [from, to] = list.range;
    if (list.flow === true) {
      const inside = list.items.length === 0 ? '' : ', ';
      if (list.items.length > 0 && /,\s*\]$/.test(text.slice(from, to))) throw otherForm(path);
      edits.push({ offset: to - 1, length: 0, text: `${inside}${JSON.stringify(wantedItem.whole())}` });
      return;
    }
    const indent = indentAt(text, from);
    if (indent === null) throw otherForm(path);
    const nested = block(wantedItem.whole(), `${indent}  `);
    insertAfter(list, `${indent}- ${nested.slice(indent.length + 2)}`, indent);
  }

  /** @param lines whole lines, each ended */
  function insertAfter(node: { readonly range?: Node['range'] }, lines: string, indent: string): void {
    const end = lastContent(node);
    const at = endOfLine(text, end);
    if (text.slice(end, at).includes('#') && indent === '' && at === text.length) {
      edits.push({ offset: at, length: 0, text: lineEnd + lines.slice(0, -lineEnd.length) });
      return;
    }
    edits.push({ offset: at, length: 0, text: lineEnd + lines.slice(0, -lineEnd.length) });
    if (at === text.length) edits.push({ offset: at, length: 0, text: lineEnd });
  }

  /** The end of the last character of a node that is neither white space nor a comment. */
  function lastContent(node: { readonly range?: Node['range'] }): number {
    const end = node.range?.[1] ?? text.length;
    const start = node.range?.[0] ?? 0;
    return start + text.slice(start, end).trimEnd().length;
  }

  function appendAtEnd(lines: string): void {
    const open = text === '' || text.endsWith('\n') ? '' : lineEnd;
    edits.push({ offset: text.length, length: 0, text: open + lines });
  }

  /** Lines of a block mapping, each indented and ended. */
  function block(value: Json, indent: string): string {
    const lines = stringify(value, { lineWidth: 0, version: '1.2', indent: 2 }).trimEnd();
    return `${indent}${indented(lines, indent, lineEnd)}${lineEnd}`;
  }
}

/** Where the value of a key without one begins. */
function afterColon({ srcToken }: Pair, path: readonly string[]): number {
  const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  if (colon === undefined) throw otherForm(path);
  return colon.offset + colon.source.length;
}

function startOf(node: unknown): number {
  return (isScalar(node) ? node.range?.[0] : undefined) ?? 0;
}

/** On one line. */
function scalar(value: string | number | boolean): string {
  return typeof value === 'string' && value.includes('\n')
    ? JSON.stringify(value)
    : stringify(value, { lineWidth: 0, version: '1.2' }).trimEnd();
}

function otherForm(path: readonly string[]): EditRefused {
  return new EditRefused(`“${path.join('.')}” in it is written in a form that is not changed here`);
}
