import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/* Remakes resources/icons/riskatlas.png (512 px) from the drawing beside it. */
const folder = path.resolve(import.meta.dirname, '../../resources/icons');
const canvas = createCanvas(512, 512);
canvas.getContext('2d').drawImage(await loadImage(readFileSync(path.join(folder, 'riskatlas.svg'))), 0, 0, 512, 512);
writeFileSync(path.join(folder, 'riskatlas.png'), canvas.toBuffer('image/png'));
