import { describe, expect, it } from 'vitest';
import { createRouter } from '#infra/local/gateway/routes';

describe('route selection', () => {
  const select = createRouter(
    [
      '$default',
      'ANY /{proxy+}',
      'GET /pets/{proxy+}',
      'GET /pets/dog/{id}',
      'GET /pets/dog/1',
      'ANY /pets/dog/{id}',
      'POST /fund',
      'GET /a/{x}/c',
      'GET /a/b/{y}',
    ].map((key) => ({ key, target: key })),
  );
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['PUT', '/pets/dog/2', 'ANY /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/2', 'GET /pets/{proxy+}', { proxy: 'cat/2' }],
    ['PUT', '/pets/cat/2', 'ANY /{proxy+}', { proxy: 'pets/cat/2' }],
    ['GET', '/fund', 'ANY /{proxy+}', { proxy: 'fund' }],
    ['GET', '/a/b/c', 'GET /a/b/{y}', { y: 'c' }],
    ['GET', '/', '$default', {}],
    ['GET', '/pets/', 'ANY /{proxy+}', { proxy: 'pets/' }],
  ])('%s %s goes to %s', (method, url, key, pathParameters) => {
    expect(select(method, url.split('/').slice(1))).toMatchObject({ route: { key }, pathParameters });
  });

  it('finds nothing without $default', () => {
    expect(createRouter([{ key: 'GET /a', target: 1 }])('GET', ['b'])).toBeUndefined();
  });

  it.each([
    ['the same key twice', ['GET /a', 'GET /a']],
    ['variables that differ in name only', ['GET /a/{b}', 'GET /a/{c}']],
    ['two defaults', ['$default', '$default']],
  ])('refuses %s', (_what, keys) => {
    expect(() => createRouter(keys.map((key) => ({ key, target: key })))).toThrow();
  });

  it.each(['GET', 'GET a', '/a', 'GET /{a+}/b'])('refuses the key %s', (key) => {
    expect(() => createRouter([{ key, target: key }])).toThrow();
  });
});
