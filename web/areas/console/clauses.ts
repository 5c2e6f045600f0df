/** A part of an agreement as it is set: its heading, and its sentences one below the other. */
export type Clause = { readonly heading?: string; readonly lines: readonly string[] };

/** `三、拨付：第1期 50%；第2期 30%。` has a heading and two points; what no number begins stands as it is. */
export function clausesOf(text: string): readonly Clause[] {
  return text.split('\n').map((line, index): Clause => {
    if (index === 0) return { heading: line, lines: [] };
    const [, heading, rest = ''] = /^([一二三四五六七八九十]+、[^：，。]{1,12})：(.+)$/.exec(line) ?? [];
    return heading ? { heading, lines: rest.split(/(?<=；)/) } : { lines: [line] };
  });
}
