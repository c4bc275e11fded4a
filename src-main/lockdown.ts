import { app, type Session, type WebContents } from 'electron';
import { isAllowedRequest, isOwnPage } from './request-rules.ts';

/** Switches that stop Chromium's own background traffic. Must run before the application is ready. */
export function silenceChromium(developmentServer: string | null): void {
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'no-pings',
    'no-proxy-server',
  ]) {
    app.commandLine.appendSwitch(name);
  }
  if (developmentServer === null) app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}

/** Refuses every request that would leave the machine, every permission and every download. */
export function lockSession(session: Session, developmentServer: string | null): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isAllowedRequest(details.url, developmentServer) });
  });
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
}

/** Refuses navigation away from the application, new windows and webviews. */
export function lockContents(contents: WebContents, developmentServer: string | null): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url, developmentServer)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
