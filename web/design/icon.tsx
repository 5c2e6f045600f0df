const shapes = {
  problem: 'M8 3.5v5.5M8 12v.5',
  nothing: 'M3 8a5 5 0 1 0 10 0a5 5 0 1 0 -10 0',
  done: 'M3 8.5l3.5 3.5L13 4.5',
  waiting: 'M3 8h.5M8 8h.5M13 8h.5',
  menu: 'M2 4h12M2 8h12M2 12h12',
  search: 'M2.5 7a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0M10.3 10.3l3.4 3.4',
  close: 'M4 4l8 8M12 4l-8 8',
  noEntry: 'M3.5 8h9',
  unknown: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.8v.2',
} as const;
export type IconName = keyof typeof shapes;

/** A small drawing beside words that say the same; it has the size and the colour of the text. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="hb-icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={shapes[name]} />
  </svg>
);
