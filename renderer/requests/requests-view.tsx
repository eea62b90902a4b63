export const RequestsView = () => null;
