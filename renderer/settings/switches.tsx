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
    label: 'Pass on thinking',
    hint: 'Asks for a summary of the thinking and hands it to the tool as reasoning.',
  },
  {
    name: 'strict',
    label: 'Refuse what cannot be translated',
    hint: 'A request that would lose something is answered with an error instead of a note.',
  },
  {
    name: 'verbosityHint',
    label: 'Follow verbosity',
    hint: 'Puts the wish for a short or long answer in words: Claude has no such field.',
  },
  {
    name: 'namePrefix',
    label: 'Name the speakers',
    hint: 'Puts the name of a message in front of its text: Claude has no such field.',
  },
  {
    name: 'repairOutput',
    label: 'Ask again for JSON',
    hint: 'Where JSON could only be asked for in words and something else came, the model is told and asked once more.',
  },
  {
    name: 'fanOut',
    label: 'Several answers to one request',
    hint: 'A request for several answers becomes as many requests, each of which is paid for. Off: it is refused.',
  },
  {
    name: 'keepStatus529',
    label: 'Keep status 529',
    hint: 'An overload is told as 529, as Anthropic tells it. Off: as 503, the status that OpenAI’s clients know.',
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
        title="Ask why the cache missed"
        note="The answer says what the tool changed between two turns. Endpoints of others may not know the question."
      >
        <Controller
          control={control}
          name="translation.cacheDiagnosis"
          render={({ field }) => (
            <Segmented
              label="Ask why the cache missed"
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
        title="When only some tools are allowed"
        note="Keeping all tools keeps the cache; leaving out the others is certain."
      >
        <Controller
          control={control}
          name="translation.allowedTools"
          render={({ field }) => (
            <Segmented
              label="When only some tools are allowed"
              value={field.value}
              onChange={field.onChange}
              items={[
                { value: 'instruct', label: 'Say which' },
                { value: 'filter', label: 'Leave out' },
              ]}
            />
          )}
        />
      </Choice>
      <Choice title="anthropic-version" note="The dialect of the Messages API that is spoken upstream.">
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
      <Choice title="Theme" note="System follows the light and dark of your desktop.">
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
