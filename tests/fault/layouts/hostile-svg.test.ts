import { describe, expect, it } from 'vitest';
import { readSvg } from '#electron/adapters/svg/read-svg.ts';
import type { ParsedDrawing } from '#shared/contract/ports.ts';
import { opened } from '../../fixtures/layouts/make.ts';

/*
 * An SVG is read into lines and texts; nothing of the file itself ever reaches a window. These files try to have something run, loaded or
 * unfolded on the way there.
 */
const read = (text: string): ParsedDrawing => readSvg(new TextEncoder().encode(text), { fileName: 'hostile.svg', onProgress: () => undefined });
const line = '<line x2="9" y2="9" stroke="red"/>';
const reasons = (body: string, open = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'): string[] => {
  const parsed = read(`${open}${line}${body}</svg>`);
  // The line is drawn, whatever stands beside it, and the file's bytes are not among what is kept.
  expect(opened(parsed).paths).toHaveLength(1);
  const kept = Buffer.from(parsed.derived).toString('latin1');
  for (const trace of ['script', 'javascript', 'http', 'alert', 'onload', 'passwd']) expect(kept).not.toContain(trace);
  return parsed.notShown.map(({ type, reason }) => `${type} ${reason}`).sort();
};

describe('a hostile SVG', () => {
  it.each([
    ['a script', '<script>alert(1)</script><script href="http://evil.invalid/a.js"/>', ['script notShown.script']],
    ['handlers of events', '<g onload="alert(1)"><rect onclick="alert(1)" width="0" height="0"/></g>', ['rect notShown.degenerate']],
    ['animations that set links', '<animate attributeName="href" to="javascript:alert(1)"/><set attributeName="onload" to="alert(1)"/>', ['animate notShown.script', 'set notShown.script']],
    ['a web page inside', '<foreignObject><iframe src="http://evil.invalid"/></foreignObject><iframe src="javascript:alert(1)"/><object data="http://evil.invalid"/><embed src="http://evil.invalid"/>', ['embed notShown.foreign', 'foreignObject notShown.foreign', 'iframe notShown.foreign', 'object notShown.foreign']],
    ['a script in another namespace', '<svg:script xmlns:svg="http://www.w3.org/2000/svg">alert(1)</svg:script>', ['script notShown.script']],
    ['pictures from elsewhere', '<image href="http://evil.invalid/a.png"/><image xlink:href="file:///etc/passwd"/><image href="\\\\evil\\share\\a.png"/>', ['image notShown.external']],
    ['pictures in data', '<image href="data:image/svg+xml;base64,PHN2Zz48c2NyaXB0Lz48L3N2Zz4="/><image href=" DATA:text/html,x"/>', ['image notShown.embeddedImage']],
    ['parts of other files', '<use href="http://evil.invalid/a.svg#a"/><use xlink:href="file:///etc/passwd#a"/><use href="data:image/svg+xml,x#a"/>', ['use notShown.external']],
    ['style sheets from elsewhere', '<style>@import "http://evil.invalid/a.css"; .a{fill:url(http://evil.invalid/#b)} @font-face{src:url("file:///etc/passwd")}</style>', ['style notShown.external']],
    ['paint from elsewhere', '<rect width="5" height="5" fill="url(http://evil.invalid/p.svg#a)"/>', ['rect notShown.invisible']],
  ])('with %s', (name, body, want) => { expect(reasons(body), name).toEqual(want); });

  it('with links keeps the drawing under them and not the links', () => {
    const parsed = read(`<svg viewBox="0 0 9 9"><a href="javascript:alert(1)">${line}</a></svg>`);
    expect([parsed.drawn, Buffer.from(parsed.derived).toString('latin1').includes('alert')]).toEqual([1, false]);
  });

  it('with entities, inner ones and those of other files, leaves them as they stand', () => {
    const text = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://evil.invalid/x.dtd"> %p;]><svg viewBox="0 0 9 9">${line}<text x="1" y="1">&b;&f;</text></svg>`;
    expect(opened(read(text)).drawing.texts.map((one) => one.text)).toEqual(['&b;&f;']);
  });

  it.each([
    ['uses that use themselves', '<g id="a"><use href="#a"/></g>'],
    ['uses that use each other', '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'],
    ['symbols that use themselves', '<symbol id="s"><use href="#s"/></symbol><use href="#s"/>'],
    ['paint servers that name each other', '<linearGradient id="g"><stop stop-color="url(#g)"/></linearGradient><rect width="1" height="1" fill="url(#g)"/>'],
  ])('with %s comes to an end', (_, body) => { expect(read(`<svg viewBox="0 0 9 9">${line}${body}</svg>`).drawn).toBeGreaterThan(0); });

  // Each of these took a pattern of the reader minutes or for ever before it was rewritten, or would take a careless one so.
  it.each([
    ['a transform of a million open brackets', `<g transform="${'scale('.repeat(200_000)}">${line}</g>`],
    ['a style sheet of open braces', `<style>${'{'.repeat(500_000)}}</style>`],
    ['a style sheet of closing braces', `<style>${'}'.repeat(500_000)}</style>`],
    ['a style sheet without braces', `<style>${'a'.repeat(1_000_000)}</style>`],
    ['one selector a hundred thousand times', `<style>${'.a{fill:red}'.repeat(100_000)}</style>`],
    ['an open comment in a style sheet', `<style>${'/*'.repeat(300_000)}</style>`],
    ['path data of a million moves', `<path d="${'M'.repeat(1_000_000)}"/>`],
    ['numbers without end', `<polyline points="${'1'.repeat(1_000_000)}" stroke="red"/>`],
    ['a thousand classes', `<rect class="${'a '.repeat(100_000)}" width="0"/>`],
  ])('with %s is read in seconds', (_, body) => {
    const start = performance.now();
    expect(read(`<svg viewBox="0 0 9 9">${line}${body}</svg>`).drawn).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(10_000);
  }, 60_000);

  it('that ends in comments and then something else is refused at once', () => {
    const start = performance.now();
    expect(() => read(`<svg viewBox="0 0 9 9">${line}</svg>${'<!---->'.repeat(50_000)}x`)).toThrow();
    expect(read(`<svg viewBox="0 0 9 9">${line}</svg>${'<!-- ? --> '.repeat(50_000)}`).drawn).toBe(1);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('of absurd sizes draws nothing outside what numbers can hold', () => {
    const parsed = read('<svg viewBox="0 0 9 9" width="1e308"><line x2="9" y2="9" stroke="red" stroke-width="1e308" transform="scale(1e300)"/><line x2="5" y2="5" stroke="red"/></svg>');
    expect(Object.values(parsed.bounds).every(Number.isFinite)).toBe(true);
    expect(() => read('<svg viewBox="0 0 1e308 1e308"><line x2="5" y2="5" stroke="red"/></svg>')).toThrow('error.layout.empty');
  });
});
