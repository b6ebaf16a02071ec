import { app, session, type WebContents } from 'electron';
import { pageOrigin } from './page-protocol.ts';

/** Denies what no window of this program needs: permissions, navigation, new windows, embedded views, downloads, and our pages and content to any page of another origin. */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.on('will-download', (event) => event.preventDefault());
  // Chromium applies neither CORS nor a resource policy to a scheme like ours. It is asked here of frames; of workers it is not told.
  session.defaultSession.webRequest.onBeforeRequest(({ url, resourceType, frame }, callback) => {
    callback({ cancel: url.startsWith('app:') && resourceType !== 'mainFrame' && frame !== undefined && frame !== null && frame.origin !== pageOrigin });
  });
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
}

function lockDownContents(contents: WebContents): void {
  const stayHome = (event: { preventDefault(): void }, url: string) => {
    if (new URL(url).origin !== pageOrigin && !url.startsWith(`${pageOrigin}/`)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stayHome(event, event.url));
  contents.on('will-frame-navigate', (event) => stayHome(event, event.url));
  contents.on('will-redirect', (event) => stayHome(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
