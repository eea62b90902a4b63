/**
 * Encodes and decodes the few D-Bus messages needed: a method call with text arguments, a boolean (or a variant of one) in
 * return. Source: the D-Bus specification, "Marshaling" and "Message Format".
 */

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly texts: readonly string[];
}

export interface BusResponse {
  /** Length in bytes. */
  readonly length: number;
  /** The serial of its call; null for signals. */
  readonly replySerial: number | null;
  /** Its boolean; null for an error or another value. */
  readonly boolean: boolean | null;
}

const METHOD_CALL = 1;
const METHOD_RETURN = 2;
/** Flag: the call must not start the service. */
const NO_AUTO_START = 2;
const FIXED_HEADER = 16;
const MAX_MESSAGE = 1 << 20;

const FIELD = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 } as const;

/** One method call, little-endian. */
export function encodeCall(serial: number, call: BusCall): Buffer {
  const body = createWriter();
  for (const text of call.texts) body.text(text);

  const message = createWriter();
  message.bytes('l'.charCodeAt(0), METHOD_CALL, NO_AUTO_START, 1);
  message.uint32(body.finish().length);
  message.uint32(serial);
  message.uint32(0);
  const start = FIXED_HEADER;
  field(FIELD.path, 'o', call.path);
  field(FIELD.interface, 's', call.interface);
  field(FIELD.member, 's', call.member);
  field(FIELD.destination, 's', call.destination);
  if (call.texts.length > 0) {
    message.align(8);
    message.bytes(FIELD.signature, 1, 'g'.charCodeAt(0), 0);
    message.signature('s'.repeat(call.texts.length));
  }
  const fieldsLength = message.length() - start;
  message.align(8);
  const header = message.finish();
  header.writeUInt32LE(fieldsLength, 12);
  return Buffer.concat([header, body.finish()]);

  function field(code: number, type: string, value: string): void {
    message.align(8);
    message.bytes(code, 1, type.charCodeAt(0), 0);
    message.text(value);
  }
}

/**
 * Parses the first message in `bytes`; null while it is incomplete.
 * @throws RangeError for no D-Bus message, or one far larger than expected
 */
export function decodeMessage(bytes: Buffer): BusResponse | null {
  if (bytes.length < FIXED_HEADER) return null;
  const little = bytes[0] === 'l'.charCodeAt(0);
  if (!little && bytes[0] !== 'B'.charCodeAt(0)) throw new RangeError('not a D-Bus message');
  const uint32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const bodyStart = padded(FIXED_HEADER + uint32(12), 8);
  const length = bodyStart + uint32(4);
  if (length > MAX_MESSAGE) throw new RangeError('D-Bus message too long');
  if (bytes.length < length) return null;

  let replySerial: number | null = null;
  let signature = '';
  let at = FIXED_HEADER;
  const end = FIXED_HEADER + uint32(12);
  while (at < end) {
    at = padded(at, 8);
    const code = bytes[at];
    // Every header field is a variant of one basic type: its signature is one letter long.
    const type = String.fromCharCode(bytes[at + 2] ?? 0);
    at += 4;
    if (type === 'g') {
      const size = bytes[at] ?? 0;
      if (code === FIELD.signature) signature = bytes.toString('latin1', at + 1, at + 1 + size);
      at += size + 2;
    } else if (type === 'u') {
      at = padded(at, 4);
      if (code === FIELD.replySerial) replySerial = uint32(at);
      at += 4;
    } else if (type === 's' || type === 'o') {
      at = padded(at, 4);
      at += uint32(at) + 5;
    } else {
      throw new RangeError('unknown D-Bus header field');
    }
  }
  return { length, replySerial, boolean: bytes[1] === METHOD_RETURN ? readBoolean() : null };

  function readBoolean(): boolean | null {
    if (signature === 'b') return uint32(bodyStart) === 1;
    // A variant: the length and letters of its signature, a NUL, padding, the value.
    const isBoolean = signature === 'v' && bytes[bodyStart] === 1 && bytes[bodyStart + 1] === 'b'.charCodeAt(0);
    return isBoolean ? uint32(bodyStart + 4) === 1 : null;
  }
}

function padded(offset: number, boundary: number): number {
  return Math.ceil(offset / boundary) * boundary;
}

interface MessageWriter {
  align(boundary: number): void;
  bytes(...values: number[]): void;
  uint32(value: number): void;
  text(value: string): void;
  signature(value: string): void;
  length(): number;
  finish(): Buffer;
}

function createWriter(): MessageWriter {
  const written: number[] = [];
  const writer: MessageWriter = {
    align(boundary) {
      while (written.length % boundary !== 0) written.push(0);
    },
    bytes(...values) {
      written.push(...values);
    },
    uint32(value) {
      writer.align(4);
      const four = Buffer.alloc(4);
      four.writeUInt32LE(value);
      written.push(...four);
    },
    text(value) {
      const encoded = Buffer.from(value);
      writer.uint32(encoded.length);
      written.push(...encoded, 0);
    },
    signature(value) {
      written.push(value.length, ...Buffer.from(value, 'latin1'), 0);
    },
    length: () => written.length,
    finish: () => Buffer.from(written),
  };
  return writer;
}
