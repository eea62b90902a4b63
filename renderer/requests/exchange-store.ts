export const useExchangeCount = (): number => 0;
export async function followExchanges(): Promise<void> {}
