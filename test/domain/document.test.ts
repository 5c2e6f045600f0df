import { describe, expect, it } from 'vitest';
import { sniff } from '#shared/domain/document';

const bytes = (...start: readonly number[]) => new Uint8Array([...start, 0, 0, 0, 0]);

describe('what a file shows itself to be', () => {
  it.each([
    ['application/pdf', bytes(0x25, 0x50, 0x44, 0x46, 0x2d)],
    ['image/png', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['image/jpeg', bytes(0xff, 0xd8, 0xff)],
  ] as const)('is %s by its first bytes', (type, file) => {
    expect(sniff(file)).toBe(type);
    for (let at = 0; at < file.length - 4; at += 1) {
      const other = Uint8Array.from(file, (byte, index) => (index === at ? byte ^ 1 : byte));
      expect(sniff(other)).not.toBe(type);
    }
  });
  it.each([
    ['nothing', new Uint8Array()],
    ['a beginning that breaks off', new Uint8Array([0x25, 0x50, 0x44])],
    ['a PDF behind a space', bytes(0x20, 0x25, 0x50, 0x44, 0x46, 0x2d)],
    ['a ZIP', bytes(0x50, 0x4b, 0x03, 0x04)],
    ['HTML', new TextEncoder().encode('<!doctype html>')],
  ])('is nothing we take: %s', (_, file) => expect(sniff(file)).toBeUndefined());
});
