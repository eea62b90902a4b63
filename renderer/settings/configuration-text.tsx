/** Import and export of the configuration as JSON, in the shape the configuration table is written in. */

import { useId, useState, type ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
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
      "model": "claude-3-5-sonnet-20240620",
      "api_key": "your-anthropic-api-key"
    }
  }
}`;

interface Problem {
  readonly path: string;
  readonly message: string;
}

export function ConfigurationText(): ReactNode {
  const { reset } = useFormContext<SettingsForm>();
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const id = useId();

  const importText = async (): Promise<void> => {
    try {
      const { settings, keyStored, issues } = await call('settings.import', { json: text });
      setSettings(settings);
      reset(toForm(settings));
      setProblems(issues);
      setText('');
      notify('Imported', {
        description: keyStored ? 'Its key was stored in the keychain.' : 'It has no key; the stored key is unchanged.',
      });
    } catch (error) {
      const report = reportOf(error);
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
        }}
        className="wire block w-full resize-y rounded-ui border border-line-strong bg-surface p-2 outline-none select-text focus:border-accent focus:ring-1 focus:ring-accent"
      />
      <ul id={`${id}-problems`} aria-live="polite" className="text-error">
        {problems.map((problem) => (
          <li key={`${problem.path} ${problem.message}`}>
            {problem.path === '' ? null : <code>{problem.path}</code>} {problem.message}
          </li>
        ))}
      </ul>
      <div className="mt-2 flex gap-2">
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
