/** Configuration documents in any layout: comments, unusual indentation and line ends, with or without the wanted keys. */

import fc from 'fast-check';

/** A document in pieces; `open` ones are values that an edit may replace. */
export interface Piece {
  readonly text: string;
  readonly open: boolean;
}

export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** Everything but the values that may be replaced. */
export function fixedText(pieces: readonly Piece[]): string {
  return textOf(pieces.filter(({ open }) => !open));
}

/** True when `part` comes out of `whole` by leaving characters out. */
export function isKeptIn(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (at < part.length && part.startsWith(character, at)) at += character.length;
  return at === part.length;
}

const fixed = (text: string): Piece[] => [{ text, open: false }];
const open = (text: string): Piece[] => [{ text, open: true }];

const word = fc.stringMatching(/^[a-z][a-z_]{0,6}$/).filter((name) => !['model', 'env', 'list', 'name', 'deep'].includes(name));
const comment = fc.stringMatching(/^[a-z äß{}[\]"':#=,]{0,12}$/u).filter((text) => !text.includes('*/'));
const blank = fc.constantFrom('', ' ', '  ', '\t');

function jsonSpace(lineEnd: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('', ' ', lineEnd, `${lineEnd}  `, `${lineEnd}\t`, `${lineEnd}${lineEnd}   `) },
    { weight: 1, arbitrary: fc.tuple(blank, comment, blank).map(([a, text, b]) => `${a}/* ${text} */${b}`) },
    { weight: 1, arbitrary: fc.tuple(blank, comment, blank).map(([a, text, b]) => `${a}// ${text}${lineEnd}${b}`) },
  );
}

function jsonObject(
  space: fc.Arbitrary<string>,
  own: fc.Arbitrary<readonly (readonly [string, readonly Piece[]])[]>,
): fc.Arbitrary<Piece[]> {
  const plain = fc.oneof(fc.integer(), fc.string({ maxLength: 8 }), fc.constant(null), fc.constant([1, { a: 2 }])).map((value) => fixed(JSON.stringify(value)));
  const others = fc.uniqueArray(fc.tuple(word, plain), { maxLength: 3, selector: ([name]) => name });
  return fc
    .tuple(own, others, fc.array(space, { minLength: 30, maxLength: 30 }), fc.boolean(), fc.boolean())
    .map(([wanted, rest, spaces, first, trailing]) => {
      let next = 0;
      const gap = (): Piece[] => fixed(spaces[next++ % spaces.length] ?? '');
      const members = first ? [...wanted, ...rest] : [...rest, ...wanted];
      const pieces = [...fixed('{'), ...gap()];
      for (const [index, [name, value]] of members.entries()) {
        pieces.push(...fixed(JSON.stringify(name)), ...gap(), ...fixed(':'), ...gap(), ...value, ...gap());
        if (index < members.length - 1 || trailing) pieces.push(...fixed(','), ...gap());
      }
      return [...pieces, ...fixed('}')];
    });
}

/** With or without `model`, `env.A`, and a `list` with or without the item called `ours`. */
export const jsoncDocuments: fc.Arbitrary<Piece[]> = fc.constantFrom('\n', '\r\n').chain((lineEnd) => {
  const space = jsonSpace(lineEnd);
  const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<readonly Value[]> => fc.option(value).map((one) => (one === null ? [] : [one]));
  const old = fc.constantFrom('"old"', '17', 'null', '{"x":1}', '[]').map(open);
  const model = maybe(old.map((value) => ['model', value] as const));
  const env = maybe(jsonObject(space, maybe(old.map((value) => ['A', value] as const))).map((value) => ['env', value] as const));
  const item = jsonObject(space, old.map((value) => [['name', fixed('"ours"')], ['url', value]] as const));
  const list = maybe(
    fc.tuple(maybe(item), fc.boolean(), space, fc.boolean()).map(([items, more, gap, trailing]) => {
      const all = [...(more ? [fixed('{"name":"theirs"}')] : []), ...items];
      const inner = all.flatMap((one, index) => [...one, ...fixed(gap), ...(index < all.length - 1 || trailing ? fixed(',') : [])]);
      return ['list', [...fixed('['), ...fixed(gap), ...inner, ...fixed(']')]] as const;
    }),
  );
  const root = jsonObject(space, fc.tuple(model, env, list).map(([...parts]) => parts.flat()));
  return fc.tuple(space, root, space).map(([before, object, after]) => [...fixed(before), ...object, ...fixed(after)]);
});

/** With or without `model` at the root and `[deep.ours]` with `name`. */
export const tomlDocuments: fc.Arbitrary<Piece[]> = fc.constantFrom('\n', '\r\n').chain((lineEnd) => {
  const end = fc.tuple(blank, fc.option(comment)).map(([gap, text]) => (text === null ? gap : `${gap}# ${text}`) + lineEnd);
  const filler = fc.oneof(end, fc.constant(lineEnd));
  const value = fc.constantFrom('1', "'x'", '"y # z"', '[ 1,\n  # in\n 2 ]', '{ a = 1 , b = "}" }', '"""\n[deep.ours]\nmodel = 1\n"""', '1979-05-27T07:32:00Z');
  const member = (name: string, content: readonly Piece[]): fc.Arbitrary<Piece[]> =>
    fc.tuple(blank, blank, blank, end).map(([indent, a, b, rest]) => [...fixed(`${indent}${name}${a}=${b}`), ...content, ...fixed(rest)]);
  const others = fc.uniqueArray(word, { maxLength: 3 }).chain((names) => fc.tuple(...names.map((name) => value.chain((text) => member(name, fixed(text.replaceAll('\n', lineEnd)))))));
  const old = fc.constantFrom('"old"', "'older'", '3', '[1]');
  const withOwn = (name: string): fc.Arbitrary<Piece[]> =>
    fc.tuple(others, fc.option(old.chain((text) => member(name, open(text)))), fc.boolean(), filler).map(([rest, own, first, gap]) => [
      ...fixed(gap),
      ...(first ? [...(own ?? []), ...rest.flat()] : [...rest.flat(), ...(own ?? [])]),
    ]);
  const header = (name: string): fc.Arbitrary<Piece[]> => fc.tuple(blank, end).map(([indent, rest]) => fixed(`${indent}${name}${rest}`));
  const table = (name: string, body: fc.Arbitrary<Piece[]>): fc.Arbitrary<Piece[]> => fc.tuple(header(name), body).map((parts) => parts.flat());
  const tables = fc.shuffledSubarray([
    table('[deep.ours]', withOwn('name')),
    table('[ deep . theirs ]', withOwn('name')),
    table('[[servers]]', withOwn('x')),
    table('[projects."/home/x y"]', withOwn('x')),
  ]);
  return fc
    .tuple(withOwn('model'), tables.chain((all) => fc.tuple(...all)), fc.boolean())
    .map(([root, rest, cut]) => {
      const pieces = [...root, ...rest.flat()];
      const last = pieces.at(-1);
      // Without a line end at the end of the file.
      return cut && last?.text.endsWith(lineEnd) === true ? [...pieces.slice(0, -1), ...fixed(last.text.slice(0, -lineEnd.length))] : pieces;
    });
});

/** With or without `model`, and a `list` with or without the item called `ours`. */
export const yamlDocuments: fc.Arbitrary<Piece[]> = fc.constantFrom('\n', '\r\n').chain((lineEnd) => {
  const end = fc.option(comment).map((text) => (text === null ? '' : ` # ${text}`) + lineEnd);
  const filler = fc.oneof(end, fc.constant(lineEnd), fc.constant(`# at the start${lineEnd}`), fc.constant(''));
  const step = fc.constantFrom('', '  ', '   ');
  const value = fc.constantFrom('1', "'x: y'", '"y # z"', '[1, {a: b}]', 'plain words', '|\n    text\n    more', '>-\n    folded\n    text', '\n    a: 1\n    b: 2', '\n    - 1\n    -   2');
  const others = fc.uniqueArray(word, { maxLength: 3 }).chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(value, filler).map(([text, gap]) => fixed(`${name}:${text.startsWith('\n') ? '' : ' '}${text.replaceAll('\n', lineEnd)}${lineEnd}${gap}`)))),
  );
  const old = fc.constantFrom('old', "'older'", '3', '"a b"', 'true');
  const model = fc.option(fc.tuple(old, end).map(([text, rest]) => [...fixed('model:  '), ...open(text), ...fixed(rest)]));
  const ours = fc.tuple(step, old, end).map(([, text, rest]) => ({ first: fixed(`name: ours${rest}`), second: [...fixed('url: '), ...open(text), ...fixed(rest)] }));
  const list = fc.option(
    fc.tuple(step, fc.option(ours), fc.boolean(), end, filler).map(([indent, item, more, rest, gap]) => {
      const pieces = [...fixed(`list:${rest}`)];
      if (more || item === null) pieces.push(...fixed(`${indent}-   name: theirs${rest}${indent}    other: [ 1 ]${rest}`));
      if (item !== null) pieces.push(...fixed(`${indent}- `), ...item.first, ...fixed(`${indent}  `), ...item.second);
      return [...pieces, ...fixed(gap)];
    }),
  );
  return fc.tuple(filler, model, list, others, fc.boolean()).map(([before, one, two, rest, first]) => {
    const own = [...(one ?? []), ...(two ?? [])];
    const pieces = [...fixed(before), ...(first ? [...own, ...rest.flat()] : [...rest.flat(), ...own])];
    return pieces;
  });
});
