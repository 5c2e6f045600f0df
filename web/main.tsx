// biome-ignore lint/correctness/noUnresolvedImports: React's CommonJS build hides this export from the linter.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/styles.css';
import { App } from './shell/app.tsx';
import { reloadOnMissingFiles } from './shell/reload-once.ts';
import { loadCoreWords } from './words/core.ts';
import { markDocument } from './words/language.ts';

reloadOnMissingFiles();
markDocument();
const place = document.getElementById('app');
if (!place) throw new Error('index.html has no place for the app');
await loadCoreWords();
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
