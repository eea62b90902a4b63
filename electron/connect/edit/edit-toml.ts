/** Edits TOML: root keys and keys of tables with a header of their own. The parser says where each is; nothing else is touched. */

import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { endOfLine, indentAt, lineEndOf, lineStart } from './text-layout.ts';
import {
  EditRefused,
  isTable,
  isWantedTable,
  notATable,
  type TextEdit,
  type Wanted,
  type WantedTable,
  WhenAbsent,
} from './wanted-values.ts';

function readProgram(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: '1.0' });
  } catch {
    throw new EditRefused('it is not valid TOML');
  }
}

/** @throws EditRefused */
export function parseToml(text: string): unknown {
  return getStaticTOMLValue(readProgram(text));
}

/** A table of the file: the root, or one with a header. */
interface Section {
  readonly path: readonly string[];
  readonly members: readonly AST.TOMLKeyValue[];
  /** Null for the root. */
  readonly header: AST.TOMLTable | null;
}

/** @throws EditRefused for invalid text and for tables in another form than `[header]` */
export function editToml(text: string, wanted: WantedTable): TextEdit[] {
  const program = readProgram(text);
  const value: unknown = getStaticTOMLValue(program);
  const lineEnd = lineEndOf(text);
  const [root] = program.body;
  const tables = root.body.filter((node) => node.type === 'TOMLTable');
  const sections: Section[] = [
    { path: [], members: root.body.filter((node) => node.type === 'TOMLKeyValue'), header: null },
    ...tables
      .filter(({ kind }) => kind === 'standard')
      .map((header) => ({ path: header.resolvedKey.map(String), members: header.body, header })),
  ];
  const edits: TextEdit[] = [];
  const appended: string[] = [];
  editTable([], wanted, value);
  if (appended.length > 0) {
    const open = text === '' || text.endsWith('\n') ? '' : lineEnd;
    const gap = text.trim() === '' && edits.length === 0 ? '' : lineEnd;
    edits.push({ offset: text.length, length: 0, text: `${open}${gap}${appended.join(lineEnd)}` });
  }
  return edits;

  function editTable(path: readonly string[], table: WantedTable, current: unknown): void {
    if (!isTable(current)) throw notATable(path);
    const section = sections.find((one) => one.path.join('\0') === path.join('\0'));
    const values = Object.entries(table).filter(([, one]) => !isWantedTable(one));
    const missing: string[] = [];
    for (const [key, one] of values) {
      if (!Object.hasOwn(current, key)) missing.push(`${key} = ${literal(one)}`);
      else if (!(one instanceof WhenAbsent) && current[key] !== one) replace(section, key, one, path);
    }
    if (missing.length > 0) insert(section, missing, path, current);
    for (const [key, one] of Object.entries(table)) {
      if (!isWantedTable(one)) continue;
      const inner = Object.hasOwn(current, key) ? current[key] : null;
      if (inner !== null) editTable([...path, key], one, inner);
      else append([...path, key], one);
    }
  }

  function replace(section: Section | undefined, key: string, one: Wanted, path: readonly string[]): void {
    const member = section?.members.find(({ key: name }) => name.keys.length === 1 && nameOf(name.keys[0]) === key);
    if (member === undefined) throw otherForm([...path, key]);
    const [from, to] = member.value.range;
    edits.push({ offset: from, length: to - from, text: literal(one) });
  }

  /** After the last key of the table, on a line of its own. */
  function insert(
    section: Section | undefined,
    lines: readonly string[],
    path: readonly string[],
    current: unknown,
  ): void {
    if (section === undefined) {
      // The table exists through its sub-tables only: then it may still get a header of its own.
      if (!isTable(current) || !onlyTables(path, current)) throw otherForm(path);
      appended.push(`[${path.map(keyText).join('.')}]${lineEnd}${lines.join(lineEnd)}${lineEnd}`);
      return;
    }
    const last = section.members.at(-1) ?? section.header;
    if (last !== null && last !== undefined) {
      const end = section.members.length > 0 ? last.range[1] : headerEnd(last, text);
      const indent = section.members[0] === undefined ? '' : (indentAt(text, section.members[0].range[0]) ?? '');
      edits.push({
        offset: endOfLine(text, end),
        length: 0,
        text: lines.map((line) => `${lineEnd}${indent}${line}`).join(''),
      });
      return;
    }
    const firstTable = tables[0];
    const block = `${lines.join(lineEnd)}${lineEnd}`;
    if (firstTable === undefined) {
      const open = text === '' || text.endsWith('\n') ? '' : lineEnd;
      edits.push({ offset: text.length, length: 0, text: open + block });
    } else edits.push({ offset: 0, length: 0, text: block + lineEnd });
  }

  function append(path: readonly string[], table: WantedTable): void {
    // A key of an inline table or a dotted one would have to be extended where it stands.
    for (let depth = 1; depth < path.length; depth += 1) {
      const parent = path.slice(0, depth);
      if (!definedByHeaders(parent)) throw otherForm(parent);
    }
    const lines: string[] = [];
    for (const [key, one] of Object.entries(table))
      if (!isWantedTable(one)) lines.push(`${keyText(key)} = ${literal(one)}${lineEnd}`);
    if (lines.length > 0) appended.push(`[${path.map(keyText).join('.')}]${lineEnd}${lines.join('')}`);
    for (const [key, one] of Object.entries(table)) if (isWantedTable(one)) append([...path, key], one);
  }

  /** Absent, or made by headers alone. */
  function definedByHeaders(path: readonly string[]): boolean {
    return sections.every(({ path: base, members }) =>
      members.every(({ key, value: member }) => {
        const whole = [...base, ...key.keys.map(nameOf)];
        const within = whole.slice(0, path.length).join('\0') === path.join('\0');
        return (
          !within || base.length >= path.length || (whole.length > path.length && member.type !== 'TOMLInlineTable')
        );
      }),
    );
  }

  function onlyTables(path: readonly string[], current: Readonly<Record<string, unknown>>): boolean {
    return definedByHeaders(path) && Object.values(current).every(isTable);
  }
}

function headerEnd(node: AST.TOMLTable | AST.TOMLKeyValue, text: string): number {
  if (node.type === 'TOMLKeyValue') return node.range[1];
  // The range of a table reaches to its last key; its header ends with the key's line.
  return Math.max(node.key.range[1], lineStart(text, node.key.range[1]));
}

function otherForm(path: readonly string[]): EditRefused {
  return new EditRefused(`“${path.join('.')}” in it is written in a form that is not changed here (inline or dotted)`);
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted | undefined): string {
  if (key === undefined) return '';
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}

/** JSON's strings are TOML's, but for DEL, which must be escaped. */
function literal(value: Wanted): string {
  const plain = value instanceof WhenAbsent ? value.value : value;
  return JSON.stringify(plain).replaceAll('\u007F', String.raw`\u007F`);
}
