/** The choices that change a translation, and how the window looks and starts. */

import type { ReactNode } from 'react';
import { Controller, useFormContext } from 'react-hook-form';
import { Section } from '../ui/small.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import type { SettingsForm } from './form.ts';

type SwitchName =
  | 'strict'
  | 'showReasoning'
  | 'verbosityHint'
  | 'namePrefix'
  | 'promptCaching'
  | 'repairOutput'
  | 'fanOut'
  | 'keepStatus529';

const switches: readonly { readonly name: SwitchName; readonly label: string; readonly hint: string }[] = [
  {
    name: 'promptCaching',
    label: 'Prompt caching',
    hint: 'Marks long conversations and tools for the cache, which makes repeated input much cheaper.',
  },
  {
    name: 'showReasoning',
    label: 'Return reasoning to clients',
    hint: 'Requests a summary of Claude’s thinking and returns it as reasoning.',
  },
  {
    name: 'strict',
    label: 'Strict translation',
    hint: 'A request that would lose a field gets an error instead of a note.',
  },
  {
    name: 'verbosityHint',
    label: 'Translate verbosity',
    hint: 'Adds verbosity to the system prompt in words: Claude has no such field.',
  },
  {
    name: 'namePrefix',
    label: 'Keep message names',
    hint: 'Puts a message’s name in front of its text: Claude has no such field.',
  },
  {
    name: 'repairOutput',
    label: 'Retry invalid JSON',
    hint: 'If JSON is requested only in the prompt and the output is invalid, the request is repeated once with the error.',
  },
  {
    name: 'fanOut',
    label: 'Multiple choices (n)',
    hint: 'A request with n above 1 becomes n upstream requests, each billed. Off: it is refused.',
  },
  {
    name: 'keepStatus529',
    label: 'Keep status 529',
    hint: 'An overload is returned as 529, as Anthropic does. Off: as 503, which OpenAI’s clients know.',
  },
];

export function TranslationSection(): ReactNode {
  const { control } = useFormContext<SettingsForm>();
  return (
    <Section title="Translation">
      {switches.map(({ name, label, hint }) => (
        <Controller
          key={name}
          control={control}
          name={`translation.${name}`}
          render={({ field }) => (
            <SwitchRow label={label} hint={hint} checked={field.value} onChange={field.onChange} />
          )}
        />
      ))}
      <Choice
        title="Cache diagnostics"
        note="Responses name the change that caused a cache miss. Other endpoints may not support the field."
      >
        <Controller
          control={control}
          name="translation.cacheDiagnosis"
          render={({ field }) => (
            <Segmented
              label="Cache diagnostics"
              value={field.value}
              onChange={field.onChange}
              items={[
                { value: 'anthropic', label: 'Anthropic' },
                { value: 'always', label: 'Any endpoint' },
                { value: 'never', label: 'Nobody' },
              ]}
            />
          )}
        />
      </Choice>
      <Choice
        title="Allowed tools"
        note="Prompt: names them in the prompt, which keeps the cache. Omit others: sends no other tools, which is enforced."
      >
        <Controller
          control={control}
          name="translation.allowedTools"
          render={({ field }) => (
            <Segmented
              label="Allowed tools"
              value={field.value}
              onChange={field.onChange}
              items={[
                { value: 'instruct', label: 'Prompt' },
                { value: 'filter', label: 'Omit others' },
              ]}
            />
          )}
        />
      </Choice>
      <Choice title="anthropic-version" note="The version of the Messages API used upstream.">
        <Controller
          control={control}
          name="translation.anthropicVersion"
          render={({ field }) => (
            <Segmented
              label="anthropic-version"
              value={field.value}
              onChange={field.onChange}
              items={[
                { value: '2023-06-01', label: '2023-06-01' },
                { value: '2026-10-21', label: '2026-10-21' },
              ]}
            />
          )}
        />
      </Choice>
    </Section>
  );
}

export function LookSection(): ReactNode {
  const { control } = useFormContext<SettingsForm>();
  return (
    <Section title="Window and start">
      <Choice title="Theme" note="System follows the desktop’s light or dark scheme.">
        <Controller
          control={control}
          name="theme"
          render={({ field }) => (
            <Segmented
              label="Theme"
              value={field.value}
              onChange={field.onChange}
              items={[
                { value: 'system', label: 'System' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          )}
        />
      </Choice>
      <Controller
        control={control}
        name="startProxyOnLaunch"
        render={({ field }) => (
          <SwitchRow
            label="Start the proxy with the app"
            hint="Off: nothing listens until you start it from the tray or the header."
            checked={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </Section>
  );
}

function Choice({ title, note, children }: { title: string; note: string; children: ReactNode }): ReactNode {
  return (
    <div className="flex items-center gap-6 py-1.5">
      <div className="min-w-0 flex-1">
        <span>{title}</span>
        <p className="text-faint">{note}</p>
      </div>
      {children}
    </div>
  );
}
