/** Colours for server-sent events: field names, and the JSON after `data:`. */

import { StreamLanguage, type StreamParser } from '@codemirror/language';
import { jsonToken } from './json-language.ts';

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
    if (state.inData) return jsonToken(stream);
    stream.skipToEnd();
    return null;
  },
};

export const eventStream = StreamLanguage.define(parser);
