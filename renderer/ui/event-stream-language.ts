/** Colours for server-sent events: field names, and the JSON after `data:` in rough strokes. */

import { StreamLanguage, type StreamParser } from '@codemirror/language';

const parser: StreamParser<{ inData: boolean }> = {
  name: 'event-stream',
  startState: () => ({ inData: false }),
  token(stream, state) {
    if (stream.sol()) {
      state.inData = false;
      if (stream.match(/^(event|id|retry)(?=:)/)) return 'keyword';
      if (stream.match(/^data(?=:)/)) {
        state.inData = true;
        return 'keyword';
      }
      if (stream.match(/^:.*/)) return 'comment';
    }
    if (!state.inData) {
      stream.skipToEnd();
      return null;
    }
    if (stream.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/)) return 'propertyName';
    if (stream.match(/"(?:[^"\\]|\\.)*"/)) return 'string';
    if (stream.match(/-?\d[\d.eE+-]*/)) return 'number';
    if (stream.match(/true|false|null/)) return 'bool';
    stream.next();
    return null;
  },
};

export const eventStream = StreamLanguage.define(parser);
