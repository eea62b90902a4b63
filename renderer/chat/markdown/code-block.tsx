/** A code block with its language and a button that copies it. */

import type { Element } from 'hast';
import type { ReactNode } from 'react';
import { CopyIcon } from '../../ui/copy.tsx';
import { visible } from '../../ui/visible-text.tsx';
import { GrowingText, TextPiece } from './growing-text.tsx';

export interface Code {
  readonly language: string;
  /** One after the other they are the code; all but the last have their final form. */
  readonly texts: readonly string[];
}

export function CodeBlock({ language, texts }: Code): ReactNode {
  return (
    <div className="overflow-hidden rounded-ui border bg-sunken">
      <div className="flex h-7 items-center border-b pl-3 text-mini text-faint">
        {visible(language)}
        <CopyIcon text={() => texts.join('').replace(/\n$/, '')} what="the code" className="ml-auto size-6" />
      </div>
      <pre tabIndex={0} className="overflow-x-auto p-3">
        <code>
          {texts.slice(0, -1).map((text, index) => (
            // A piece has no other identity than its place.
            // oxlint-disable-next-line react/no-array-index-key
            <TextPiece key={index} text={text} />
          ))}
          <GrowingText text={texts.at(-1) ?? ''} />
        </code>
      </pre>
    </div>
  );
}

/** The language and the text of a `pre`. */
export function codeOf(pre: Element | undefined): Code {
  const code = pre?.children.find((child) => child.type === 'element');
  const names = code?.properties['className'];
  const name = Array.isArray(names) ? names.find((item) => item.startsWith('language-')) : undefined;
  const text = code?.children.map((child) => (child.type === 'text' ? child.value : '')).join('') ?? '';
  return {
    language: name === undefined ? 'text' : name.slice('language-'.length),
    texts: [text.replace(/\n$/, '')],
  };
}
