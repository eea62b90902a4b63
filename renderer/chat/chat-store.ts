export const followChat = (): void => {};
