/** Configuration files of tools that exist only in the fake bridge: one that can be set up, one that is, one that is left alone. */

import type { SetUpPlan, SetUpState, SetUpTool } from '#shared/connect/set-up.ts';
import type { CallInput } from '#shared/ipc/contract.ts';

const paths: Readonly<Record<SetUpTool, string>> = {
  codex: '/home/you/.codex/config.toml',
  'claude-code': '/home/you/.claude/settings.json',
  opencode: '/home/you/.config/opencode/opencode.json',
  aider: '/home/you/.aider.conf.yml',
  continue: '/home/you/.continue/config.yaml',
  zed: '/home/you/.config/zed/settings.json',
};

const diff: SetUpPlan['diff'] = [
  { kind: 'removed', text: 'model = "gpt-5.5"' },
  { kind: 'added', text: 'model = "claude-sonnet-5-5"' },
  { kind: 'added', text: 'model_provider = "dragoman"' },
  { kind: 'same', text: '' },
  { kind: 'same', text: '[tui] # mine' },
  { kind: 'gap', text: '' },
  { kind: 'same', text: 'notifications = true' },
  { kind: 'added', text: '' },
  { kind: 'added', text: '[model_providers.dragoman]' },
  { kind: 'added', text: 'name = "Dragoman"' },
];

interface SetUpHandlers {
  'connect.states': () => SetUpState[];
  'connect.plan': (input: CallInput<'connect.plan'>) => SetUpPlan;
  'connect.apply': (input: CallInput<'connect.apply'>) => SetUpState;
}

export function fakeSetUp(): SetUpHandlers {
  const done = new Set<SetUpTool>(['opencode']);
  const stateOf = (tool: SetUpTool): SetUpState => ({
    tool,
    path: paths[tool],
    state: tool === 'zed' ? 'refused' : done.has(tool) ? 'done' : 'ready',
    reason: tool === 'zed' ? 'it is not valid JSON' : null,
    restorable: done.has(tool),
  });
  return {
    'connect.states': () => (['codex', 'claude-code', 'opencode', 'aider', 'continue', 'zed'] as const).map(stateOf),
    'connect.plan': ({ tool, action }) => ({
      tool,
      action,
      path: paths[tool],
      effect: 'changed',
      diff,
      masked: false,
      editedSince: false,
      digest: 'fake',
    }),
    'connect.apply'({ tool, action }) {
      if (action === 'set-up') done.add(tool);
      else done.delete(tool);
      return stateOf(tool);
    },
  };
}
