import { describe, expect, it } from 'vitest';
import { parseSync } from 'svgson';
import { composeSheet } from '#shared/sheet/compose.ts';
import { sheetSvg } from '#shared/sheet/svg.ts';
import { rectangle, samplePlant, zone } from './sample.ts';

describe('the sheet as SVG', () => {
  it('is well-formed, in millimetres, and defines what it refers to', () => {
    const [page] = composeSheet(samplePlant()).pages;
    const svg = page === undefined ? '' : sheetSvg(page);
    const root = parseSync(svg);
    expect(root.attributes).toMatchObject({ width: '420mm', height: '297mm', viewBox: '0 0 420 297' });
    const defined = new Set([...svg.matchAll(/ id="(\w+)"/g)].map((match) => match[1]));
    const used = [...svg.matchAll(/url\(#(\w+)\)/g)].map((match) => match[1]);
    expect(used.length).toBeGreaterThan(15);
    for (const name of used) expect(defined).toContain(name);
  });

  it('keeps hostile names as text', () => {
    const name = '<script>alert(1)</script>"\'&]]>\u0000\u0007';
    const [page] = composeSheet(samplePlant({ enterprise: { name, companyCode: '1' }, zones: [zone(name, '', rectangle(0, 0, 300, 200), 1)] })).pages;
    const svg = page === undefined ? '' : sheetSvg(page);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('\u0000');
    expect(() => parseSync(svg)).not.toThrow();
  });

  it('paints the halo of a label below its letters', () => {
    const [page] = composeSheet(samplePlant({ zones: [zone('罐区', '', rectangle(0, 0, 300, 200), 1)] })).pages;
    const texts = (page === undefined ? '' : sheetSvg(page)).match(/<text [^>]*>罐区<\/text>/g) ?? [];
    // Halo and letters on the map, then the list.
    expect(texts.map((text) => text.includes('stroke="#FFFFFF"'))).toEqual([true, false, false]);
  });

  it('embeds pictures as they are', () => {
    const bytes = new Uint8Array([0x4d, 0x61, 0x6e, 0x4d]);
    const [page] = composeSheet(samplePlant({ layout: { ...samplePlant().layout, plan: { kind: 'picture', mediaType: 'image/png', bytes } } })).pages;
    expect(page && sheetSvg(page)).toContain(`data:image/png;base64,${Buffer.from(bytes).toString('base64')}`);
  });
});
