/** The learned rules, and the button that clears them. */

import { useEffect, useState, type ReactNode } from 'react';
import { call } from '../lib/window-bridge.ts';
import { refreshModels, reportOf, useAppState } from '../state/app-store.ts';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/small.tsx';
import { notify } from '../ui/toast.tsx';
import { describeLearnedRules } from './learned-rules-text.ts';

export function LearnedRulesSection(): ReactNode {
  const models = useAppState((app) => app.translationInputs.models);
  const [clearing, setClearing] = useState(false);
  const { text, any } = describeLearnedRules(models);

  useEffect(() => void refreshModels(), []);

  const clear = async (): Promise<void> => {
    setClearing(true);
    try {
      await call('models.forget');
      await refreshModels();
      notify('Learned rules cleared', { description: 'The next requests are sent without them.' });
    } catch (error) {
      notify('The learned rules were not cleared', { description: reportOf(error).message, problem: true });
    } finally {
      setClearing(false);
    }
  };

  return (
    <Section
      title="Learned rules"
      note="Parameters that the API rejected are omitted from later requests, with a note, for a day or until Dragoman quits."
    >
      <div className="flex items-center gap-4 py-2" data-testid="learned-rules">
        <p className="min-w-0 flex-1 break-words">{text}</p>
        <Button disabled={!any || clearing} onClick={() => void clear()}>
          Clear learned rules
        </Button>
      </div>
    </Section>
  );
}
