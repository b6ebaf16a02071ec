/** Takes a listener off again. */
export type Unsubscribe = () => void;

/** A typed event emitter; listeners are called in the order they came. */
export interface Emitter<Events extends object> {
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): Unsubscribe;
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void;
  clear(): void;
}

/** Makes an emitter; a listener that is taken off during a call is not called any more, one that is added waits for the next. */
export function createEmitter<Events extends object>(): Emitter<Events> {
  let listeners: { [Name in keyof Events]?: ((payload: Events[Name]) => void)[] } = {};
  return {
    on(name, listener) {
      listeners[name] = [...(listeners[name] ?? []), listener];
      return () => {
        listeners[name] = (listeners[name] ?? []).filter((one) => one !== listener);
      };
    },
    emit(name, payload) {
      for (const listener of listeners[name] ?? []) if (listeners[name]?.includes(listener)) listener(payload);
    },
    clear() { listeners = {}; },
  };
}
