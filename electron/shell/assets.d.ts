/** Images the bundler puts into the program as `data:` URLs. */

declare module '*.png?inline' {
  const dataUrl: string;
  export default dataUrl;
}
