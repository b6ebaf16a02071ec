import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import { toErrorData } from '#shared/kernel/errors.ts';

/** The windows' pages come from `app://riskatlas/…`, which only this program answers: no file:// rights, one origin, headers of our own. */
export const pageOrigin = 'app://riskatlas';

/** Scripts only from the program itself; nothing is loaded from outside; no frames, no forms, no plug-ins. */
export const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' blob: data:", "font-src 'self' data:",
  "worker-src 'self' blob:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.woff2': 'font/woff2', '.woff': 'font/woff', '.ico': 'image/x-icon',
};

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** A layout's content by the call `layout/content`. */
export type ContentOf = (input: { readonly layoutId: string; readonly previous: boolean; readonly hash: string }) => Promise<{ readonly mediaType: string; readonly bytes: Uint8Array }>;

/** Where the windows' workers read the content of layouts: large drawings never pass through the thread that draws a window. */
const contentPath = '/content/layout/';

/**
 * Serves the built pages from `folder`, and the content of layouts at `/content/layout/ID?hash=HASH` (with `&previous` that of the drawing before);
 * anything outside them, and anything of another host, is not found. Only this program's own windows have the scheme.
 */
export function servePages(folder: string, contentOf: ContentOf): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'riskatlas') return new Response('Not found', { status: 404 });
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response('Read only', { status: 405, headers: { allow: 'GET, HEAD' } });
    if (url.pathname.startsWith(contentPath)) return layoutContent(url, contentOf);
    try {
      const file = path.join(folder, path.normalize(decodeURIComponent(url.pathname)));
      const mediaType = mediaTypes[path.extname(file)];
      if (!file.startsWith(folder + path.sep) || mediaType === undefined) return new Response('Not found', { status: 404 });
      return new Response(await readFile(file), {
        headers: { 'content-type': mediaType, 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' },
      });
    } catch {
      // No such file, or an address whose escapes are no text.
      return new Response('Not found', { status: 404 });
    }
  });
}

/**
 * The content's hash must be named: Chromium checks no origin of requests for a scheme like this one, and tells nothing of a worker that
 * asks, but the hash is known only to a window that may list layouts. The call's own schema checks the id. A failure is told by its
 * error's code: the window asks by the call again to say more.
 */
async function layoutContent(url: URL, contentOf: ContentOf): Promise<Response> {
  const headers = { 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin' };
  try {
    const { mediaType, bytes } = await contentOf({ layoutId: decodeURIComponent(url.pathname.slice(contentPath.length)), previous: url.searchParams.has('previous'), hash: url.searchParams.get('hash') ?? '' });
    return new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { ...headers, 'content-type': mediaType } });
  } catch (thrown) {
    return new Response(toErrorData(thrown).code, { status: 404, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } });
  }
}
