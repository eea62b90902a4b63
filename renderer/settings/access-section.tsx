/** Who beside the programs of this machine may call the proxy: by which host names, from which web pages. */

import type { ReactNode } from 'react';
import { Controller, useFormContext } from 'react-hook-form';
import { cx } from '../ui/class-names.ts';
import { Field, inputLook } from '../ui/field.tsx';
import { Section } from '../ui/small.tsx';
import { SwitchRow } from '../ui/switch-row.tsx';
import type { SettingsForm } from './form.ts';
import { TokenRow } from './token-row.tsx';

const area = cx(inputLook, 'wire block h-auto resize-y py-1.5');

export function AccessSection(): ReactNode {
  const { register, control, formState } = useFormContext<SettingsForm>();
  const { errors } = formState;
  return (
    <Section
      title="Access"
      note="Programs on this machine reach the proxy as 127.0.0.1 or localhost. Web pages cannot."
    >
      <Controller
        control={control}
        name="requireToken"
        render={({ field }) => (
          <SwitchRow
            label="Require a token"
            hint="Tools must send it as their API key. Keeps out other users and programs of this machine."
            checked={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <TokenRow />
      <Field
        label="More host names"
        error={errors.allowedHosts?.message}
        hint={<p>One per line. For a container that calls this machine by another name.</p>}
      >
        {(ids) => (
          <textarea
            {...ids}
            {...register('allowedHosts')}
            rows={2}
            spellCheck={false}
            placeholder="host.docker.internal"
            className={area}
          />
        )}
      </Field>
      <Field
        label="Allowed web pages"
        error={errors.allowedOrigins?.message}
        hint={<p>One origin per line. A page from there can spend your money: list only what you run yourself.</p>}
      >
        {(ids) => (
          <textarea
            {...ids}
            {...register('allowedOrigins')}
            rows={2}
            spellCheck={false}
            placeholder="http://localhost:3000"
            className={area}
          />
        )}
      </Field>
    </Section>
  );
}
