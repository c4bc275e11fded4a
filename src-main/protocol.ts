import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { protocol, type Session } from 'electron';
import type { ChosenFiles } from './chosen-files.ts';
import { APP_HOST, APP_SCHEME, resolveInside } from './request-rules.ts';

export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** COOP and COEP make the page cross-origin isolated, which SharedArrayBuffer needs. */
const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/** Must run before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

const refuse = (status: number): Response => new Response(null, { status, headers: HEADERS });

async function serveAsset(root: string, urlPath: string): Promise<Response> {
  const path = resolveInside(root, urlPath === '/' ? '/index.html' : urlPath);
  if (path === null) return refuse(403);
  const type = TYPES[extname(path)];
  if (type === undefined) return refuse(404);
  try {
    const body = await readFile(path);
    return new Response(new Uint8Array(body), { headers: { ...HEADERS, 'Content-Type': type } });
  } catch {
    return refuse(404);
  }
}

async function serveChosenFile(chosen: ChosenFiles, token: string): Promise<Response> {
  try {
    const file = await chosen.open(token);
    if (file === null) return refuse(404);
    return new Response(Readable.toWeb(file.stream), {
      headers: {
        ...HEADERS,
        'Content-Type': 'application/octet-stream',
        'Cache-Control': 'no-store',
        'X-File-Bytes': String(file.sizeBytes),
      },
    });
  } catch {
    // Told under /failure.
    return refuse(409);
  }
}

const serveText = (text: string | null): Response =>
  text === null
    ? refuse(404)
    : new Response(text, {
        headers: { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
      });

/**
 * Serves the built window from `root`, and the user's chosen files under /chosen-file/<token>; /failure behind it tells
 * why the last pass failed, and /mark whether the file is still as it was.
 */
export function serveApp(session: Session, root: string, chosen: ChosenFiles): void {
  session.protocol.handle(APP_SCHEME, (request) => {
    const url = new URL(request.url);
    if (url.host !== APP_HOST || request.method !== 'GET') return refuse(403);
    const [, token, asked] = /^\/chosen-file\/([0-9a-f]{32})(\/failure|\/mark)?$/.exec(url.pathname) ?? [];
    if (token === undefined) return serveAsset(root, url.pathname);
    if (asked === '/failure') return serveText(chosen.failure(token));
    if (asked === '/mark') return chosen.mark(token).then(serveText, () => refuse(409));
    return serveChosenFile(chosen, token);
  });
}
