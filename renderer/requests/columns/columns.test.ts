import { describe, expect, test } from 'vitest';
import { columns, defaultLayout, fittingColumns, templateOf, widthOf, type ColumnLayout } from './columns.ts';

const keys = (layout: ColumnLayout, room: number): string[] => fittingColumns(layout, room).map(({ key }) => key);
const models = columns.filter(({ key }) => key === 'models');

describe('the columns that are shown', () => {
  test('a wide window shows the usual ones in their order', () => {
    expect(keys(defaultLayout, 1400)).toEqual([
      'time',
      'status',
      'tool',
      'models',
      'losses',
      'input',
      'output',
      'cached',
      'first',
      'total',
      'cost',
    ]);
  });

  test('where there is no room the least needed go, the essential stay in any case', () => {
    expect(keys(defaultLayout, 822)).not.toContain('cost');
    expect(keys(defaultLayout, 822)).toContain('first');
    expect(keys(defaultLayout, 0)).toEqual(['time', 'status', 'models']);
  });

  test('the user shows and hides', () => {
    const layout: ColumnLayout = { shown: { calls: true, cost: false, models: false }, widths: {} };
    expect(keys(layout, 2000)).toContain('calls');
    expect(keys(layout, 2000)).not.toContain('cost');
    expect(keys(layout, 2000)).toContain('models');
  });

  test('wider columns push others out', () => {
    expect(keys({ shown: {}, widths: { tool: 300 } }, 900)).not.toContain('cached');
  });
});

test('widths stay within reason, and the models take what is left', () => {
  const layout: ColumnLayout = { shown: {}, widths: { models: 5000 } };
  expect(models.map((column) => widthOf(layout, column))).toEqual([480]);
  expect(templateOf(defaultLayout, models)).toBe('14px minmax(150px, 1fr)');
});
