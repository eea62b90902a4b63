/** What refusals taught about each model, until the proxy is started again: the API may have changed by then. */

import { isLasting, type Lesson } from '#shared/models/refusal-rules.ts';

export interface LessonBook {
  of(model: string): readonly Lesson[];
  /** Keeps a lesson about the model; one that concerns a single request is not kept. */
  learn(model: string, lesson: Lesson): void;
  /** The models that anything is known of. */
  models(): readonly string[];
  forget(): void;
}

const none: readonly Lesson[] = [];

export function createLessonBook(): LessonBook {
  const lessons = new Map<string, Lesson[]>();
  return {
    of: (model) => lessons.get(model) ?? none,
    learn(model, lesson) {
      if (!isLasting(lesson)) return;
      const known = lessons.get(model) ?? [];
      const text = JSON.stringify(lesson);
      if (known.some((one) => JSON.stringify(one) === text)) return;
      lessons.set(model, [...known, lesson]);
    },
    models: () => [...lessons.keys()],
    forget: () => lessons.clear(),
  };
}
