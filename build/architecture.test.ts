import { describe, expect, it } from 'vitest';
import { importSpecifiers, importsOnlyTypes, readSources, reachableFrom } from './architecture.ts';
import {
  filesWithoutHeader,
  forbiddenImports,
  forkingFiles,
  longFiles,
  unfinishedFiles,
  windowFactories,
  type LayerRule,
} from './layout-rules.ts';

const sources = readSources(['shared', 'electron', 'renderer', 'build', 'e2e', 'bench']);
const isTest = (path: string) => /\.test\.tsx?$|\/__fixtures__\/|\/testing\//.test(path);
const production = sources.filter((source) => !isTest(source.path));

const isElectronModule = (target: string) =>
  target === 'electron' || (target.startsWith('electron/') && !target.endsWith('.ts'));
const isNode = (target: string) => target.startsWith('node:');
const isShell = (target: string) => target.startsWith('electron/shell/');
const inLayer = (layer: string) => (target: string) => target.startsWith(`${layer}/`) && /\.\w+$/.test(target);

/** The import rules of each layer, and which files belong to it. */
const layerRules: LayerRule[] = [
  {
    layer: 'shared',
    holds: (path) => path.startsWith('shared/'),
    mayNot: [
      isElectronModule,
      isNode,
      inLayer('electron'),
      inLayer('renderer'),
      (target) => /^(react|undici|fastify|keytar)/.test(target),
    ],
  },
  {
    layer: 'the Node part of electron',
    holds: (path) => path.startsWith('electron/') && !mayImportElectron(path),
    mayNot: [isElectronModule, isShell, inLayer('renderer'), (target) => target.startsWith('react')],
  },
  {
    layer: 'the shell',
    holds: (path) => mayImportElectron(path) && path !== 'electron/preload.ts',
    mayNot: [inLayer('renderer'), (target) => target.startsWith('react')],
  },
  {
    layer: 'the preload',
    holds: (path) => path === 'electron/preload.ts',
    mayNot: [isNode, inLayer('renderer'), inLayer('electron')],
  },
  {
    layer: 'renderer',
    holds: (path) => path.startsWith('renderer/'),
    mayNot: [isElectronModule, isNode, inLayer('electron')],
  },
];

function mayImportElectron(path: string): boolean {
  return ['electron/app/main.ts', 'electron/preload.ts', 'electron/ipc/bind.ts'].includes(path) || isShell(path);
}

describe('import rules between layers', () => {
  it.each(['electron/app/main.ts', 'electron/app/headless.ts', 'electron/preload.ts', 'renderer/app/main.tsx'])(
    'cover %s',
    (entry) => {
      expect(sources.map((source) => source.path)).toContain(entry);
    },
  );

  it.each(layerRules)('$layer imports only what its rules allow', (rule) => {
    expect(forbiddenImports(production, rule)).toEqual([]);
  });

  it('headless mode imports no Electron', () => {
    const reached = [...reachableFrom('electron/app/headless.ts', production)];
    expect(reached.filter((target) => isElectronModule(target) || mayImportElectron(target))).toEqual([]);
  });

  it('the preload imports nothing that a sandboxed preload lacks', () => {
    const reached = [...reachableFrom('electron/preload.ts', production)];
    expect(
      reached.filter(
        (target) => isNode(target) || (target.startsWith('electron/') && target !== 'electron/preload.ts'),
      ),
    ).toEqual([]);
  });

  it('the app does not use child_process.fork: the packaged program is not Node', () => {
    const reached = reachableFrom('electron/app/main.ts', production);
    expect(forkingFiles(production).filter((path) => reached.has(path))).toEqual([]);
  });

  it('one file calls new BrowserWindow', () => {
    expect(windowFactories(production).filter((path) => path.startsWith('electron/')).length).toBeLessThanOrEqual(1);
  });
});

describe('size and words of files', () => {
  it('no file has more than 400 lines of code', () => {
    const long = longFiles(sources, 300);
    if (long.length > 0) console.info('Files above 300 lines of code, each worth dividing:', long);
    expect(long.filter(({ lines }) => lines > 400)).toEqual([]);
  });

  it('no file is unfinished or silences the compiler', () => {
    expect(unfinishedFiles(sources).filter((path) => !path.startsWith('build/layout-rules.'))).toEqual([]);
  });

  it('every file starts with a comment', () => {
    expect(filesWithoutHeader(production)).toEqual([]);
  });
});

describe('importSpecifiers', () => {
  it.each([
    ["import { a } from './a.ts';", ['./a.ts']],
    ["import type {\n  A,\n} from '#shared/a.ts';", ['#shared/a.ts']],
    ["import './theme.css';", ['./theme.css']],
    ["export { a } from './a.ts';\nexport * from './b.ts';", ['./a.ts', './b.ts']],
    ["const a = await import('yauzl');", ['yauzl']],
    ["// import { a } from 'electron';\n * import b from 'electron'", []],
    ["const text = 'import it from there';", []],
  ])('finds the imports of %j', (text, expected) => {
    expect(importSpecifiers(text)).toEqual(expected);
  });

  it('distinguishes type-only imports from run-time imports', () => {
    expect(importsOnlyTypes("import type { A } from 'electron';", 'electron')).toBe(true);
    expect(importsOnlyTypes("import type { A } from 'electron';\nimport { app } from 'electron';", 'electron')).toBe(
      false,
    );
  });
});
