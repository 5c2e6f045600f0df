import type { KnipConfig } from 'knip';

export default {
  entry: [
    'functions/*/handler.ts!',
    'infra/app.ts!',
    // Threads are started by the path of their file.
    'infra/local/lambda/worker.ts!',
    'infra/local/identity/issuer-thread.ts!',
    'infra/tools/*.{ts,mjs}',
    // The shell finds areas by a pattern, and the tool that takes pictures finds their screens by another.
    'web/areas/*/area.tsx!',
    'web/areas/*/screens.ts!',
    // Writes a fixture anew from Amazon's own engine, by hand.
    'infra/local/dynamodb/record-units.ts',
    // These run as bundles, apps or processes of their own.
    'test/local/fixtures/**/*.{ts,mjs}',
    'test/local/s3-victim.ts',
  ],
  project: ['{functions,infra,shared,test,web}/**/*.{ts,tsx,mjs}'],
  vite: { config: 'web/vite.config.ts' },
  ignoreDependencies: [
    // Read by path, as a file: the font of the proposals.
    '@expo-google-fonts/noto-sans-sc',
    // CommonJS without types, required by name.
    'asl-validator',
  ],
  // What its own file uses is alive; the schemas of events are named for the document of the API besides.
  ignoreExportsUsedInFile: true,
} satisfies KnipConfig;
