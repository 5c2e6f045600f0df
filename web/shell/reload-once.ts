const mark = 'hubang.reloaded';

/**
 * After a deployment an open page asks for files that are gone; a fresh page knows the new names. Once only: if that
 * does not help, the network is at fault, and reloading for ever would hide it.
 */
export function reloadOnMissingFiles() {
  addEventListener('vite:preloadError', (event) => {
    if (sessionStorage.getItem(mark) === location.pathname) return;
    sessionStorage.setItem(mark, location.pathname);
    event.preventDefault();
    location.reload();
  });
}

/** A page that came up ends the matter. */
export const pageCameUp = () => sessionStorage.removeItem(mark);
