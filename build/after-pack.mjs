import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes the application that Electron itself brings: it runs any folder named on the command line, which a shipped program must not. */
export default function afterPack({ packager, appOutDir }) {
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
}
