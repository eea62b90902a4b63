/** Sets the colour scheme and contrast of the setting or the system as attributes of the page. */

import { useEffect } from 'react';
import type { Settings } from '#shared/settings/schema.ts';

/** Which of the two looks a setting means. */
export function chosenTheme(setting: Settings['theme'], systemIsDark: boolean): 'light' | 'dark' {
  if (setting === 'system') return systemIsDark ? 'dark' : 'light';
  return setting;
}

/** Keeps the attributes of the page's root element in step with the setting and the system. */
export function useTheme(setting: Settings['theme']): void {
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const contrast = window.matchMedia('(prefers-contrast: more)');
    const apply = (): void => {
      const root = document.documentElement;
      root.dataset['theme'] = chosenTheme(setting, dark.matches);
      root.dataset['contrast'] = contrast.matches ? 'more' : 'normal';
    };
    apply();
    dark.addEventListener('change', apply);
    contrast.addEventListener('change', apply);
    return () => {
      dark.removeEventListener('change', apply);
      contrast.removeEventListener('change', apply);
    };
  }, [setting]);
}
