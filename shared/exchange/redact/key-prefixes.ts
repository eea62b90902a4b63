/**
 * Prefixes that providers put on their keys. Kinds and lengths follow gitleaks, trufflehog and detect-secrets
 * (github.com/gitleaks/gitleaks, config/gitleaks.toml).
 */

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface PrefixGroup {
  readonly alphabet: string;
  /** Minimal length of what follows a prefix. */
  readonly least: number;
  readonly prefixes: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const prefixGroups: readonly PrefixGroup[] = [
  {
    alphabet: `${LETTERS_AND_DIGITS}_-`,
    least: 12,
    prefixes: words(`
      sk-ant-api03- sk-ant-admin01- sk-ant-oat01- sk-ant- sk-proj- sk-svcacct- sk-admin- sk-or-v1-
      sk-dragoman- sk-lf- sk- glpat- gldt- glrt- glptt- glcbt- glft- glimt- glagent- gloas- glsoat-
      glffct- xoxa- xoxb- xoxc- xoxd- xoxe- xoxo- xoxp- xoxr- xoxs- xapp- AIza GOCSPX- pypi- dckr_pat_
      dckr_oat_ github_pat_ sq0atp- sq0csp- tskey- whsec_ nfp_ figd_ figu_ rdme_ shippo_live_ shippo_test_
      duffel_live_ duffel_test_ CCIPAT_ bkua_ HRKU- PMAK- NRAK- NRII- xkeysib- xsmtpsib- sb_secret_ tvly-
      nvapi- FLWSECK- FLWSECK_TEST- fo1_ sha256~`),
  },
  {
    alphabet: LETTERS_AND_DIGITS,
    least: 16,
    prefixes: words(`
      ghp_ gho_ ghu_ ghs_ ghr_ npm_ hf_ api_org_ sk_live_ sk_test_ rk_live_ rk_test_ sk_prod_ lin_api_
      lin_oauth_ ntn_ pplx- gsk_ xai- r8_ csk- jina_ pnu_ ico- phx_ CLOJARS_`),
  },
  {
    alphabet: '0123456789abcdefABCDEF',
    least: 32,
    prefixes: words(`
      dop_v1_ doo_v1_ dor_v1_ dapi pul- rubygems_ shpat_ shpca_ shppa_ shpss_ sntryu_ sbp_ key- SK
      lsv2_pt_ lsv2_sk_ sgp_`),
  },
  {
    alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
    least: 12,
    prefixes: words(`
      AKIA ASIA ABIA ACCA AGE-SECRET-KEY-`),
  },
  {
    alphabet: `${LETTERS_AND_DIGITS}_.=-`,
    least: 24,
    prefixes: words(`
      SG. hvs. hvb. hvr. ya29. sl.u. dp.pt. dp.st. dt0c01. pscale_tkn_ pscale_oauth_ pscale_pw_ tfp_
      pat-na1- pat-eu1- ATATT3 ATCTT3 ATBB`),
  },
  {
    alphabet: `${LETTERS_AND_DIGITS}+/=_-`,
    least: 40,
    prefixes: words(`
      glc_ glsa_ fm1a_ fm1r_ fm2_ sntrys_ ops_ eyJrIjoi ABSK LS0tLS1CRUdJTi hooks.slack.com/services/
      hooks.slack.com/workflows/ hooks.slack.com/triggers/ discord.com/api/webhooks/
      discordapp.com/api/webhooks/`),
  },
];

export interface MarkedShape {
  /** The text that each of them contains. */
  readonly marker: string;
  /** Number of characters before the marker. */
  readonly before: readonly number[];
  /** The whole key. Every quantifier is bounded. */
  readonly pattern: RegExp;
}

/** Keys with a marker in their middle. */
export const markedShapes: readonly MarkedShape[] = [
  // Telegram: the number of the bot, a colon, 35 characters.
  { marker: ':AA', before: [10, 9, 8], pattern: /\d{8,10}:AA[A-Za-z0-9_-]{32,36}(?![A-Za-z0-9_-])/y },
  // Microsoft Entra client secret.
  { marker: 'Q~', before: [4], pattern: /[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~-])/y },
  // HCP Terraform.
  { marker: '.atlasv1.', before: [14], pattern: /[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}(?![A-Za-z0-9_=-])/y },
  // Mailchimp.
  { marker: '-us', before: [32], pattern: /[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/y },
  // Airtable.
  { marker: 'pat', before: [0], pattern: /pat[A-Za-z0-9]{14}\.[0-9a-f]{64}(?![A-Za-z0-9])/y },
  // 1Password.
  { marker: 'A3-', before: [0], pattern: /A3-[A-Z0-9]{6}-[A-Z0-9]{6}(?:-?[A-Z0-9]{5}){4}(?![A-Z0-9])/y },
];

/** Discord: three parts, of which the first is a number in base64. */
export const discordToken = /[MNO][A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,40}(?![A-Za-z0-9_-])/g;
