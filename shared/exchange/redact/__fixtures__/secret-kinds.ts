/**
 * Forty kinds of secrets as people paste them, generated: prefixes are joined from fragments, so that secret scanners find nothing
 * in the repository. Formats follow the rule sets of gitleaks, trufflehog and detect-secrets.
 */

import type { SeededRandom } from './seeded-random.ts';

const DIGITS = '0123456789';
const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const LETTERS = UPPER + LOWER;
const ALPHANUMERIC = LETTERS + DIGITS;
const URL_SAFE = `${ALPHANUMERIC}_-`;
const BASE64 = `${ALPHANUMERIC}+/`;
const BASE32 = `${UPPER}234567`;

export interface MadeSecret {
  /** What must not stay readable. */
  readonly secret: string;
  /** Its context; without one the secret can occur anywhere. */
  readonly context?: string;
}

export interface SecretKind {
  readonly name: string;
  /** `index` counts the samples of the kind: contexts vary with it. */
  make(random: SeededRandom, index: number): MadeSecret;
}

/** The only code that joins the fragments. */
const join = (...parts: readonly string[]): string => parts.join('');

/** A secret recognisable by its own form. */
function shaped(name: string, make: (random: SeededRandom, index: number) => string): SecretKind {
  return { name, make: (random, index) => ({ secret: make(random, index) }) };
}

/** A secret recognisable only by its context. `$` is replaced by it. */
function inContexts(name: string, make: (random: SeededRandom, index: number) => string, contexts: readonly string[]): SecretKind {
  return {
    name,
    make(random, index) {
      const secret = make(random, index);
      return { secret, context: (contexts[index % contexts.length] ?? '$').replace('$', () => secret) };
    },
  };
}

/** A typical password: a word, digits and a sign. */
function password(random: SeededRandom): string {
  const word = random.pick(['Winter', 'sunflower', 'Kestrel', 'basalt', 'Marzipan', 'orchard']);
  return join(word, random.pick(['!', '#', '_', '-', '*']), random.text(DIGITS, 4), random.text(LOWER, 3));
}

function privateKeyBlock(random: SeededRandom, label: string): string {
  const lines = Array.from({ length: 8 }, () => random.text(BASE64, 64));
  return [join('-----', 'BEGIN ', label, '-----'), ...lines, join('-----', 'END ', label, '-----')].join('\n');
}

const base64Url = (random: SeededRandom, length: number): string => random.text(URL_SAFE, length);
const key = join('KE', 'Y');

export const secretKinds: readonly SecretKind[] = [
  shaped('Anthropic API key', (random) => join('sk-', 'ant-', 'api03-', base64Url(random, 93), 'AA')),
  shaped('OpenAI project key', (random) => join('sk-', 'proj-', base64Url(random, 74), 'T3Blbk', 'FJ', base64Url(random, 74))),
  shaped('OpenAI key', (random) => join('sk', '-', random.text(ALPHANUMERIC, 20), 'T3Blbk', 'FJ', random.text(ALPHANUMERIC, 20))),
  shaped('OpenRouter key', (random) => join('sk-', 'or-', 'v1-', random.text(HEX, 64))),
  shaped('GitHub personal token', (random) => join('gh', 'p_', random.text(ALPHANUMERIC, 36))),
  shaped('GitHub user-to-server token', (random) => join('gh', 'u_', random.text(ALPHANUMERIC, 36))),
  shaped('GitHub refresh token', (random) => join('gh', 'r_', random.text(ALPHANUMERIC, 76))),
  shaped('GitHub fine-grained token', (random) =>
    join('github', '_pat_', random.text(ALPHANUMERIC, 22), '_', random.text(ALPHANUMERIC, 59)),
  ),
  shaped('GitLab token', (random) => join('gl', random.pick(['pat', 'dt', 'rt']), '-', base64Url(random, 20))),
  shaped('Slack bot token', (random) =>
    join('xo', 'xb-', random.text(DIGITS, 12), '-', random.text(DIGITS, 13), '-', random.text(ALPHANUMERIC, 24)),
  ),
  shaped('Slack app token', (random) =>
    join('xa', 'pp-1-', 'A', random.text(UPPER + DIGITS, 10), '-', random.text(DIGITS, 13), '-', random.text(HEX, 64)),
  ),
  shaped('Slack webhook', (random) =>
    join(
      'https://hooks.sl',
      'ack.com/services/',
      ['T', 'B'].map((letter) => letter + random.text(UPPER + DIGITS, 10)).join('/'),
      '/',
      random.text(ALPHANUMERIC, 24),
    ),
  ),
  shaped('Stripe key', (random) =>
    join(random.pick(['s', 'r']), 'k_', random.pick(['live', 'test']), '_', random.text(ALPHANUMERIC, random.pick([24, 99]))),
  ),
  shaped('Stripe webhook secret', (random) => join('wh', 'sec_', random.text(ALPHANUMERIC, 32))),
  shaped('npm token', (random) => join('np', 'm_', random.text(ALPHANUMERIC, 36))),
  shaped('PyPI token', (random) => join('py', 'pi-', 'AgEIcHlwaS5v', 'cmc', base64Url(random, 150))),
  shaped('Hugging Face token', (random) => join('h', 'f_', random.text(LETTERS, 34))),
  shaped('Google API key', (random) => join('AI', 'za', base64Url(random, 35))),
  shaped('Google OAuth client secret', (random) => join('GOC', 'SPX-', base64Url(random, 28))),
  shaped('AWS access key id', (random) => join(random.pick(['AK', 'AS']), 'IA', random.text(BASE32, 16))),
  inContexts('AWS secret access key', (random) => random.text(BASE64, 40), [
    'aws_secret_access_key = $',
    `AWS_SECRET_ACCESS_${key}=$`,
    'export AWS_SECRET_ACCESS_KEY="$"',
    '{"SecretAccessKey": "$"}',
    'secretAccessKey: "$",',
  ]),
  inContexts('Azure storage account key', (random) => `${random.text(BASE64, 86)}==`, [
    'DefaultEndpointsProtocol=https;AccountName=store;AccountKey=$;EndpointSuffix=core.windows.net',
    '{"AzureWebJobsStorage":"DefaultEndpointsProtocol=https;AccountName=store;AccountKey=$"}',
    'AZURE_STORAGE_KEY=$',
    '--account-key $ --name store',
    'AccountKey=$',
  ]),
  shaped('Azure client secret', (random) => join(random.text(ALPHANUMERIC, 3), '8', 'Q~', random.text(ALPHANUMERIC, 34))),
  shaped('SendGrid key', (random) => join('S', 'G.', base64Url(random, 22), '.', base64Url(random, 43))),
  inContexts('Twilio credential', (random) => random.text(HEX, 32), [
    'TWILIO_AUTH_TOKEN=$',
    'authToken: "$",',
    'key id SK$ is the one to revoke',
    '{"auth_token":"$"}',
    'auth_token = "$"',
  ]),
  shaped('Telegram bot token', (random) => join(random.text('123456789', 10), ':', 'AA', base64Url(random, 33))),
  shaped('Discord bot token', (random) => join('MT', random.text(ALPHANUMERIC, 24), '.', base64Url(random, 6), '.', base64Url(random, 38))),
  shaped('DigitalOcean token', (random) => join('do', 'p_v1_', random.text(HEX, 64))),
  shaped('Databricks token', (random) => join('da', 'pi', random.text(HEX, 32))),
  shaped('Vault token', (random) => join('hv', 's.', base64Url(random, 95))),
  shaped('JSON Web Token', (random) => join('ey', 'JhbGciOiJIUzI1NiJ9', '.', 'ey', 'J', base64Url(random, 60), '.', base64Url(random, 43))),
  shaped('private key block', (random, index) =>
    privateKeyBlock(random, ['RSA', 'EC', 'OPENSSH', 'ENCRYPTED', ''][index % 5]?.concat(' PRIVATE', ' KEY').trim() ?? ''),
  ),
  {
    name: 'service account file',
    make(random) {
      const secret = privateKeyBlock(random, join('PRIVATE', ' KEY'));
      const file = { type: 'service_account', private_key_id: random.text(HEX, 40), private_key: secret, client_id: '1' };
      return { secret, context: JSON.stringify(file) };
    },
  },
  inContexts('password in a URL', password, [
    'DATABASE_URL=postgres://app:$@db.internal:5432/app',
    'git clone https://deploy:$@git.example.org/team/app.git',
    'mongodb+srv://root:$@cluster0.example.net/?retryWrites=true',
    '{"url":"redis://default:$@cache:6379/0"}',
    'amqp://guest:$@queue:5672/%2f',
  ]),
  inContexts('environment variable ending in KEY', (random) => base64Url(random, random.pick([20, 32, 40])), [
    `WEATHER_API_${key}=$`,
    `export MAPS_${key}="$"`,
    `SESSION_ENCRYPTION_${key}: $`,
    `docker run -e SEARCH_${key}=$ image`,
    `set STORAGE_ACCESS_${key}=$`,
  ]),
  inContexts('environment variable PASSWORD', password, [
    'PASSWORD=$',
    "export DB_PASSWORD='$'",
    'POSTGRES_PASSWORD: $',
    'docker run -e MYSQL_ROOT_PASSWORD=$ mysql',
    'SMTP_PASS=$',
  ]),
  inContexts('x-api-key in a curl command', (random) => random.text(ALPHANUMERIC, 32), [
    'curl https://api.example.org/v1/items -H "x-api-key: $"',
    "curl -H 'X-Api-Key: $' https://api.example.org",
    'curl --header "X-API-KEY:$" https://api.example.org',
    "curl -H 'api-key: $' https://example.openai.azure.com/",
    'x-api-key: $',
  ]),
  inContexts('authorization in a command', (random) => random.text(ALPHANUMERIC, 40), [
    'curl -H "Authorization: Bearer $" https://api.example.org',
    "http GET example.org 'Authorization:Token $'",
    'curl -H "Authorization: Basic $" https://api.example.org',
    'headers = {"Authorization": "Bearer $"}',
    'wget --header="authorization: $" https://api.example.org',
  ]),
  inContexts('JSON member with a token', (random) => random.text(ALPHANUMERIC, 32), [
    '{"accessToken": "$"}',
    '{"api_token":"$","user":"me"}',
    '{"refreshToken" : "$"}',
    '{"session": {"bearerToken":"$"}}',
    '{"auth": {"idToken":"$"}}',
  ]),
  inContexts('JSON member with a password', password, [
    '{"db_password": "$"}',
    '{"clientSecret":"$"}',
    '{"user":"app","password":"$"}',
    '{"private_key": "$"}',
    '{"adminPassword" : "$"}',
  ]),
];
