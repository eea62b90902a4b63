/** Sends a request again, as it was or edited, from either side; or only translates it again, for any model. */

import { useEffect, useState, type ReactNode } from 'react';
import { createBodyText } from '#shared/responses-api/websocket/client-event.ts';
import type { Exchange } from '#shared/exchange/record.ts';
import { call } from '../../lib/window-bridge.ts';
import { formatBytes } from '../../lib/format-values.ts';
import { refreshModels, reportOf, useAppState } from '../../state/app-store.ts';
import { suggestionsWith } from '../../state/model-suggestions.ts';
import { Button } from '../../ui/button.tsx';
import { CodeView } from '../../code-view/code-view.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { SuggestInput } from '../../ui/suggest-input.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { compare } from '../compare/compare-store.ts';
import { replaySources, type ReplaySource } from './replay-sources.ts';
import { useBodyFormats } from '../panes/use-body-formats.ts';
import { runJob } from '../worker/exchange-worker-client.ts';

const sourceNames: Record<ReplaySource, string> = {
  client: 'Client request',
  upstream: 'Upstream request',
  translate: 'Only translate',
};

const sourceText: Record<ReplaySource, string> = {
  client: 'Sends the client’s request to the proxy again with the current settings. Uses tokens.',
  upstream: 'Sends the upstream request to Anthropic again, untranslated. Uses tokens.',
  translate: 'Translates the request with the current settings. Nothing is sent.',
};

export function ReplayDialog({ exchange, onClose }: { exchange: Exchange; onClose: () => void }): ReactNode {
  const inputs = useAppState((app) => app.translationInputs);
  const sources = replaySources(exchange);
  const [source, setWay] = useState<ReplaySource>(sources[0] ?? 'client');
  const [model, setModel] = useState(exchange.summary.modelUsed ?? inputs.settings.model);
  const [problem, setProblem] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  /** Edited texts, one for each body. Never drawn from: a body may be megabytes, and its editor draws itself. */
  const [edited] = useState(() => new Map<'client' | 'upstream', string>());
  const side = source === 'upstream' ? 'upstream' : 'client';
  const request = side === 'upstream' ? exchange.upstreamRequest : exchange.clientRequest;
  const body = request?.body ?? '';
  const forms = useBodyFormats(exchange, side === 'upstream' ? 'upstreamRequest' : 'clientRequest');
  const shown = forms?.[0]?.text ?? '';
  useEffect(() => void refreshModels(), []);

  const go = async (): Promise<void> => {
    const typed = edited.get(side) ?? shown;
    // An unedited body is sent byte for byte, not formatted.
    const text = typed === shown ? body : typed;
    const fault = jsonFault(text);
    if (fault !== null) {
      setProblem(`The body is not JSON: ${fault}`);
      return;
    }
    setProblem(null);
    setWaiting(true);
    try {
      const { id } = exchange.summary;
      const left = { kind: 'kept', id } as const;
      if (source === 'translate') {
        const preview = await runJob(exchange, inputs, 'preview', text, model.trim() === '' ? null : model.trim());
        if (!preview.ok) {
          setProblem([preview.message, preview.hint].filter(Boolean).join(' '));
          return;
        }
        compare(left, { kind: 'made', exchange: preview.exchange, title: preview.title }, id);
      } else {
        const result = await call('exchange.replay', {
          of: id,
          path: pathOf(exchange, side),
          // A message of a WebSocket is sent as the request over HTTP that it stands for.
          body: side === 'client' && exchange.summary.socket !== undefined ? createBodyText(text) : text,
          betas: side === 'upstream' ? (exchange.upstreamRequest?.headers['anthropic-beta'] ?? null) : null,
        });
        compare(left, { kind: 'kept', id: result.id }, id);
      }
      onClose();
    } catch (error) {
      const { message, hint } = reportOf(error);
      setProblem([message, hint].filter(Boolean).join(' '));
    } finally {
      setWaiting(false);
    }
  };

  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="Replay"
      description={sourceText[source]}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={waiting || forms === null || sources.length === 0} onClick={() => void go()}>
            {source === 'translate' ? 'Translate' : waiting ? 'Waiting for the response…' : 'Send'}
          </Button>
        </>
      }
    >
      <div className="mt-3 flex items-center gap-3">
        <Segmented
          label="Replay from"
          value={source}
          onChange={(next) => {
            setWay(next);
            setProblem(null);
          }}
          items={sources.map((value) => ({ value, label: sourceNames[value] }))}
        />
        {source === 'translate' ? (
          <SuggestInput
            aria-label="Claude model"
            value={model}
            onChange={setModel}
            suggestions={suggestionsWith(inputs.models)}
            className="min-w-0 flex-1"
          />
        ) : null}
      </div>
      {request?.truncated === true ? (
        <p className="mt-2 text-loss">This body was truncated: it exceeded the size limit.</p>
      ) : null}
      <div className="mt-3 h-[38vh] overflow-hidden rounded-ui border border-line-strong">
        {forms === null ? (
          <p className="p-3 text-faint">Formatting {formatBytes(body.length)}…</p>
        ) : (
          <CodeView
            key={side}
            text={edited.get(side) ?? shown}
            language="json"
            label={`${side === 'upstream' ? 'Upstream' : 'Client'} request to send`}
            onChange={(text) => edited.set(side, text)}
          />
        )}
      </div>
      <p role="alert" className="mt-2 min-h-5 text-error">
        {problem === null ? null : <VisibleText>{problem}</VisibleText>}
      </p>
    </Dialog>
  );
}

function jsonFault(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'not readable';
  }
}

function pathOf(exchange: Exchange, side: 'client' | 'upstream'): string {
  if (side === 'client') return exchange.summary.path;
  const counts = exchange.upstreamRequest?.startLine.includes('/count_tokens') === true;
  return counts ? '/v1/messages/count_tokens' : '/v1/messages';
}
