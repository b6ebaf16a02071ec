import type { LayerState } from '#shared/model/plant-layout.ts';
import type { DrawingGeometry, DrawingLayer, DrawingStyle } from './drawing.ts';

/** The layers that styles name: those `told` first, in their order, then the others, which are shown. */
export function layersOfStyles(styles: readonly DrawingStyle[], told: readonly DrawingLayer[] = []): DrawingLayer[] {
  const used = new Set(styles.map(({ layer }) => layer));
  const layers: DrawingLayer[] = [];
  for (const layer of told) if (used.delete(layer.name)) layers.push(layer);
  for (const name of used) layers.push({ name, colour: null, visible: true });
  return layers;
}

/**
 * How strongly each style is painted, from 0 (hidden) to 1, by index. What a person set for a layer counts before what the file
 * says of it.
 */
export function styleOpacities(geometry: Pick<DrawingGeometry, 'styles' | 'layers'>, layers: readonly LayerState[]): Float32Array {
  const opacities = new Map<string, number>();
  for (const { name, visible } of geometry.layers) opacities.set(name, visible ? 1 : 0);
  for (const { name, visible, opacity } of layers) opacities.set(name, visible ? opacity : 0);
  return Float32Array.from(geometry.styles, ({ layer }) => opacities.get(layer) ?? 1);
}
