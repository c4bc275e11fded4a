import { join, normalize, sep } from 'node:path';

/** Schemes that never reach a network. */
const LOCAL_SCHEMES = new Set(['app:', 'blob:', 'data:', 'devtools:']);

export const APP_SCHEME = 'app';
export const APP_HOST = 'boilerhouse';

/** True for addresses the window may load: our own, and the development server where there is one. */
export function isAllowedRequest(address: string, developmentServer: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (LOCAL_SCHEMES.has(url.protocol)) return true;
  if (developmentServer === null) return false;
  const server = new URL(developmentServer);
  return url.host === server.host && (url.protocol === server.protocol || url.protocol === 'ws:');
}

/** True when the address is a page of the application itself: the only place to navigate to, the only sender to answer. */
export function isOwnPage(address: string, developmentServer: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol === `${APP_SCHEME}:`) return url.host === APP_HOST;
  return developmentServer !== null && url.origin === new URL(developmentServer).origin;
}

/** The file under `root` that a URL path names, or null when it leads outside. */
export function resolveInside(root: string, urlPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const path = normalize(join(root, decoded));
  return path.startsWith(root + sep) ? path : null;
}
