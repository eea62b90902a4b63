/**
 * Every way in which the web lets a page send something to another origin. Each runs inside the page, knows only its argument, and
 * gives back what the page could read of the answer: the empty text when nothing.
 */

export interface Target {
  /** `http://127.0.0.1:9080` */
  readonly origin: string;
  /** A chat request as JSON text, which would be billed. */
  readonly body: string;
}

type Attack = (target: Target) => Promise<string>;

/** Calls of `fetch`: to which path of the proxy, and how. `{body}` stands for the request. */
export const fetches: Readonly<Record<string, readonly [path: string, init: RequestInit]>> = {
  'the models': ['/v1/models', {}],
  'the models without CORS': ['/v1/models', { mode: 'no-cors' }],
  'the health': ['/health', {}],
  'JSON, asking beforehand': [
    '/v1/chat/completions',
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{body}' },
  ],
  'JSON with a key': [
    '/v1/chat/completions',
    {
      method: 'POST',
      credentials: 'include',
      headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
      body: '{body}',
    },
  ],
  'plain text': ['/v1/chat/completions', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{body}' }],
  'plain text without CORS': ['/v1/chat/completions', { method: 'POST', mode: 'no-cors', body: '{body}' }],
  'a message without CORS': ['/v1/messages', { method: 'POST', mode: 'no-cors', body: '{body}' }],
  'a body that outlives the page': [
    '/v1/chat/completions',
    { method: 'POST', mode: 'no-cors', keepalive: true, body: '{body}' },
  ],
};

/** What the page can read of the answer to one of them; `through` leads there by a redirect of the page's own site. */
export async function tryFetch(call: { address: string; init: RequestInit; through: boolean }): Promise<string> {
  const address = call.through ? `/redirect?to=${encodeURIComponent(call.address)}` : call.address;
  return await fetch(address, call.init).then(
    (response) => response.text(),
    () => '',
  );
}

export const attacks: Readonly<Record<string, Attack>> = {
  'fetch without a type': ({ origin, body }) =>
    fetch(`${origin}/v1/chat/completions`, { method: 'POST', mode: 'no-cors', body: new Blob([body]) }).then(
      (response) => response.text(),
      () => '',
    ),
  XMLHttpRequest: async ({ origin, body }) => {
    const read: string[] = [];
    for (const type of ['text/plain', 'application/json']) {
      const call = new XMLHttpRequest();
      call.open('POST', `${origin}/v1/chat/completions`);
      call.setRequestHeader('content-type', type);
      const ended = new Promise((resolve) => call.addEventListener('loadend', resolve));
      call.send(body);
      await ended;
      read.push(call.responseText);
    }
    return read.join('');
  },
  // A beacon reports no result. It is sent before the elements and forms that follow, and those are waited for.
  sendBeacon: async ({ origin, body }) => {
    navigator.sendBeacon(`${origin}/v1/chat/completions`, body);
    return '';
  },
  'sendBeacon with JSON': async ({ origin, body }) => {
    try {
      navigator.sendBeacon(`${origin}/v1/chat/completions`, new Blob([body], { type: 'application/json' }));
    } catch {
      // Refused by the browser itself.
    }
    return '';
  },
  EventSource: ({ origin }) =>
    new Promise((resolve) => {
      const source = new EventSource(`${origin}/v1/models`);
      const end = (text: string): void => {
        source.close();
        resolve(text);
      };
      source.addEventListener('message', ({ data }) => end(String(data)));
      source.addEventListener('open', () => end('open'));
      source.addEventListener('error', () => end(''));
    }),
  WebSocket: ({ origin }) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/v1/chat/completions`);
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve(''));
    }),
  'a module': async ({ origin }) => {
    try {
      return JSON.stringify(await import(/* @vite-ignore */ `${origin}/v1/models`));
    } catch {
      return '';
    }
  },
  'a worker': async ({ origin }) => {
    try {
      const worker = new Worker(`${origin}/v1/models`);
      return await new Promise((resolve) => worker.addEventListener('error', () => resolve('')));
    } catch {
      return '';
    }
  },
  'a service worker': async ({ origin, body }) => {
    if (!('serviceWorker' in navigator)) return '';
    await navigator.serviceWorker.register('/worker.js');
    const { active } = await navigator.serviceWorker.ready;
    const said: string[] = [];
    for (const init of [
      { method: 'POST', headers: { 'content-type': 'application/json' }, body },
      { method: 'POST', mode: 'no-cors', body },
      { mode: 'no-cors' },
    ]) {
      const { port1, port2 } = new MessageChannel();
      const response = new Promise((resolve) => port1.addEventListener('message', ({ data }) => resolve(data)));
      port1.start();
      active?.postMessage({ url: `${origin}/v1/chat/completions`, init }, [port2]);
      said.push(String(await response));
    }
    return said.join('');
  },
};

/** Elements that load by themselves; what they load is never text to the page, but an `iframe` might be looked into. */
export const elements: readonly (readonly [tag: string, attribute: string])[] = [
  ['img', 'src'],
  ['script', 'src'],
  ['link', 'href'],
  ['iframe', 'src'],
  ['object', 'data'],
  ['embed', 'src'],
  ['video', 'src'],
  ['audio', 'src'],
];

/** Puts the element into the page and waits until it has loaded or failed. Gives back what can be seen of its document. */
export async function loadElement([tag, attribute, url]: [string, string, string]): Promise<string> {
  const element = document.createElement(tag);
  element.setAttribute(attribute, url);
  if (tag === 'link') element.setAttribute('rel', 'stylesheet');
  const settled = new Promise((resolve) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', resolve);
  });
  document.body.append(element);
  await settled;
  let seen = '';
  if (element instanceof HTMLIFrameElement) {
    try {
      seen = element.contentDocument?.body.textContent ?? '';
    } catch {
      seen = '';
    }
  }
  element.remove();
  return seen;
}

/** Submits a form with the request in it, without a click, into a frame of the page. */
export async function submitForm([enctype, url, body]: [string, string, string]): Promise<string> {
  const frame = document.createElement('iframe');
  frame.name = `frame-${String(Math.random())}`;
  const form = document.createElement('form');
  Object.assign(form, { method: 'POST', action: url, enctype, target: frame.name });
  const field = document.createElement('input');
  // The old trick: name and value around the `=` make one JSON text of a plain form.
  const middle = body.lastIndexOf('}');
  field.name = `${body.slice(0, middle)},"ignored":"`;
  field.value = '"}';
  form.append(field);
  document.body.append(frame, form);
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  form.submit();
  await loaded;
  let seen = '';
  try {
    seen = frame.contentDocument?.body.textContent ?? '';
  } catch {
    seen = '';
  }
  frame.remove();
  form.remove();
  return seen;
}
