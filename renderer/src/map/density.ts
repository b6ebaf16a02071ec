/**
 * Calls when the window has other device pixels a CSS pixel than before: it was moved to another screen, or the system's scale was
 * changed. Returns what ends it.
 */
export function watchDensity(changed: () => void): () => void {
  let stop = new AbortController();
  // A media query is about one value: it is asked anew for every one.
  const listen = (): void => {
    stop = new AbortController();
    window.matchMedia(`(resolution: ${window.devicePixelRatio || 1}dppx)`).addEventListener('change', () => { stop.abort(); listen(); changed(); }, { signal: stop.signal });
  };
  listen();
  return () => { stop.abort(); };
}
