/** One part of a turn: text, a picture, a file, a tool call or its result. Nothing is ever fetched, nothing becomes markup. */

import { Brain, FileText, FoldVertical, ImageOff, Wrench } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { MediaSource, ConversationPart } from '#shared/exchange/conversation/conversation-view.ts';
import { formatBytes } from '../../lib/format-values.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { formatJson } from '../../code-view/format-json.ts';
import { visible, VisibleText } from '../../ui/visible-text.tsx';
import { shownLength, type ExpandedText } from './expand-text.ts';

interface Folding {
  /** Identifies the part among the expanded ones. */
  readonly path: string;
  readonly unfolded: ExpandedText;
  readonly onUnfold: (path: string) => void;
}

export function PartView({ part, ...folding }: { part: ConversationPart } & Folding): ReactNode {
  switch (part.kind) {
    case 'text':
      return <LongText text={part.text} {...folding} />;
    case 'refusal':
      return (
        <div className="text-loss">
          <LongText text={part.text} {...folding} />
        </div>
      );
    case 'reasoning':
      return <Reasoning text={part.text} {...folding} />;
    case 'image':
      return <Image source={part.source} />;
    case 'file':
      return (
        <div>
          <Named
            icon={<FileText size={14} aria-hidden />}
            kind="File"
            name={part.name}
            about={sourceWords(part.source)}
          />
          {part.text === null ? null : <LongText text={part.text} wire {...folding} />}
        </div>
      );
    case 'call':
      return (
        <div>
          <Named icon={<Wrench size={14} aria-hidden />} kind="Calls" name={part.name} about={part.id ?? ''} />
          <CallInput input={part.input} {...folding} />
        </div>
      );
    case 'result':
      return <Result part={part} {...folding} />;
    case 'compaction':
      return <Compaction part={part} {...folding} />;
    case 'other':
      return (
        <div>
          <Named icon={null} kind={part.type === '' ? 'Part' : part.type} name={null} about="" />
          <LongText text={part.json} wire {...folding} />
        </div>
      );
  }
}

/** Where a conversation was compacted. */
function Compaction({
  part,
  ...folding
}: { part: Extract<ConversationPart, { kind: 'compaction' }> } & Folding): ReactNode {
  const about = part.requested
    ? 'A summary of everything above is requested.'
    : part.text === null
      ? 'The summary cannot be read here: another provider made it, or none was made.'
      : 'This summary stands for everything above.';
  return (
    <div>
      <Named icon={<FoldVertical size={14} aria-hidden />} kind={about} name={null} about="" />
      {part.text === null ? null : (
        <div className="border-l-2 pl-3">
          <LongText text={part.text} {...folding} />
        </div>
      )}
    </div>
  );
}

/** The input of a call, formatted; memoised, because it may be a file of megabytes. */
function CallInput({ input, ...folding }: { input: string } & Folding): ReactNode {
  const text = useMemo(() => formatJson(input) ?? input, [input]);
  return <LongText text={text} wire {...folding} />;
}

function Result({ part, ...folding }: { part: Extract<ConversationPart, { kind: 'result' }> } & Folding): ReactNode {
  return (
    <div>
      <Named
        icon={<Wrench size={14} aria-hidden />}
        kind={part.failed ? 'Failed:' : 'From'}
        name={part.name}
        about={part.callId ?? ''}
      />
      <div className={cx('space-y-2 border-l-2 pl-3', part.failed && 'border-l-error')}>
        {part.parts.map((inner) =>
          inner.kind === 'text' ? (
            <LongText key={inner.path} text={inner.text} wire {...folding} path={`${folding.path} ${inner.path}`} />
          ) : (
            <PartView key={inner.path} part={inner} {...folding} path={`${folding.path} ${inner.path}`} />
          ),
        )}
      </div>
    </div>
  );
}

function Reasoning({ text, ...folding }: { text: string | null } & Folding): ReactNode {
  return (
    <div className="text-muted">
      <Named icon={<Brain size={14} aria-hidden />} kind="Thinking" name={null} about={text === null ? 'hidden' : ''} />
      {text === null ? null : (
        <div className="border-l-2 pl-3">
          <LongText text={text} {...folding} />
        </div>
      )}
    </div>
  );
}

function Named({
  icon,
  kind,
  name,
  about,
}: {
  icon: ReactNode;
  kind: string;
  name: string | null;
  about: string;
}): ReactNode {
  return (
    <p className="mb-0.5 flex items-center gap-1.5 text-muted">
      {icon}
      <span>{visible(kind)}</span>
      {name === null ? null : (
        <code className="font-medium text-text">
          <VisibleText>{name}</VisibleText>
        </code>
      )}
      <span className="truncate text-mini text-faint">
        <VisibleText>{about}</VisibleText>
      </span>
    </p>
  );
}

function LongText({
  text,
  wire = false,
  path,
  unfolded,
  onUnfold,
}: { text: string; wire?: boolean } & Folding): ReactNode {
  const clicks = unfolded.get(path) ?? 0;
  const length = shownLength(text.length, clicks);
  const next = shownLength(text.length, clicks + 1);
  return (
    <div>
      <p className={cx('break-words whitespace-pre-wrap', wire && 'wire')} dir="auto">
        <VisibleText>{length < text.length ? `${text.slice(0, length)}…` : text}</VisibleText>
      </p>
      {length < text.length ? (
        <Button look="quiet" className="-ml-2 h-6" onClick={() => onUnfold(path)}>
          {next === text.length
            ? `Show all ${formatBytes(text.length)}`
            : `Show ${formatBytes(next)} of ${formatBytes(text.length)}`}
        </Button>
      ) : null}
    </div>
  );
}

/** The image types that the window draws; SVG is a document and excluded. */
const drawable = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

function Image({ source }: { source: MediaSource }): ReactNode {
  const [broken, setBroken] = useState(false);
  if (source.kind === 'data' && drawable.has(source.mediaType) && !broken) {
    return (
      <figure>
        <img
          src={`data:${source.mediaType};base64,${source.base64}`}
          alt="Sent with the request"
          onError={() => setBroken(true)}
          className="max-h-80 min-h-6 max-w-full rounded-small border bg-sunken object-contain"
        />
        <figcaption className="text-mini text-faint">{sourceWords(source)}</figcaption>
      </figure>
    );
  }
  const why = broken ? 'could not be drawn' : source.kind === 'data' ? 'is not drawn' : 'not loaded';
  return (
    <Named icon={<ImageOff size={14} aria-hidden />} kind={`Image, ${why}`} name={null} about={sourceWords(source)} />
  );
}

function sourceWords(source: MediaSource | null): string {
  if (source === null) return '';
  switch (source.kind) {
    case 'data':
      return `${source.mediaType}, ${formatBytes(Math.floor((source.base64.length * 3) / 4))}`;
    case 'url':
      return source.url;
    case 'stored':
      return source.id;
  }
}
