/*
 * Remakes resources/sample: `node scripts/make-sample/index.ts`. The plant is made up; the same source gives the same files.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawnFiles, fontsInstalled, plainFiles } from './files.ts';

const folder = fileURLToPath(new URL('../../resources/sample/', import.meta.url));
const files = await plainFiles();
if (fontsInstalled()) for (const [name, bytes] of await drawnFiles()) files.set(name, bytes);
else console.error('plant.png and plant.pdf are left as they are: install fonts-noto-cjk to remake them');
for (const [name, bytes] of files) {
  writeFileSync(`${folder}${name}`, bytes);
  console.log(`${name} ${bytes.length}`);
}
