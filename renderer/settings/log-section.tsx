/** Log settings: content storage, limits, present size, clearing. */

import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import type { LogUsage } from '#shared/ipc/contract.ts';
import { call } from '../lib/window-bridge.ts';
import { formatBytes, formatMoment, plural } from '../lib/format-values.ts';
import { reportOf, useAppState } from '../state/app-store.ts';
import { ClearDialog } from '../requests/clear-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/field.tsx';
import { Section } from '../ui/small.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import { notify } from '../ui/toast.tsx';
import type { SettingsForm } from './form.ts';

const limits = [
  { name: 'log.maxMegabytes', label: 'Maximum size', unit: 'MB' },
  { name: 'log.maxExchanges', label: 'Maximum exchanges', unit: 'exchanges' },
  { name: 'log.maxDays', label: 'Kept for', unit: 'days' },
] as const;

export function LogSection(): ReactNode {
  const { control } = useFormContext<SettingsForm>();
  return (
    <Section
      title="Request log"
      note="Stored on this machine only, without keys and tokens. The oldest exchanges are deleted first."
    >
      <Controller
        control={control}
        name="log.content"
        render={({ field }) => (
          <SwitchRow
            label="Store request and response bodies"
            hint="Off: times, counts, models and notes are stored, but no bodies from then on."
            checked={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <div className="grid gap-4 py-2 min-[600px]:grid-cols-3">
        {limits.map((limit) => (
          <Limit key={limit.name} {...limit} />
        ))}
      </div>
      <Usage />
    </Section>
  );
}

function Limit({ name, label, unit }: (typeof limits)[number]): ReactNode {
  const { register, getFieldState, formState } = useFormContext<SettingsForm>();
  const id = useId();
  const error = getFieldState(name, formState).error?.message;
  return (
    <div>
      <label htmlFor={id} className="block pb-1">
        {label}
      </label>
      <div className="flex items-center gap-2">
        <Input
          id={id}
          {...register(name, { valueAsNumber: true })}
          inputMode="numeric"
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-error`}
          className="w-24 text-right tabular-nums"
        />
        <span className="text-muted">{unit}</span>
      </div>
      <p id={`${id}-error`} aria-live="polite" className="mt-1 text-error">
        {error}
      </p>
    </div>
  );
}

function Usage(): ReactNode {
  const { control } = useFormContext<SettingsForm>();
  const most = useWatch({ control, name: 'log.maxMegabytes' }) * 1_000_000;
  const [asking, setAsking] = useState(false);
  const usage = useQuery({ queryKey: ['log-usage'], queryFn: () => call('exchanges.usage'), refetchInterval: 5000 });
  return (
    <div data-testid="log-usage">
      {usage.data === undefined ? null : <UsageText usage={usage.data} most={most} />}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={openFolder}>Open folder</Button>
        <Button look="danger" disabled={(usage.data?.count ?? 0) === 0} onClick={() => setAsking(true)}>
          Clear log…
        </Button>
      </div>
      <ClearDialog
        open={asking}
        count={usage.data?.count ?? 0}
        onClose={() => {
          setAsking(false);
          void usage.refetch();
        }}
      />
    </div>
  );
}

function openFolder(): void {
  void call('folder.open').catch((error: unknown) =>
    notify('The folder was not opened', { description: reportOf(error).message, problem: true }),
  );
}

function UsageText({ usage, most }: { usage: LogUsage; most: number }): ReactNode {
  const demo = useAppState((app) => app.info.demo);
  const share = most > 0 ? Math.min(1, usage.bytes / most) : 0;
  const pinned = usage.pinned === 0 ? '' : `, ${usage.pinned} of them pinned`;
  const oldest = usage.oldest === null ? '' : `, the oldest from ${formatMoment(usage.oldest).slice(0, 10)}`;
  return (
    <>
      <div aria-hidden className="h-1 overflow-hidden rounded-full bg-hover">
        <div className="h-full bg-faint" style={{ width: `${share * 100}%` }} />
      </div>
      <p className="mt-1.5 tabular-nums">
        {formatBytes(usage.bytes)}
        {most > 0 ? ` of ${formatBytes(most)}` : ''} in {plural(usage.count, 'exchange')}
        <span className="text-muted">
          {pinned}
          {oldest}
        </span>
      </p>
      {usage.storage !== 'memory' ? null : demo ? (
        <p className="text-muted">The demo keeps its log in memory and writes nothing to disk.</p>
      ) : (
        <p className="text-loss">The log is in memory and is lost when Dragoman quits.</p>
      )}
      {usage.problem === null ? null : (
        <p className="text-error">
          {usage.problem.message} {usage.problem.hint}
        </p>
      )}
    </>
  );
}
