import { describe, expect, it } from 'vitest';
import { isAllowedRequest, isOwnPage, resolveInside } from './request-rules.ts';

describe('serving the window from its folder', () => {
  it.each([
    ['/index.html', '/root/index.html'],
    ['/assets/a%20b.js', '/root/assets/a b.js'],
  ])('finds %s', (url, path) => {
    expect(resolveInside('/root', url)).toBe(path);
  });

  it.each([
    '/../etc/passwd',
    '/%2e%2e/secret',
    '/a/..%2f..%2fsecret',
    '/..%5csecret',
    '/a%00.js',
    '/%E0%A4%A',
  ])('refuses %s', (url) => {
    expect(resolveInside('/root', url)).toBeNull();
  });

  it('does not take a folder with the same beginning for the root', () => {
    expect(resolveInside('/root', '/../root-other/x.js')).toBeNull();
  });
});

describe('refusing requests', () => {
  it.each(['app://boilerhouse/x.js', 'blob:app://boilerhouse/1', 'data:text/plain,x'])('allows %s', (url) => {
    expect(isAllowedRequest(url, null)).toBe(true);
  });

  it.each(['https://example.org/', 'http://127.0.0.1/', 'file:///etc/passwd', 'ws://x/', 'app', ''])(
    'refuses %s',
    (url) => {
      expect(isAllowedRequest(url, null)).toBe(false);
    },
  );

  it('allows the development server, and no other port of it', () => {
    expect(isAllowedRequest('http://localhost:5173/x.ts', 'http://localhost:5173')).toBe(true);
    expect(isAllowedRequest('ws://localhost:5173/', 'http://localhost:5173')).toBe(true);
    expect(isAllowedRequest('http://localhost:80/', 'http://localhost:5173')).toBe(false);
  });
});

describe('telling our own page from others', () => {
  it('compares parsed addresses, not their beginning', () => {
    expect(isOwnPage('app://boilerhouse/index.html', null)).toBe(true);
    expect(isOwnPage('app://boilerhouse.evil/index.html', null)).toBe(false);
    expect(isOwnPage('https://boilerhouse/', null)).toBe(false);
    expect(isOwnPage('http://localhost:5173.evil/', 'http://localhost:5173')).toBe(false);
  });
});
