/** Formats terms as text, for the label of a chip and for saved filters. `parseFilter` parses it to the same terms. */

import { numberPart } from './fields.ts';
import { formatMoment } from './moment.ts';
import { isOperatorWord } from './parse.ts';
import { formatQuantity } from './quantity.ts';
import { quote } from './scan.ts';
import type { NumberField, NumberTest, Term, Word } from './term.ts';

export function formatFilter(terms: readonly Term[]): string {
  return terms.map(formatTerm).join(' ');
}

export function formatTerm(term: Term): string {
  const sign = term.negated ? '-' : '';
  switch (term.kind) {
    case 'text':
      return sign + (isBare(term.text) ? term.text : quote(term.text));
    case 'word':
      return `${sign}${term.field}:${term.values.map(formatWord).join(',')}`;
    case 'number':
      return `${sign}${term.field}:${term.values.map((test) => formatNumber(term.field, test)).join(',')}`;
    case 'is':
    case 'has':
      return `${sign}${term.kind}:${term.values.join(',')}`;
    case 'moment':
      return `${sign}${term.field}:${formatMoment(term.moment)}`;
  }
}

function isBare(text: string): boolean {
  return /^[^\s":-][^\s":]*$/.test(text) && !isOperatorWord(text);
}

function formatWord({ text, exact }: Word): string {
  return (exact ? '=' : '') + (/^[^\s",=][^\s",]*$/.test(text) ? text : quote(text));
}

function formatNumber(field: NumberField, test: NumberTest): string {
  const unit = numberPart(field)?.unit ?? 'count';
  if (test.kind === 'range') {
    const hundred = field === 'status' && test.from % 100 === 0 && test.to === test.from + 99;
    if (hundred && test.from >= 100 && test.from <= 500) return `${test.from / 100}xx`;
    return `${formatQuantity(test.from, unit)}..${formatQuantity(test.to, unit)}`;
  }
  return (test.operator === '=' ? '' : test.operator) + formatQuantity(test.value, unit);
}
