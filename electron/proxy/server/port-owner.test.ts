import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findPortOwner, listeningInodes, readLsof, readNetstat, readTasklist } from './port-owner.ts';

describe('the port owner', () => {
  it('is found through the system', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const owner = await findPortOwner(port);
    server.close();
    // Elsewhere it depends on the tools that are installed: then it may be null.
    const mayBeUnknown = process.platform !== 'linux' && owner === null;
    expect(mayBeUnknown ? `process ${String(process.pid)}` : owner).toContain(`process ${String(process.pid)}`);
  });

  it('is read from /proc/net/tcp', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:2378 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100',
      '   1: 0100007F:2378 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 100',
      '   2: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100',
    ].join('\n');
    expect(listeningInodes(table, 9080)).toEqual(['4711']);
    expect(listeningInodes(table, 81)).toEqual([]);
  });

  it('is read from lsof', () => {
    expect(readLsof('p4711\ncnode\nf23\n')).toBe('node (process 4711)');
    expect(readLsof('')).toBeNull();
  });

  it('is read from netstat and tasklist', () => {
    const netstat = [
      'Aktive Verbindungen',
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      '  TCP    127.0.0.1:9080         127.0.0.1:51000        HERGESTELLT      1',
      '  TCP    127.0.0.1:9080         0.0.0.0:0              ABHÖREN          4711',
    ].join('\r\n');
    expect(readNetstat(netstat, 9080)).toBe('4711');
    expect(readNetstat(netstat, 908)).toBeNull();
    expect(readTasklist('"node.exe","4711","Console","1","50.000 K"\r\n', '4711')).toBe('node.exe (process 4711)');
    expect(readTasklist('INFO: No tasks', '4711')).toBe('process 4711');
  });
});
