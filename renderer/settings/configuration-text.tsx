/** Import and export of the configuration as JSON, in the shape the configuration table is written in. */

import { useId, useState, type ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import type { Settings } from '#shared/settings/schema.ts';
import { call } from '../lib/window-bridge.ts';
import { setSettings, reportOf } from '../state/app-store.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Section } from '../ui/small.tsx';
import { notify } from '../ui/toast.tsx';
import { toForm, type SettingsForm } from './form.ts';

const example = `{
  "plugins": {
    "ai-proxy": {
      "provider": "anthropic",
      "model": "claude-sonnet-5-5",
      "api_key": "your-anthropic-api-key"
    }
  }
}`;

interface Problem {
  readonly path: string;
  readonly message: string;
}

export function ConfigurationText(): ReactNode {
  const { resetField } = useFormContext<SettingsForm>();
  const [text, setText] = useState('');
  const [failed, setFailed] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const id = useId();

  /** Takes the imported values into the form; what is being edited in other fields stays. */
  const showImported = (settings: Settings, applied: readonly (keyof Settings)[]): void => {
    const { model, endpoint } = toForm(settings);
    setSettings(settings);
    if (applied.includes('model')) resetField('model', { defaultValue: model });
    if (applied.includes('endpoint')) resetField('endpoint', { defaultValue: endpoint });
  };

  const importText = async (): Promise<void> => {
    try {
      const { settings, applied, keyStored, issues } = await call('settings.import', { json: text });
      const nothing = applied.length === 0 && !keyStored;
      setFailed(nothing);
      setProblems(issues);
      if (nothing) return;
      showImported(settings, applied);
      // Kept beside the list of what is wrong in it.
      if (issues.length === 0) setText('');
      notify(issues.length === 0 ? 'Imported' : 'Imported in part', {
        description: keyStored
          ? 'Its key was stored in the keychain.'
          : 'No key was taken from it; the stored key is unchanged.',
      });
    } catch (error) {
      const report = reportOf(error);
      setFailed(true);
      setProblems([{ path: '', message: [report.message, report.hint].filter(Boolean).join(' ') }]);
    }
  };

  return (
    <Section
      title="Configuration as JSON"
      note="Paste an ai-proxy plugin configuration to import it. Its key is stored in the keychain; the copied JSON has no key."
    >
      <label htmlFor={id} className="mb-1 block text-muted">
        Configuration to import
      </label>
      <textarea
        id={id}
        value={text}
        rows={8}
        placeholder={example}
        spellCheck={false}
        aria-describedby={`${id}-problems`}
        onChange={(event) => {
          setText(event.target.value);
          setProblems([]);
          setFailed(false);
        }}
        className="wire block w-full resize-y rounded-ui border border-line-strong bg-surface p-2 outline-none select-text focus:border-accent focus:ring-1 focus:ring-accent"
      />
      <div id={`${id}-problems`} aria-live="polite" className="text-error" data-testid="import-problems">
        {failed ? <p className="font-medium">Nothing was imported. The settings are as they were.</p> : null}
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.path} ${problem.message}`}>
              {problem.path === '' ? null : <code>{problem.path}</code>} {problem.message}
            </li>
          ))}
        </ul>
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button disabled={text.trim() === ''} onClick={() => void importText()}>
          Import
        </Button>
        <CopyButton
          label="Copy configuration"
          what="the configuration, without the key"
          text={() => call('settings.export').then((result) => result.json)}
        />
      </div>
    </Section>
  );
}
