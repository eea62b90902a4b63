/** The depth of journeys with two forms: full and measured with `npm run test:long`, reduced in `npm test`. */

export const isLong = process.env['DRAGOMAN_TEST_LONG'] === '1';
