// What happened, told to whoever listens: events, presence, how the connection stands.

const listeners = new Set();
export const on = (listener) => listeners.add(listener);
export const tell = (message) => { for (const listener of listeners) listener(message); };
