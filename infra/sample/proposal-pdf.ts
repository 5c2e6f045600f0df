import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
// biome-ignore lint/correctness/noUnresolvedImports: the package is CommonJS; its default export comes with the interop.
import fontkit from '@pdf-lib/fontkit';
import { PDFDocument, type PDFFont } from 'pdf-lib';

type Chapter = { readonly heading: string; readonly text: string };

const fontFile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);
const [width, height, margin] = [595, 842, 64];

/** A proposal that a person can read: Chinese text on A4, with its letters inside the file and searchable. */
export async function proposalPdf(title: string, organisation: string, chapters: readonly Chapter[]): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  document.setTitle(title);
  document.setAuthor(organisation);
  const font = await document.embedFont(readFileSync(fontFile), { subset: true });
  const write = writerOn(document, font);
  write(title, 20, 18);
  write(`申报机构：${organisation}（示例数据，均为虚构）`, 11, 24);
  for (const { heading, text } of chapters) {
    write(heading, 14, 8);
    write(text, 11, 16);
  }
  return Buffer.from(await document.save());
}

/** Breaks by the character, as Chinese does, and turns the page when it is full. */
function writerOn(document: PDFDocument, font: PDFFont) {
  let page = document.addPage([width, height]);
  let y = height - margin;
  return (text: string, size: number, gap: number) => {
    for (const line of text.split('\n').flatMap((part) => linesOf(part, font, size))) {
      if (y < margin) {
        page = document.addPage([width, height]);
        y = height - margin;
      }
      page.drawText(line, { x: margin, y: y - size, size, font });
      y -= size * 1.7;
    }
    y -= gap;
  };
}

function linesOf(text: string, font: PDFFont, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (font.widthOfTextAtSize(line + character, size) > width - 2 * margin) {
      lines.push(line);
      line = '';
    }
    line += character;
  }
  return [...lines, line];
}
