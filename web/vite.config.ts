import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { cssOfTokens } from './design/tokens.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The style sheet of the tokens is written from their one table, so that CSS and antd can never disagree. */
function tokensSheet(): Plugin {
  return {
    name: 'tokens-sheet',
    buildStart() {
      const file = here('design/tokens.css');
      const sheet = cssOfTokens();
      if (readFileSync(file, 'utf8') !== sheet) writeFileSync(file, sheet);
    },
  };
}

/** The document of the API lies with the contracts it is written from, and is served beside the pages. */
function apiDocument(): Plugin {
  const file = here('../shared/contracts/generated/openapi.json');
  return {
    name: 'api-document',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'openapi.json', source: readFileSync(file, 'utf8') });
    },
  };
}

/**
 * What every page needs is one file, and what everybody behind the sign-in needs is a second: some fifty of a kilobyte
 * each weigh more, and load later.
 */
const core = {
  name: 'core',
  priority: 2,
  test: /web\/(shell\/(?!gate|link-person|sign-in|session)|design\/(badge|button|field|figures|header|layout|states|table|toast)|client\/(problem|public-call|session-store)|words\/(clock|core|format|language|money|words))[^/]*\.tsx?$/,
};
const workspace = {
  name: 'workspace',
  priority: 1,
  test: /web\/(client\/(field-errors|reads|call)|design\/(dialog|inputs|more|phase-badge|problem-summary|record))\.tsx?$/,
};

export default defineConfig({
  root: here('.'),
  publicDir: here('assets'),
  plugins: [tokensSheet(), apiDocument(), react()],
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    manifest: true,
    // A data: address would need its own line in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { output: { codeSplitting: { groups: [core, workspace] } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
