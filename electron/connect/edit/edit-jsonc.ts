/**
 * Edits JSON with comments and trailing commas. jsonc-parser reads the text and says where each value is; the edits replace values and
 * insert members, and touch nothing else. (Its own `modify` reformats the lines around an insertion.)
 */

import { createScanner, type Node, parse, type ParseError, parseTree } from 'jsonc-parser';
import { indentAt, indented, lineEndOf } from './text-layout.ts';
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

const OPTIONS = { allowTrailingComma: true, allowEmptyContent: true };

function readTree(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, OPTIONS);
  if (errors.length > 0) throw new EditRefused('it is not valid JSON');
  refuseRepeatedKeys(tree);
  return tree;
}

/** Which of two members of the same name counts depends on the reader. */
function refuseRepeatedKeys(node: Node | undefined): void {
  if (node?.type === 'object') {
    const names = (node.children ?? []).map((member) => String(member.children?.[0]?.value));
    if (new Set(names).size < names.length) throw new EditRefused('an object in it has the same key twice');
  }
  for (const child of node?.children ?? []) refuseRepeatedKeys(child);
}

/** @throws EditRefused */
export function parseJsonc(text: string): unknown {
  const tree = readTree(text);
  return tree === undefined ? {} : (parse(text, [], OPTIONS) as unknown);
}

/** @throws EditRefused for invalid text and for something else where an object or a list is expected */
export function editJsonc(text: string, wanted: WantedTable): TextEdit[] {
  const tree = readTree(text);
  const lineEnd = lineEndOf(text);
  if (tree === undefined) {
    const whole = indented(JSON.stringify(wholeValue(wanted), null, 2), '', lineEnd);
    const gap = text === '' || text.endsWith('\n') ? '' : lineEnd;
    return [{ offset: text.length, length: 0, text: `${gap}${whole}${lineEnd}` }];
  }
  const edits: TextEdit[] = [];
  const unit = unitOf(text, tree);
  editObject(tree, wanted, []);
  return edits;

  function editObject(node: Node, table: WantedTable, path: readonly string[]): void {
    if (node.type !== 'object') throw notATable(path);
    const missing: [string, Json][] = [];
    for (const [key, value] of Object.entries(table)) {
      const found = node.children?.find((member) => member.children?.[0]?.value === key)?.children?.[1];
      if (found === undefined) missing.push([key, wholeValue(value)]);
      else editValue(found, value, [...path, key]);
    }
    insert(
      node,
      missing.map(([key, value]) => ({ key, value })),
    );
  }

  function editValue(node: Node, value: Wanted, path: readonly string[]): void {
    if (value instanceof WhenAbsent) return;
    if (value instanceof NamedItem) {
      if (node.type !== 'array') throw new EditRefused(`“${path.join('.')}” in it is not a list`);
      const item = node.children?.find((child) => {
        const name = child.children?.find((member) => member.children?.[0]?.value === 'name');
        return child.type === 'object' && name?.children?.[1]?.value === value.name;
      });
      if (item === undefined) insert(node, [{ key: null, value: value.whole() }]);
      else editObject(item, value.values, path);
    } else if (isWantedTable(value)) editObject(node, value, path);
    else if (node.type === 'object' || node.type === 'array' || node.value !== value)
      edits.push({ offset: node.offset, length: node.length, text: JSON.stringify(value) });
  }

  /** Appends members to an object or items to a list, in the form of those that are there. */
  function insert(node: Node, members: readonly { readonly key: string | null; readonly value: Json }[]): void {
    if (members.length === 0) return;
    const end = node.offset + node.length - 1;
    const last = node.children?.at(-1);
    const from = last === undefined ? node.offset + 1 : last.offset + last.length;
    const { comma, contentEnd } = trivia(text, from, end);
    const inner = text.slice(node.offset, end);
    const multiline = inner.includes('\n') || last === undefined;
    const outer = indentOfLine(text, node.offset);
    const first = node.children?.[0];
    const indent = (first === undefined ? null : indentAt(text, first.offset)) ?? outer + unit;
    const separator = multiline ? `${lineEnd}${indent}` : ' ';
    if (last !== undefined && comma === null) edits.push({ offset: from, length: 0, text: ',' });
    const parts = members.map(({ key, value }) => {
      const literal = multiline ? indented(JSON.stringify(value, null, unit), indent, lineEnd) : JSON.stringify(value);
      return key === null ? literal : `${JSON.stringify(key)}: ${literal}`;
    });
    const closed = text.slice(contentEnd, end).includes('\n');
    edits.push({
      offset: contentEnd,
      length: 0,
      text: `${separator}${parts.join(`,${separator}`)}${comma === null ? '' : ','}${multiline && !closed ? `${lineEnd}${outer}` : ''}`,
    });
  }
}

/** @returns the offset of the comma after the last member, and the end of the last comment or comma before the closing bracket */
function trivia(text: string, from: number, end: number): { comma: number | null; contentEnd: number } {
  const scanner = createScanner(text, false);
  scanner.setPosition(from);
  let comma: number | null = null;
  let contentEnd = from;
  for (scanner.scan(); scanner.getTokenOffset() < end; scanner.scan()) {
    const token = text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    if (token.trim() === '') continue;
    if (token === ',') comma = scanner.getTokenOffset();
    contentEnd = scanner.getTokenOffset() + scanner.getTokenLength();
  }
  return { comma, contentEnd };
}

function indentOfLine(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return line.slice(0, line.length - line.trimStart().length);
}

/** One step of indentation: that of the first member of the root, else two spaces. */
function unitOf(text: string, root: Node): string {
  const first = root.children?.[0];
  const indent = first === undefined ? null : indentAt(text, first.offset);
  return indent === null || indent === '' || !text.slice(root.offset, first?.offset).includes('\n') ? '  ' : indent;
}
