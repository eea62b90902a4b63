import { describe, expect, test } from 'vitest';
import { columns, defaultLayout, fittingColumns, templateOf, widthOf, type ColumnLayout } from './columns.ts';

const keys = (layout: ColumnLayout, room: number): string[] => fittingColumns(layout, room).map(({ key }) => key);
const models = columns.filter(({ key }) => key === 'models');

describe('visible columns', () => {
  test('a wide window shows the default columns in order', () => {
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

  test('a narrow window hides the least important columns, never the essential ones', () => {
    expect(keys(defaultLayout, 822)).not.toContain('cost');
    expect(keys(defaultLayout, 822)).toContain('first');
    expect(keys(defaultLayout, 0)).toEqual(['time', 'status', 'models']);
  });

  test('the user shows and hides columns', () => {
    const layout: ColumnLayout = { shown: { calls: true, cost: false, models: false }, widths: {} };
    expect(keys(layout, 2000)).toContain('calls');
    expect(keys(layout, 2000)).not.toContain('cost');
    expect(keys(layout, 2000)).toContain('models');
  });

  test('wider columns hide others', () => {
    expect(keys({ shown: {}, widths: { tool: 300 } }, 900)).not.toContain('cached');
  });
});

test('widths have limits, and the models column takes the rest', () => {
  const layout: ColumnLayout = { shown: {}, widths: { models: 5000 } };
  expect(models.map((column) => widthOf(layout, column))).toEqual([480]);
  expect(templateOf(defaultLayout, models)).toBe('14px minmax(150px, 1fr)');
});
