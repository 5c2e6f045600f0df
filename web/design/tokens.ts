/** The one table of colours, sizes and shapes. `tokens.css` is written from it, and antd gets its theme from it. */
export const tokens = {
  color: {
    paper: '#faf8f3',
    surface: '#ffffff',
    sunk: '#f3efe6',
    line: '#ddd6c8',
    lineStrong: '#857d6d',
    ink: '#1f2421',
    inkSoft: '#4a504c',
    inkFaint: '#656a64',
    teal: '#0f766e',
    tealDeep: '#0b5753',
    tealSoft: '#d9ece8',
    tealFaint: '#eef6f4',
    amber: '#7d4a00',
    amberLine: '#d99a2b',
    amberFaint: '#fdf2dc',
    red: '#a3261c',
    redLine: '#cf4a3f',
    redFaint: '#fcedea',
    green: '#2a6637',
    greenLine: '#6aa877',
    greenFaint: '#e9f4e8',
    focus: '#0b5753',
    onAccent: '#ffffff',
  },
  text: {
    small: '0.875rem',
    body: '1rem',
    lead: '1.125rem',
    title: '1.375rem',
    heading: '1.75rem',
    display: '2.25rem',
  },
  leading: { text: '1.75', tight: '1.35' },
  space: { 1: '0.25rem', 2: '0.5rem', 3: '0.75rem', 4: '1rem', 5: '1.5rem', 6: '2rem', 7: '3rem', 8: '4rem' },
  radius: { small: '4px', medium: '8px', large: '14px', pill: '999px' },
  shadow: { low: '0 1px 2px rgb(60 50 30 / 8%)', high: '0 12px 32px rgb(60 50 30 / 18%)' },
  width: { page: '70rem', text: '44rem' },
  size: { touch: '44px' },
} as const;

/** Custom properties cannot be used in media queries, so the sheets repeat these numbers; a test compares them. */
export const breakpoints = { phonePx: 640, tabletPx: 960 } as const;

export const fontStack =
  '"PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `tokens.color.inkSoft` is `var(--color-ink-soft)`. */
export function cssOfTokens() {
  const lines = Object.entries(tokens).flatMap(([group, table]) =>
    Object.entries(table).map(([name, value]) => `  --${group}-${kebab(name)}: ${value};`),
  );
  return `/* Written from tokens.ts by the build: change it there. */\n:root {\n${lines.join('\n')}\n  --font: ${fontStack};\n}\n`;
}
