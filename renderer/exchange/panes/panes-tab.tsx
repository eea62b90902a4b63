/** The four sides in resizable panes, client at the left, upstream at the right, and what changed between them. */

import { Cell, Grid, Gridline, useDefaultGridLayout } from 'react-resizable-panels';
import type { ReactNode } from 'react';
import type { Exchange } from '#shared/exchange/record.ts';
import { cx } from '../../ui/class-names.ts';
import { useMinWidth } from '../../lib/use-media-width.ts';
import { LinkLine } from './link-line.tsx';
import type { LinkState } from './use-pane-link.ts';
import { NotesList } from './notes-list.tsx';
import { MessagePane } from './message-pane.tsx';

const line =
  'bg-line data-[separator=hover]:bg-accent data-[separator=active]:bg-accent focus-visible:bg-accent outline-none';
const upright = cx(line, 'w-px');
const level = cx(line, 'h-px');

export function PanesTab({ exchange, links }: PanesProps): ReactNode {
  const wide = useMinWidth(1180);
  const Panes = wide ? WidePanes : NarrowPanes;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1">
        <Panes exchange={exchange} links={links} />
      </div>
      <LinkLine links={links} />
    </div>
  );
}

interface PanesProps {
  exchange: Exchange;
  links: LinkState;
}

function WidePanes({ exchange, links }: PanesProps): ReactNode {
  const saved = useDefaultGridLayout({ id: 'panes-wide', storage: localStorage });
  return (
    <Grid
      className="h-full"
      columns={[
        { id: 'client', minSize: 200 },
        { id: 'upstream', minSize: 200 },
        { id: 'notes', minSize: 180, defaultSize: 300 },
      ]}
      rows={[
        { id: 'requests', minSize: 80, defaultSize: '58' },
        { id: 'responses', minSize: 80 },
      ]}
      {...saved}
    >
      <Sides exchange={exchange} links={links} />
      <Cell column={2} row={0} rowSpan={2} className="min-h-0 min-w-0 overflow-hidden">
        <Notes exchange={exchange} links={links} />
      </Cell>
      <Gridline type="column" column={1} className={upright} />
      <Gridline type="column" column={2} className={upright} />
      <Gridline type="row" row={1} columnSpan={2} className={level} />
    </Grid>
  );
}

function NarrowPanes({ exchange, links }: PanesProps): ReactNode {
  const saved = useDefaultGridLayout({ id: 'panes-narrow', storage: localStorage });
  return (
    <Grid
      className="h-full"
      columns={[
        { id: 'client', minSize: 160 },
        { id: 'upstream', minSize: 160 },
      ]}
      rows={[
        { id: 'requests', minSize: 60, defaultSize: '42' },
        { id: 'responses', minSize: 60 },
        { id: 'notes', minSize: 60, defaultSize: '24' },
      ]}
      {...saved}
    >
      <Sides exchange={exchange} links={links} />
      <Cell column={0} columnSpan={2} row={2} className="min-h-0 min-w-0 overflow-hidden">
        <Notes exchange={exchange} links={links} />
      </Cell>
      <Gridline type="column" column={1} row={0} rowSpan={2} className={upright} />
      <Gridline type="row" row={1} className={level} />
      <Gridline type="row" row={2} className={level} />
    </Grid>
  );
}

function Sides({ exchange, links }: PanesProps): ReactNode {
  const open = exchange.summary.state === 'open' || exchange.summary.state === 'streaming';
  const cell = 'min-h-0 min-w-0 overflow-hidden';
  return (
    <>
      <Cell column={0} row={0} className={cell}>
        <MessagePane name="clientRequest" exchange={exchange} missing="" links={links} />
      </Cell>
      <Cell column={1} row={0} className={cell}>
        <MessagePane name="upstreamRequest" exchange={exchange} missing="Nothing was sent upstream." links={links} />
      </Cell>
      <Cell column={0} row={1} className={cell}>
        <MessagePane
          name="clientResponse"
          exchange={exchange}
          missing={open ? 'No response yet.' : 'No response was sent.'}
          links={links}
        />
      </Cell>
      <Cell column={1} row={1} className={cell}>
        <MessagePane
          name="upstreamResponse"
          exchange={exchange}
          missing={open ? 'No response yet.' : 'No response was received.'}
          links={links}
        />
      </Cell>
    </>
  );
}

function Notes({ exchange, links }: PanesProps): ReactNode {
  return <NotesList notes={exchange.notes} translated={exchange.upstreamRequest !== null} links={links} />;
}
