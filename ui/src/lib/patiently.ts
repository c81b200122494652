// Waiting for something that may take long: how far it is, and that it does take long.

/** How long something may take without a word, in milliseconds. */
const PATIENCE = 300;

/** What is shown of it. */
interface Shown<P> {
  /** It takes long enough to say so. */
  slow: boolean;
  progress: P | null;
}

/** Does something, and keeps up to date what is shown of it. `listen` hears how far it is until it ends that. */
export async function patiently<T, P>(shown: Shown<P>, listen: (hear: (now: P) => void) => Promise<() => void>, act: () => Promise<T>): Promise<T> {
  shown.progress = null;
  const listening = listen((now) => (shown.progress = now));
  const waiting = setTimeout(() => (shown.slow = true), PATIENCE);
  try {
    return await act();
  } finally {
    clearTimeout(waiting);
    shown.slow = false;
    void listening.then((end) => end());
  }
}
