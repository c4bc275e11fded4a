/**
 * What Electron runs when it is started as `electron <application>`: finds the application's path on the command line and
 * loads it. Top-level await keeps `ready` from firing before the application's main module has run.
 * After Electron's own default_app/main.ts (MIT licence).
 */
import { app } from 'electron/main';
import fs from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const preloaded = [];
let application;
const args = process.argv.slice(1);
for (let index = 0; index < args.length && application === undefined; index += 1) {
  if (args[index] === '-r' || args[index] === '--require') preloaded.push(args[(index += 1)]);
  else if (!args[index].startsWith('-')) application = args[index];
}
if (preloaded.length > 0) Module._preloadModules(preloaded);
if (application === undefined) {
  console.error('Usage: electron [options] <application folder or main module>');
  app.exit(2);
} else {
  await load(path.resolve(application));
}

async function load(applicationPath) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  const packageFile = path.join(applicationPath, 'package.json');
  const isFolder = fs.existsSync(packageFile);
  if (isFolder) {
    const manifest = JSON.parse(fs.readFileSync(packageFile, 'utf8'));
    if (manifest.version) app.setVersion(manifest.version);
    const name = manifest.productName ?? manifest.name;
    if (name) app.name = name;
  }
  try {
    const main = Module._resolveFilename(applicationPath, null, true);
    app.setAppPath(isFolder ? applicationPath : path.dirname(main));
    await import(pathToFileURL(main).href);
  } catch (error) {
    console.error(`The application ${applicationPath} could not be started.\n`, error);
    app.exit(1);
  }
}
