import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../settings/schema.ts';
import { chooseModel } from './choose-model.ts';

const settings = {
  ...defaultSettings,
  model: 'claude-sonnet-5-5',
  aliases: { 'gpt-4o': 'claude-opus-5-5', Fast: 'claude-haiku-5-5' },
};

describe('chooseModel', () => {
  test.each([
    ['gpt-4o', 'claude-opus-5-5'],
    ['GPT-4o', 'claude-opus-5-5'],
    ['gpt-4o-high', 'claude-opus-5-5'],
    ['fast', 'claude-haiku-5-5'],
    ['gpt-4', 'claude-sonnet-5-5'],
    ['', 'claude-sonnet-5-5'],
    [undefined, 'claude-sonnet-5-5'],
    ['claude-opus-4-8', 'claude-opus-4-8'],
    ['claude-opus-4-8-thinking', 'claude-opus-4-8'],
    ['claude-opus-4-8-thinking-high', 'claude-opus-4-8'],
    ['claude-opus-5:xhigh', 'claude-opus-5'],
    ['claude-opus-5[1m]', 'claude-opus-5'],
    ['anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5'],
    ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5-20250929'],
    ['claude-opus-9', 'claude-opus-9'],
    ['claude-opus-9-fast', 'claude-opus-9-fast'],
    ['constructor', 'claude-sonnet-5-5'],
    ['claude-\u4e2d\u6587', 'claude-sonnet-5-5'],
    ['claude-opus\r\nx-evil: yes', 'claude-sonnet-5-5'],
    ['claude opus', 'claude-sonnet-5-5'],
    [`claude-${'x'.repeat(200)}`, 'claude-sonnet-5-5'],
    [`claude-opus-5${'-high'.repeat(1_000_000)}`, 'claude-sonnet-5-5'],
  ])('%s becomes %s', (requested, model) => {
    expect(chooseModel(requested, settings).model).toBe(model);
  });

  test('a Claude id becomes the configured model when the settings say so, but an alias still holds', () => {
    const fixed = { ...settings, useRequestedClaudeModels: false };
    expect(chooseModel('claude-opus-4-8', fixed).model).toBe('claude-sonnet-5-5');
    expect(chooseModel('gpt-4o', fixed).model).toBe('claude-opus-5-5');
  });

  test('the reason names the alias, setting or id that decided', () => {
    expect(chooseModel('gpt-4o', settings).reason).toContain('alias');
    expect(chooseModel('gpt-4', settings).reason).toContain('gpt-4 is not a Claude model');
    expect(chooseModel('claude-opus-5', settings).reason).toBe('As asked.');
  });
});
