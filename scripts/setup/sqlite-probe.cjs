// Run by each runtime that shall load SQLite. Prints its Node-API version first, because a binary made for a newer one does
// not fail to load: it ends the process.
const fs = require('node:fs');

const [packageFolder, hasOwnBuild] = process.argv.slice(2);
const answer = { napi: Number(process.versions.napi), loads: false };
const report = () => fs.writeSync(1, `${JSON.stringify(answer)}\n`);
report();
if (answer.napi >= 10 || hasOwnBuild === 'true') {
  const Database = require(packageFolder);
  const database = new Database(':memory:');
  answer.loads = database.prepare('SELECT 6 * 7').pluck().get() === 42;
  database.close();
  report();
}
