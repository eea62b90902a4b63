import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { growMarkdown, NO_MARKDOWN, type GrowingMarkdown } from './growing-markdown.ts';
import { MarkdownBlockView } from './markdown-block.tsx';
import { parseMarkdown } from './parse-markdown.ts';

/** Grows the text in steps of these lengths, over and over. */
function grow(text: string, steps: readonly number[], parse = parseMarkdown): GrowingMarkdown[] {
  const states = [NO_MARKDOWN];
  for (let to = 0, index = 0; to < text.length; index += 1) {
    to = Math.min(text.length, to + (steps[index % steps.length] ?? 1));
    states.push(growMarkdown(states.at(-1) ?? NO_MARKDOWN, text.slice(0, to), false, parse));
  }
  states.push(growMarkdown(states.at(-1) ?? NO_MARKDOWN, text, true, parse));
  return states;
}

/** As it is shown, without the tags that CSS makes no difference for: paragraphs in items, line ends between blocks. */
function shown({ settled, growing }: GrowingMarkdown): string {
  return comparable(
    renderToStaticMarkup([...settled, ...growing].map((block) => <MarkdownBlockView key={block.at} block={block} />)),
  );
}

function shownAtOnce(text: string): string {
  const blocks = parseMarkdown(text).children.map((node, at) => ({ at, parts: [node] }));
  return shown({ ...NO_MARKDOWN, settled: blocks });
}

function comparable(html: string): string {
  return html
    .replaceAll(/(<li[^>]*>)\s*<p>|<\/p>\s*(?=<\/li>|<[uo]l)/g, '$1')
    .replaceAll(/<div class="flex h-7.*?<\/div>/gs, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/> | </g, (found) => found.trim());
}

const words = fc.constantFrom(
  'alpha',
  'beta',
  'a_b_c',
  '5 * 3',
  '`code`',
  '**bold**',
  '*it*',
  '[a](http://b)',
  '日本語の文',
  '~~no~~',
  '#tag',
  '- x',
  '1.',
  'a|b',
  '\\*',
  '&amp;',
  '<b>',
  '![i](j)',
  'www.example.com',
  '(x)',
  'f(a)[0]',
  '1.5',
  '=',
);
const sentence = fc.array(words, { minLength: 1, maxLength: 12 }).map((list) => list.join(' '));
const long = fc.array(sentence, { minLength: 1, maxLength: 40 });
const item = fc.tuple(sentence, fc.constantFrom('', '\n  - inner', '\n\n  more of it'));
const block = fc.oneof(
  long.map((list) => list.join(' ')),
  long.map((list) => list.join('\n').replaceAll(/^[-=#\d|].*$/gm, 'line')),
  fc
    .array(item, { minLength: 1, maxLength: 60 })
    .map((list) => list.map(([head, rest]) => `- ${head}${rest}`).join('\n')),
  fc
    .array(sentence, { minLength: 1, maxLength: 60 })
    .map((list) => list.map((text, index) => `${index + 3}. ${text}`).join('\n')),
  fc
    .array(fc.tuple(fc.constantFrom('x', '**y**', '`z`'), fc.nat()), { minLength: 1, maxLength: 120 })
    .map((rows) => `| name | count |\n|:--|--:|\n${rows.map(([name, count]) => `| ${name} | ${count} |`).join('\n')}`),
  fc
    .tuple(fc.constantFrom('```ts', '~~~', '````'), long)
    .map(([fence, lines]) => `${fence}\n${lines.join('\n\n')}\n${fence.replace('ts', '')}`),
  sentence.map((text) => `## ${text}`),
  long.map((list) => list.map((text) => `> ${text}`).join('\n')),
  sentence.map((text) => `${text}\n---`),
  fc.constant('***'),
);
const documents = fc.array(block, { minLength: 1, maxLength: 6 }).map((list) => list.join('\n\n'));

describe('a text that grows', () => {
  it('is shown in the end as if it were parsed at once', () => {
    fc.assert(
      fc.property(
        documents,
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 }),
        (text, steps) => {
          const whole = shownAtOnce(text);
          expect(shown(grow(text, steps).at(-1) ?? NO_MARKDOWN)).toBe(whole);
          expect(shown(growMarkdown(NO_MARKDOWN, text, true))).toBe(whole);
        },
      ),
      { numRuns: 25 },
    );
  });
});

/** In steps of 100 characters. */
function charactersParsed(text: string): number {
  let characters = 0;
  grow(text, [100], (source) => {
    characters += source.length;
    return parseMarkdown(source);
  });
  return characters;
}

const kinds: Record<string, (index: number) => string> = {
  paragraphs: (index) => `Paragraph ${index} with **bold** words and \`code\`.\n\n`,
  'one paragraph': (index) => `word ${index} with **bold** and [a link](http://x.y) `,
  'one paragraph of lines': (index) => `line ${index} with *emphasis*\n`,
  'one paragraph without spaces': () => '日本語の文章は空白がない。',
  'one paragraph with a construct that stays open': (index) => (index === 0 ? 'an *open ' : `word ${index} `),
  'one word': () => 'abcdefghijklmnopqrstuvwxyz',
  'one table': (index) => `${index === 0 ? '| a | b |\n|---|---|\n' : ''}| cell ${index} | **b** |\n`,
  'one row of a table': (index) => `${index === 0 ? '| a | b |\n|---|---|\n| ' : ''}cell ${index} `,
  'one list': (index) => `- item ${index} of *many*\n`,
  'one numbered list': (index) => `${index + 1}. item ${index}\n`,
  'one item of a list': (index) => (index === 0 ? '- item\n' : `  - inner ${index}\n`),
  'one code block': (index) => `${index === 0 ? '```ts\n' : ''}const a${index} = ${index};\n`,
  'one line of code': (index) => `${index === 0 ? '```\n' : ''}abcdefghijklmnopqrstuvwxyz`,
  'one quotation': (index) => `> line ${index}\n`,
  'one heading': (index) => `${index === 0 ? '# ' : ''}word ${index} `,
  'one indented code block': (index) => `    line ${index}\n`,
};

describe('the work of parsing', () => {
  it.each(Object.keys(kinds))('is in proportion to the length: %s', (kind) => {
    const text = (length: number) =>
      Array.from({ length: 6000 }, (_, index) => kinds[kind]?.(index) ?? '')
        .join('')
        .slice(0, length);
    const once = charactersParsed(text(5000));
    const twice = charactersParsed(text(10_000));
    expect(twice / once).toBeLessThan(2.4);
  });
});
