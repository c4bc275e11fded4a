// npm run package: makes the unpacked application for this platform and drives it through the main job.
// `-- --targets` also makes the installers that build/electron-builder.config.mjs lists; their tools come from the internet.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setUp } from './setup/index.mjs';
import { runProgram, SetUpFailure } from './setup/log.mjs';
import { lastLines, run } from './setup/run.mjs';

await runProgram(async () => {
  const project = await setUp({ needs: { display: process.platform === 'linux' && !process.env.DISPLAY } });
  if (project.electron.isStandIn) {
    project.log.line(
      'WARNING: this package holds the stand-in Electron 33. It proves the packaging and is not for shipping:\n' +
        'ship only what was packaged with the official, current Electron (ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH).',
    );
  }
  const wantsTargets = process.argv.includes('--targets');
  await project.log.step('Packaging', () => pack(project, wantsTargets ? [] : ['--dir']));
  const { checkPackage } = await import('./package/check-package.mjs');
  const { unpackedFolder, programPath } = await import('./package/unpacked.mjs');
  const folder = unpackedFolder(project.root);
  await project.log.step('Checking what is in it', () => checkPackage(folder));
  if (process.platform === 'linux') {
    const { smokeTest } = await import('./package/smoke-test.mjs');
    const lines = await project.log.step('Driving it through the main job', () =>
      smokeTest(programPath(folder)),
    );
    lines.forEach((line) => project.log.line(`  ${line}`));
  }
  console.log(`The application is in ${folder}`);
});

async function pack({ root, electron, env }, switches) {
  const builder = join(
    dirname(createRequire(join(root, 'package.json')).resolve('electron-builder/package.json')),
    'cli.js',
  );
  const hasOldNodeApi = Number(electron.version.split('.')[0]) < 35;
  const result = await run(
    process.execPath,
    [builder, '--config', 'build/electron-builder.config.mjs', '--publish', 'never', ...switches],
    {
      cwd: root,
      env: {
        ...env,
        BOILERHOUSE_ELECTRON_DIST: electron.folder,
        BOILERHOUSE_ELECTRON_VERSION: electron.version,
        BOILERHOUSE_OWN_SQLITE: String(hasOldNodeApi),
      },
    },
  );
  if (result.code === 0) return;
  throw new SetUpFailure({
    what: 'The application could not be packaged.',
    why: `electron-builder says:\n${lastLines(result, 20)}\n`,
    todo: 'Correct what it names and run the command again; `npm run package` without `--targets` needs no network.',
  });
}
