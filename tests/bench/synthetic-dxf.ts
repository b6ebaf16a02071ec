/** A repeatable stream of numbers in [0, 1): mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface SyntheticDrawing { readonly text: string; readonly entities: number }

/**
 * A plan-like AC1015 drawing of about `megabytes` MB: per round 45 lines, 15 polylines with bulges, 10 circles, 10 arcs, 15 texts and
 * 5 inserts of a valve block, on ten layers, coordinates in metres with twelve decimals as CAD programs write them.
 * 20 MB hold about 87,000 entities. The same arguments give the same text.
 */
export function syntheticDxf(megabytes: number, seed = 20261122): SyntheticDrawing {
  const random = randomNumbers(seed);
  const layers = ['0', '道路', '储罐区', '建筑', '管线', '设备', '围堰', '消防', '标注', '轴线'];
  const parts: string[] = [];
  let size = 0;
  let handle = 0x100;
  let entities = 0;
  const put = (...values: (string | number)[]): void => {
    let chunk = '';
    for (let i = 0; i < values.length; i += 2) chunk += `${String(values[i]).padStart(3)}\r\n${values[i + 1]}\r\n`;
    size += chunk.length;
    parts.push(chunk);
  };
  const at = (): string => (38_000_000 + random() * 2_000).toFixed(12);
  const up = (): string => (4_300_000 + random() * 2_000).toFixed(12);
  const layer = (): string => layers[Math.floor(random() * layers.length)] ?? '0';
  const head = (type: string, subclass: string): void => {
    entities += 1;
    put(0, type, 5, (handle++).toString(16).toUpperCase(), 330, '1F', 100, 'AcDbEntity', 8, layer(), 100, subclass);
  };
  put(0, 'SECTION', 2, 'HEADER', 9, '$ACADVER', 1, 'AC1021', 9, '$DWGCODEPAGE', 3, 'ANSI_936', 9, '$INSUNITS', 70, 6,
    9, '$EXTMIN', 10, '38000000.0', 20, '4300000.0', 30, '0.0', 9, '$EXTMAX', 10, '38002000.0', 20, '4302000.0', 30, '0.0', 0, 'ENDSEC');
  put(0, 'SECTION', 2, 'TABLES', 0, 'TABLE', 2, 'LAYER', 70, layers.length);
  layers.forEach((name, index) => put(0, 'LAYER', 2, name, 70, 0, 62, index + 1, 6, 'CONTINUOUS'));
  put(0, 'ENDTAB', 0, 'ENDSEC', 0, 'SECTION', 2, 'BLOCKS');
  put(0, 'BLOCK', 8, '0', 2, 'VALVE', 70, 0, 10, 0, 20, 0, 30, 0, 3, 'VALVE', 1, '');
  put(0, 'LINE', 8, '0', 10, -1, 20, -0.5, 30, 0, 11, 1, 21, 0.5, 31, 0, 0, 'LINE', 8, '0', 10, -1, 20, 0.5, 30, 0, 11, 1, 21, -0.5, 31, 0);
  put(0, 'CIRCLE', 8, '0', 10, 0, 20, 0, 30, 0, 40, 0.4, 0, 'ENDBLK', 8, '0', 0, 'ENDSEC', 0, 'SECTION', 2, 'ENTITIES');
  while (size < megabytes * 1_000_000) {
    for (let i = 0; i < 45; i += 1) { head('LINE', 'AcDbLine'); put(10, at(), 20, up(), 30, '0.0', 11, at(), 21, up(), 31, '0.0'); }
    for (let i = 0; i < 15; i += 1) {
      head('LWPOLYLINE', 'AcDbPolyline');
      put(90, 6, 70, i % 2, 43, '0.0');
      const x = Number(at()), y = Number(up());
      for (let k = 0; k < 6; k += 1) { put(10, (x + random() * 40).toFixed(12), 20, (y + random() * 40).toFixed(12)); if (k % 3 === 0) put(42, (random() * 2 - 1).toFixed(12)); }
    }
    for (let i = 0; i < 10; i += 1) { head('CIRCLE', 'AcDbCircle'); put(10, at(), 20, up(), 30, '0.0', 40, (1 + random() * 20).toFixed(12)); }
    for (let i = 0; i < 10; i += 1) {
      head('ARC', 'AcDbCircle');
      put(10, at(), 20, up(), 30, '0.0', 40, (1 + random() * 20).toFixed(12), 100, 'AcDbArc', 50, (random() * 360).toFixed(9), 51, (random() * 360).toFixed(9));
    }
    for (let i = 0; i < 15; i += 1) { head('TEXT', 'AcDbText'); put(10, at(), 20, up(), 30, '0.0', 40, '2.5', 1, `储罐 T-${entities}`, 50, '0.0', 100, 'AcDbText'); }
    for (let i = 0; i < 5; i += 1) { head('INSERT', 'AcDbBlockReference'); put(2, 'VALVE', 10, at(), 20, up(), 30, '0.0', 41, '2.0', 42, '2.0', 43, '2.0', 50, '30.0'); }
  }
  put(0, 'ENDSEC', 0, 'EOF');
  return { text: parts.join(''), entities };
}
