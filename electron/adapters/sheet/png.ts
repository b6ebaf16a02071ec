import { readFileSync } from 'node:fs';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { AppError } from '#shared/kernel/errors.ts';
import { dotCentres, hatchLines, ringBounds } from '#shared/sheet/hatch.ts';
import { baselineShift } from '#shared/sheet/marks.ts';
import type { Mark, Paint, PathMark, SheetPage, TextMark } from '#shared/sheet/page.ts';
import { singleFace } from './font-face.ts';
import { findFonts, type FontFace, type SheetFonts } from './fonts.ts';
import { pictureCanvas } from './picture.ts';

/** More pixels than this are not drawn (160 MB of memory): A2 at 300 dpi fits, A1 and A0 come out at fewer dots. */
const mostPixels = 40_000_000;
const leastPixels = 40_000;

/** Draws the page as a PNG. @throws AppError error.font.missing, error.map.pictureTooLarge, error.map.picture */
export async function sheetPng(
  page: SheetPage, options: { readonly dotsPerMm: number; readonly maxBytes?: number }, fonts: SheetFonts = findFonts(),
): Promise<Uint8Array> {
  const families = registerFonts(fonts);
  const most = options.maxBytes ?? Infinity;
  let scale = Math.min(options.dotsPerMm, Math.sqrt(mostPixels / (page.width * page.height)));
  while (page.width * page.height * scale * scale >= leastPixels) {
    const bytes = await draw(page, scale, families);
    if (bytes.length <= most) return bytes;
    scale *= Math.min(0.9, Math.sqrt(most / bytes.length) * 0.95);
  }
  throw new AppError('error.map.pictureTooLarge', { limit: Math.floor(most / 1000) });
}

interface Families { readonly regular: string; readonly bold: string }

const registered = new Map<string, string>();

/** Registers the fonts under names of their own, once a process, so that no other font of the system is taken instead. */
function registerFonts({ regular, bold }: SheetFonts): Families {
  const family = ({ file, face }: FontFace): string => {
    const key = `${file}#${face ?? ''}`;
    const known = registered.get(key);
    if (known !== undefined) return known;
    const name = `RiskAtlas Sheet ${registered.size + 1}`;
    const unusable = (reason: string, options?: ErrorOptions) => new AppError('error.font.unusable', { file, reason }, options);
    try {
      if (GlobalFonts.register(singleFace(readFileSync(file), face), name) === null) throw unusable('format');
    } catch (cause) {
      throw cause instanceof AppError ? cause : unusable(cause instanceof Error ? cause.message : String(cause), { cause });
    }
    registered.set(key, name);
    return name;
  };
  return { regular: family(regular), bold: family(bold) };
}

async function draw(page: SheetPage, scale: number, families: Families): Promise<Uint8Array> {
  const canvas = createCanvas(Math.max(1, Math.round(page.width * scale)), Math.max(1, Math.round(page.height * scale)));
  const context = canvas.getContext('2d');
  // Without it, a font for all of East Asia draws 门, 直 and 骨 in their Japanese forms.
  context.lang = 'zh-CN';
  context.fillStyle = page.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(scale, scale);
  await paintMarks(context, page.marks, families);
  return canvas.encode('png');
}

async function paintMarks(context: SKRSContext2D, marks: readonly Mark[], families: Families): Promise<void> {
  for (const mark of marks) {
    switch (mark.kind) {
      case 'path':
        paintPath(context, mark);
        break;
      case 'text':
        paintText(context, mark, families);
        break;
      case 'picture': {
        const picture = await pictureCanvas(mark);
        context.save();
        context.globalAlpha = mark.opacity;
        context.imageSmoothingQuality = 'high';
        context.transform(...mark.matrix);
        context.drawImage(picture, 0, 0, mark.width, mark.height);
        context.restore();
        break;
      }
      case 'clip':
        context.save();
        context.beginPath();
        context.rect(mark.x, mark.y, mark.width, mark.height);
        context.clip();
        await paintMarks(context, mark.marks, families);
        context.restore();
        break;
    }
  }
}

function trace(context: SKRSContext2D, { rings, closed }: PathMark): void {
  context.beginPath();
  for (const ring of rings) {
    for (let index = 0; index + 1 < ring.length; index += 2) {
      if (index === 0) context.moveTo(ring[index] ?? 0, ring[index + 1] ?? 0);
      else context.lineTo(ring[index] ?? 0, ring[index + 1] ?? 0);
    }
    if (closed) context.closePath();
  }
}

function paintPath(context: SKRSContext2D, mark: PathMark): void {
  for (const paint of mark.fills) {
    context.save();
    trace(context, mark);
    if (paint.kind === 'colour') {
      context.fillStyle = paint.colour;
      context.globalAlpha = paint.opacity;
      context.fill('evenodd');
    } else {
      context.clip('evenodd');
      paintPattern(context, mark, paint);
    }
    context.restore();
  }
  if (mark.stroke === null) return;
  context.save();
  context.strokeStyle = mark.stroke.colour;
  context.globalAlpha = mark.stroke.opacity;
  context.lineWidth = mark.stroke.width;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  if (mark.stroke.dash !== undefined) context.setLineDash([...mark.stroke.dash]);
  trace(context, mark);
  context.stroke();
  context.restore();
}

function paintPattern(context: SKRSContext2D, mark: PathMark, paint: Exclude<Paint, { kind: 'colour' }>): void {
  const bounds = ringBounds(mark.rings);
  if (bounds === null) return;
  context.beginPath();
  if (paint.kind === 'hatch') {
    context.strokeStyle = paint.colour;
    context.lineWidth = paint.width;
    for (const angle of paint.angles) {
      const lines = hatchLines(bounds, angle, paint.spacing);
      for (let index = 0; index + 3 < lines.length; index += 4) {
        context.moveTo(lines[index] ?? 0, lines[index + 1] ?? 0);
        context.lineTo(lines[index + 2] ?? 0, lines[index + 3] ?? 0);
      }
    }
    context.stroke();
  } else {
    context.fillStyle = paint.colour;
    const centres = dotCentres(bounds, paint.spacing);
    for (let index = 0; index + 1 < centres.length; index += 2) {
      const x = centres[index] ?? 0;
      const y = centres[index + 1] ?? 0;
      context.moveTo(x + paint.radius, y);
      context.arc(x, y, paint.radius, 0, 2 * Math.PI);
    }
    context.fill();
  }
}

function paintText(context: SKRSContext2D, mark: TextMark, families: Families): void {
  if (mark.text === '') return;
  context.save();
  context.translate(mark.x, mark.y);
  if (mark.rotation !== 0) context.rotate((mark.rotation * Math.PI) / 180);
  // Fonts are set up at a size of 100 and scaled down: sizes below a pixel would be rounded.
  const shrink = mark.size / 100;
  context.font = `100px "${mark.bold ? families.bold : families.regular}"`;
  const width = context.measureText(mark.text).width;
  const room = mark.maxWidth === undefined ? width : mark.maxWidth / shrink;
  const squeeze = width > room && width > 0 ? room / width : 1;
  context.scale(shrink * squeeze, shrink);
  const x = { left: 0, center: -width / 2, right: -width }[mark.align];
  const y = baselineShift(mark.baseline) * 100;
  if (mark.halo !== null) {
    context.strokeStyle = mark.halo.colour;
    context.lineWidth = (2 * mark.halo.width) / shrink;
    context.lineJoin = 'round';
    context.strokeText(mark.text, x, y);
  }
  context.fillStyle = mark.colour;
  context.fillText(mark.text, x, y);
  context.restore();
}
