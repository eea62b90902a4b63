/**
 * Requests and upstream messages that hold a JSON document at one place. They are written as text, since a JavaScript object cannot
 * hold every number. The document stands between two marks, so that it is found again in any text that holds it.
 */

/** A member list with the document between the marks. */
export const marked = (json: string): string => `"begin":"","value":${json},"end":""`;

/** Every document between marks in a text, in order. */
export function markedIn(text: string): readonly string[] {
  return [...text.matchAll(/"begin":"","value":(.*?),"end":""/gs)].map(([, json = '']) => json);
}

/** Every string inside a JSON text, and the text itself: arguments and instructions are documents inside of strings. */
export function textsIn(json: string): readonly string[] {
  const texts: string[] = [json];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(JSON.parse(json));
  return texts;
}

export const quoted = (json: string): string => JSON.stringify(json);
export const user = '{"role":"user","content":"Hello"}';
export const schema = (json: string): string =>
  `{"type":"object","properties":{"a":{"type":["number","string","null"],"default":{${marked(json)}}}}}`;
export const result = '{"role":"tool","tool_call_id":"call_1","content":"Done"}';
export const call = (argumentsText: string): string =>
  `{"id":"call_1","type":"function","function":{"name":"save","arguments":${argumentsText}}}`;
export const chat = (more: string, messages: string = user): string =>
  `{"model":"claude-sonnet-5-5","messages":[${messages}]${more === '' ? '' : `,${more}`}}`;
export const responses = (more: string, input: string): string =>
  `{"model":"claude-sonnet-5-5","input":[${input}]${more === '' ? '' : `,${more}`}}`;
export const saveTool = '"tools":[{"type":"function","function":{"name":"save","parameters":{"type":"object","properties":{}}}}]';
export const flatSaveTool = '"tools":[{"type":"function","name":"save","parameters":{"type":"object","properties":{}}}]';
