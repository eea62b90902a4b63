/** Joins class names; later Tailwind utilities win over earlier ones of the same kind. */

import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      'font-size': [{ text: ['mini', 'wire', 'ui', 'title'] }],
      rounded: [{ rounded: ['ui', 'small'] }],
      shadow: [{ shadow: ['float'] }],
    },
  },
});

export function cx(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
