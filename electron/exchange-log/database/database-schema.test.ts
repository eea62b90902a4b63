import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations, NewerSchemaError, prepareSchema } from './database-schema.ts';
import { connect } from './sqlite.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dragoman-schema-'));
  path = join(folder, 'log.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function prepared(steps: readonly string[]) {
  const connection = connect(path);
  try {
    prepareSchema(connection, steps);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

const steps = ['CREATE TABLE a(x)', 'CREATE TABLE b(x); INSERT INTO b SELECT x FROM a', 'DROP TABLE a'];

describe('the database schema', () => {
  it.each([0, 1, 2, 3])('migrates a file of version %i with its rows', (version) => {
    const before = prepared(steps.slice(0, version));
    if (version === 1) before.exec("INSERT INTO a VALUES('kept')");
    if (version > 1) before.exec("INSERT INTO b VALUES('kept')");
    before.close();
    const after = prepared(steps);
    expect(after.pragma('user_version')).toBe(3);
    expect(after.prepare('SELECT x FROM b').all()).toEqual(version === 0 ? [] : [['kept']]);
    after.close();
  });

  it('leaves the file unchanged when a migration fails', () => {
    prepared(steps.slice(0, 1)).close();
    expect(() => prepared([steps[0] ?? '', 'CREATE TABLE b(x)', 'no SQL'])).toThrow(/syntax error/);
    const after = prepared(steps.slice(0, 1));
    expect(after.pragma('user_version')).toBe(1);
    expect(() => after.prepare('SELECT * FROM b')).toThrow(/no such table/);
    after.close();
  });

  it('does not touch a file of a newer version', () => {
    prepared([...migrations, 'CREATE TABLE later(x)']).close();
    expect(() => prepared(migrations)).toThrow(NewerSchemaError);
  });

  it('uses WAL and incremental auto_vacuum', () => {
    const connection = prepared(migrations);
    expect(connection.prepare('PRAGMA journal_mode').get()).toEqual(['wal']);
    expect(connection.pragma('auto_vacuum')).toBe(2);
    connection.close();
  });
});
