// A keychain process whose account name selects its behaviour; for tests of its parent.
const kept = new Map();
process.on('message', ({ id, action, account, secret }) => {
  if (account === 'hang') return;
  if (account === 'crash') process.exit(3);
  if (account === 'nonsense') process.send({ id, ok: 'perhaps' });
  else if (account === 'refuse') process.send({ id, ok: false, message: 'The user denied it' });
  else if (account === 'pid') process.send({ id, ok: true, value: String(process.pid) });
  else if (action === 'get') process.send({ id, ok: true, value: kept.get(account) ?? null });
  else if (action === 'delete') process.send({ id, ok: true, value: kept.delete(account) });
  else {
    kept.set(account, secret);
    process.send({ id, ok: true, value: null });
  }
});
