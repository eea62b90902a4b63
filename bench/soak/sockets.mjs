/** WebSockets of the soak test: each has one conversation, whose turns continue each other from the memory of the connection. */

import { WebSocket } from 'ws';

/**
 * @typedef {object} Conversation
 * @property {(turn: number) => Promise<string | null>} ask resolves with an error text, or null
 * @property {() => Promise<void>} close
 */

/** @param {string} baseUrl `http://127.0.0.1:PORT/v1` @param {number} number of the conversation @returns {Promise<Conversation>} */
export async function openConversation(baseUrl, number) {
  const socket = new WebSocket(`${baseUrl.replace('http:', 'ws:')}/responses`);
  const lane = `lane-${number}`;
  /** @type {string | null} */
  let previous = null;
  /** @type {((verdict: string | null) => void) | null} */
  let resolveTurn = null;
  const finish = (/** @type {string | null} */ verdict) => resolveTurn?.(verdict);
  let mark = '';
  let turn = 0;
  socket.on('message', (/** @type {Buffer} */ data) => {
    const event = JSON.parse(data.toString());
    if (event.stream_id !== lane) finish(`${mark} got a message of ${event.stream_id}`);
    else if (event.type === 'error') finish(`${mark} was refused: ${event.error.message}`);
    else if (event.type === 'response.completed') {
      previous = event.response.id;
      finish(checkResponse(event.response, mark, turn));
    }
  });
  socket.on('close', (code) => finish(`${mark} was lost: closed with ${code}`));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.on('error', reject);
  });
  return {
    ask(next) {
      turn = next;
      mark = `mark-socket-${number}-${turn}`;
      return new Promise((resolve) => {
        resolveTurn = resolve;
        socket.send(
          JSON.stringify({
            type: 'response.create',
            stream_id: lane,
            model: 'gpt-4',
            store: false,
            previous_response_id: previous,
            input: `Say ${mark} and nothing else.`,
          }),
        );
      });
    },
    close() {
      resolveTurn = null;
      return new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.close();
      });
    },
  };
}

/** @param {any} response @param {string} mark @param {number} turn counted from 1 */
function checkResponse(response, mark, turn) {
  const marks = new Set(Array.from(JSON.stringify(response.output).matchAll(/<(mark-[\w-]+)>/g), ([, found]) => found));
  if (marks.size !== 1 || !marks.has(mark)) return `${mark} got the answer of ${[...marks].join(', ')}`;
  // The upstream counts the marks of the conversation that it was sent.
  const { input_tokens: seen } = response.usage;
  return seen === turn ? null : `${mark} was sent with ${seen} of ${turn} turns`;
}
