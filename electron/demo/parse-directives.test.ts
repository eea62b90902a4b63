import { describe, expect, it } from 'vitest';
import { byteCount, parseDirectives, withoutDirectives } from './parse-directives.ts';

describe('directives in a text', () => {
  it('have optional values, quoted or bare; the last one wins', () => {
    const parsed = parseDirectives('a [[mock: status=529 message="too \\"much\\"" gzip]] b [[mock: status=500]]');
    expect(Object.fromEntries(parsed)).toEqual({ status: '500', message: 'too "much"', gzip: '' });
  });

  it('may have the earlier name stand-in', () => {
    expect(parseDirectives('[[stand-in: status=529]]')).toEqual(parseDirectives('[[mock: status=529]]'));
  });

  it.each(['mock', 'stand-in'])('are not part of the prompt: %s', (name) => {
    expect(withoutDirectives(`Hello [[${name}: pause]] there`)).toBe('Hello  there');
  });

  it.each([
    ['10', 10],
    ['64kB', 65_536],
    ['2MB', 2_097_152],
    ['much', 0],
  ])('parse the size %s', (value, bytes) => {
    expect(byteCount(value)).toBe(bytes);
  });
});
