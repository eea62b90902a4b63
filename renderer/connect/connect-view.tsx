export const ConnectView = () => null;
