/**
 * Loads a client with the first call that needs it, and once: a cold start does not pay for what its request never uses.
 * A load that failed is tried again.
 */
export function late<Loaded>(load: () => Promise<Loaded>) {
  let loaded: Promise<Loaded> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
