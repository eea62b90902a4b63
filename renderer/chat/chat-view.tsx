export const ChatView = () => null;
