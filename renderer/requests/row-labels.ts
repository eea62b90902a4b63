/** The colour labels there are: a name each, and the colour that goes with it. */

export const labelNames = ['red', 'amber', 'green', 'blue', 'purple', 'grey'] as const;
export type LabelName = (typeof labelNames)[number];

/** Classes of a label's colour patch. A label always shows its name beside the colour. */
export const labelColours: Record<LabelName, string> = {
  red: 'bg-label-red',
  amber: 'bg-label-amber',
  green: 'bg-label-green',
  blue: 'bg-label-blue',
  purple: 'bg-label-purple',
  grey: 'bg-label-grey',
};

/** A stored label may be of an older version, or none. */
export function labelNamed(name: string | null | undefined): LabelName | null {
  return labelNames.find((label) => label === name) ?? null;
}
