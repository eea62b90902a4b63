/** Model settings: default model, aliases, the model name in responses. */

import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Controller, useFieldArray, useFormContext } from 'react-hook-form';
import { modelSuggestions } from '../state/model-suggestions.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Input } from '../ui/field.tsx';
import { Section } from '../ui/small.tsx';
import { SuggestInput } from '../ui/suggest-input.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import type { SettingsForm } from './form.ts';

export function ModelChoice(): ReactNode {
  const { control, register, formState } = useFormContext<SettingsForm>();
  const { fields, append, remove } = useFieldArray({ control, name: 'aliases' });
  return (
    <Section title="Model names">
      <Controller
        control={control}
        name="useRequestedClaudeModels"
        render={({ field }) => (
          <SwitchRow
            label="Use requested Claude ids"
            hint="A tool that requests a Claude id gets that model. Off: every request uses the model above."
            checked={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Controller
        control={control}
        name="echoRequestedModel"
        render={({ field }) => (
          <SwitchRow
            label="Return the requested model name"
            hint="Some tools refuse a response with another name. The real one is in the x-dragoman-model header."
            checked={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <h3 className="mt-3 mb-1 font-medium">Aliases</h3>
      <p className="mb-2 text-faint">Requests for the name on the left use the Claude id on the right.</p>
      <ul className="space-y-2">
        {fields.map((row, index) => (
          <li key={row.id}>
            <div className="grid grid-cols-[minmax(0,1fr)_16px_minmax(0,1fr)_28px] items-center gap-2">
              <Input
                {...register(`aliases.${index}.name`)}
                aria-label="Requested name"
                placeholder="gpt-4o-mini"
                className="wire"
              />
              <span aria-hidden className="text-center text-faint">
                →
              </span>
              <Controller
                control={control}
                name={`aliases.${index}.model`}
                render={({ field }) => (
                  <SuggestInput
                    aria-label="Claude id"
                    value={field.value}
                    onChange={field.onChange}
                    onBlur={field.onBlur}
                    suggestions={modelSuggestions()}
                  />
                )}
              />
              <IconButton label="Remove alias" onClick={() => remove(index)}>
                <X size={14} aria-hidden />
              </IconButton>
            </div>
            <p className="text-error">
              {formState.errors.aliases?.[index]?.name?.message ?? formState.errors.aliases?.[index]?.model?.message}
            </p>
          </li>
        ))}
      </ul>
      <Button className="mt-2" onClick={() => append({ name: '', model: '' })}>
        <Plus size={14} aria-hidden />
        Add alias
      </Button>
    </Section>
  );
}
