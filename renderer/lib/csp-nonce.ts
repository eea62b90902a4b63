/** The nonce that lets libraries add style elements under the content security policy; new for each load of the page. */

/** The nonce from the page's meta element; empty where nothing enforces one. */
export function cspNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? '';
}
