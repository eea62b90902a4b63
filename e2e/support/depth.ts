/** How far the journeys go that have a short and a long form: whole and measured with `npm run test:long`, small in `npm test`. */

export const isLong = process.env['DRAGOMAN_TEST_LONG'] === '1';
