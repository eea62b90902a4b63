import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RequestRefused } from '../../errors.ts';
import { noteCodes, translate, turns } from '../__fixtures__/translate.ts';
import { decodeBase64Steps, encodeBase64Steps, normalizeBase64Steps } from '../../encoding/base64.ts';
import { decodeUtf8Steps } from '../../encoding/utf8.ts';
import { runToEnd } from '../../steps.ts';
import { validateRemoteUrl, parseDataUrl, sniffMediaType } from './media-type.ts';

const jpeg = '/9j/4AAQ';
const png = 'iVBORw0KGgo=';
const pdf = 'JVBERi0=';
const image = (url: string, detail?: string): object => ({
  type: 'image_url',
  image_url: detail === undefined ? { url } : { url, detail },
});
const file = (fields: object): object => ({ type: 'file', file: fields });
const base64 = (media_type: string, data: string): object => ({ type: 'base64', media_type, data });

function blocksFor(part: object): readonly object[] {
  return turns(translate({ messages: [{ role: 'user', content: [part] }] }))[0]?.[1] ?? [];
}

describe('a content part becomes a block', () => {
  test.each<[string, object, object, readonly string[]]>([
    ['a PNG', image(`data:image/png;base64,${png}`), { type: 'image', source: base64('image/png', png) }, []],
    [
      'a JPEG under a common wrong name and with parameters',
      image(`data:image/jpg;charset=utf-8;base64,${jpeg}`),
      { type: 'image', source: base64('image/jpeg', jpeg) },
      [],
    ],
    [
      'a JPEG that is called a PNG',
      image(`data:image/png;base64,${jpeg}`),
      { type: 'image', source: base64('image/jpeg', jpeg) },
      ['image-type-corrected'],
    ],
    [
      'URL-safe base64 with a line break',
      image('data:image/jpeg;base64,_9j_\n4AAQ'),
      { type: 'image', source: base64('image/jpeg', jpeg) },
      [],
    ],
    [
      'an image address',
      image('https://e.example.com/a.png'),
      { type: 'image', source: { type: 'url', url: 'https://e.example.com/a.png' } },
      [],
    ],
    [
      'image_url with detail',
      image('https://e.example.com/a.png', 'high'),
      { type: 'image', source: { type: 'url', url: 'https://e.example.com/a.png' } },
      ['image-detail-dropped'],
    ],
    [
      'an image of its own accord',
      image('https://e.example.com/a.png', 'auto'),
      { type: 'image', source: { type: 'url', url: 'https://e.example.com/a.png' } },
      [],
    ],
    [
      'a PDF',
      file({ filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf}` }),
      { type: 'document', source: base64('application/pdf', pdf), title: 'a.pdf' },
      [],
    ],
    [
      'a PDF as bare base64',
      file({ file_data: pdf }),
      { type: 'document', source: base64('application/pdf', pdf) },
      [],
    ],
    [
      'a text file',
      file({ filename: 'a.md', file_data: 'data:text/markdown;base64,IyBIw6k=' }),
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '# Hé' }, title: 'a.md' },
      [],
    ],
    [
      'JSON as bare base64, known by its name',
      file({ filename: 'a.json', file_data: 'eyJhIjoxfQ==' }),
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '{"a":1}' }, title: 'a.json' },
      [],
    ],
    [
      'an image sent as a file',
      file({ filename: 'a.png', file_data: `data:image/png;base64,${png}` }),
      { type: 'image', source: base64('image/png', png) },
      [],
    ],
    [
      'a file of Anthropic’s Files API',
      file({ file_id: 'file_abc' }),
      { type: 'document', source: { type: 'file', file_id: 'file_abc' } },
      [],
    ],
    [
      'an image block in Anthropic’s shape',
      { type: 'image', source: base64('image/png', png), extra: 1 },
      { type: 'image', source: base64('image/png', png) },
      [],
    ],
  ])('%s', (_title, part, block, notes) => {
    const translation = translate({ messages: [{ role: 'user', content: [part] }] });
    expect(turns(translation)).toEqual([['user', [block]]]);
    expect(noteCodes(translation).filter((code) => /image/.test(code))).toEqual(notes);
  });

  test.each<[string, object, string, string]>([
    [
      'an SVG',
      image('data:image/svg+xml;base64,PHN2Zz4='),
      'unsupported_content',
      'messages[0].content[0].image_url.url',
    ],
    ['broken base64', image('data:image/png;base64,@@@@'), 'invalid_value', 'messages[0].content[0].image_url.url'],
    [
      'an http address',
      image('http://e.example.com/a.png'),
      'unsupported_content',
      'messages[0].content[0].image_url.url',
    ],
    [
      'a private address',
      image('https://192.168.0.7/a.png'),
      'unsupported_content',
      'messages[0].content[0].image_url.url',
    ],
    ['no address', image('picture'), 'unsupported_content', 'messages[0].content[0].image_url.url'],
    [
      'a file id of OpenAI',
      file({ file_id: 'file-abc' }),
      'unsupported_content',
      'messages[0].content[0].file.file_id',
    ],
    ['a file without anything', file({}), 'missing_required_parameter', 'messages[0].content[0].file'],
    [
      'a zip',
      file({ filename: 'a.zip', file_data: 'UEsDBP//' }),
      'unsupported_content',
      'messages[0].content[0].file.file_data',
    ],
    [
      'a PDF that is none',
      file({ filename: 'a.pdf', file_data: 'AAAA' }),
      'invalid_value',
      'messages[0].content[0].file.file_data',
    ],
    [
      'an Anthropic block without its source',
      { type: 'image' },
      'missing_required_parameter',
      'messages[0].content[0].source',
    ],
  ])('%s is refused', (_title, part, code, param) => {
    expect(() => blocksFor(part)).toThrow(RequestRefused);
    expect(() => blocksFor(part)).toThrow(expect.objectContaining({ code, param }));
  });
});

describe('image_url and file data', () => {
  test.each([
    ['data:image/png;base64,AAAA', { mediaType: 'image/png', data: 'AAAA', base64: true }],
    ['DATA:;base64,AAAA', { mediaType: 'text/plain', data: 'AAAA', base64: true }],
    ['data:text/plain,a%20b', { mediaType: 'text/plain', data: 'a%20b', base64: false }],
    ['data:image/png;base64,AA%2B%2F', { mediaType: 'image/png', data: 'AA+/', base64: true }],
    ['https://x', null],
    ['data:nothing', null],
  ])('%s', (url, expected) => {
    expect(runToEnd(parseDataUrl(url))).toEqual(expected);
  });

  test.each([
    ['https://example.com/a.png', 'ok'],
    ['https://1.1.1.1/a.png', 'ok'],
    ['http://example.com/a.png', 'not-https'],
    ['file:///etc/passwd', 'not-a-url'],
    ['https://localhost/a', 'private-host'],
    ['https://user@127.0.0.1:8443/a', 'private-host'],
    ['https://10.0.0.1/a', 'private-host'],
    ['https://172.20.0.1/a', 'private-host'],
    ['https://[::1]/a', 'private-host'],
    ['https://[fd00::1]/a', 'private-host'],
    ['https://router.local/a', 'private-host'],
    ['/a.png', 'not-a-url'],
  ])('fetchability of %s: %s', (url, verdict) => {
    expect(validateRemoteUrl(url)).toBe(verdict);
  });

  test.each(['notes.constructor', '__proto__', 'toString', 'a.b.valueOf'])(
    'a file called %s is recognised by its bytes',
    (filename) => {
      const [block] = blocksFor(file({ filename, file_data: 'aGVsbG8=' }));
      expect(block).toMatchObject({ type: 'document', source: { type: 'text', data: 'hello' }, title: filename });
    },
  );

  test('magic bytes decide the media type', () => {
    expect([jpeg, png, pdf, 'R0lGODlh', 'UklGRiQAAABXRUJQ', 'AAAA'].map(sniffMediaType)).toEqual([
      'image/jpeg',
      'image/png',
      'application/pdf',
      'image/gif',
      'image/webp',
      null,
    ]);
  });

  test('base64 and UTF-8 decoding agree with Node', () => {
    for (const sample of ['', 'a', 'ab', 'abc', 'Grüße', '日本語', '👩‍💻 done']) {
      const bytes = new TextEncoder().encode(sample);
      const encoded = Buffer.from(bytes).toString('base64');
      expect(runToEnd(encodeBase64Steps(bytes))).toBe(encoded);
      const normalized = runToEnd(normalizeBase64Steps(encoded));
      const decoded = runToEnd(decodeBase64Steps(normalized)) ?? new Uint8Array([0xff]);
      expect(runToEnd(decodeUtf8Steps(decoded))).toBe(sample);
    }
    expect(runToEnd(decodeUtf8Steps(new Uint8Array([0xc3, 0x28])))).toBeNull();
    expect(runToEnd(decodeUtf8Steps(new Uint8Array([0xed, 0xa0, 0x80])))).toBeNull();
  });
});

describe('the bytes of a file decide whether it is text', () => {
  const dataOf = (type: string, bytes: Uint8Array): string =>
    `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

  test.each([
    ['app.ts', 'video/mp2t', 'export const answer: number = 42;\n'],
    ['t.csv', 'application/vnd.ms-excel', 'a,b\n1,2\n'],
    ['run.sh', 'application/x-sh', 'echo hello\n'],
    ['app.py', 'application/x-python', 'print("é")\r\n'],
    ['notes.key', 'application/pgp-keys', 'x'],
    ['letter.mod', 'audio/x-mod', 'MODULE Main;\f'],
    ['logo.svg', 'image/svg+xml', '<svg/>'],
    ['q.rpt', 'application/x-unheard-of', 'total\t1'],
    ['log', 'application/octet-stream', '\u001b[31mred\u001b[0m'],
  ])('%s as %s is a text document', (filename, type, text) => {
    const document = {
      type: 'document',
      source: { type: 'text', media_type: 'text/plain', data: text },
      title: filename,
    };
    expect(blocksFor(file({ filename, file_data: dataOf(type, utf8(text)) }))).toEqual([document]);
    const escaped = `data:${type},${encodeURIComponent(text)}`;
    expect(blocksFor(file({ filename, file_data: escaped }))).toEqual([document]);
  });

  test.each([
    ['a transport stream', 'video/mp2t', [0x47, 0x40, 0x11, 0x10, 0, 0x42, 0xf0, 0x25, 0, 1]],
    ['a transport stream of ASCII bytes', 'video/mp2t', [0x47, 0x40, 0x11, 0x10, 0, 0x42]],
    ['an MP4', 'video/mp4', [0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70]],
    ['a ZIP', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', [0x50, 0x4b, 3, 4]],
    ['an old Excel file', 'application/vnd.ms-excel', [0xd0, 0xcf, 0x11, 0xe0]],
    ['Latin-1', 'application/x-sh', [0x65, 0xe9, 0x65]],
  ])('%s stays refused', (_name, type, bytes) => {
    const part = file({ filename: 'x', file_data: dataOf(type, Uint8Array.from(bytes)) });
    expect(() => blocksFor(part)).toThrow(RequestRefused);
  });

  test('no declared type changes what happens to a text', () => {
    const type = fc.stringMatching(/^(application|audio|font|model|text|video)\/[a-z][a-z0-9.-]{0,12}$/);
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).map((tail) => `x ${tail}`);
    fc.assert(
      fc.property(type, text, (declared, written) => {
        fc.pre(declared !== 'application/pdf');
        const blocks = blocksFor(file({ file_data: dataOf(declared, utf8(written)) }));
        expect(blocks).toMatchObject([{ type: 'document', source: { data: written } }]);
      }),
    );
  });
});
