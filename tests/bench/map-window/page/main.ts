/// <reference types="vite/client" />
import { panLeaflet, panOurs } from './pan.ts';
import { restyleLeaflet, restyleOurs } from './restyle.ts';
import { dragGeoman, dragOurs } from './vertex-drag.ts';

/* The benches of the map: both sides in one page, on a map of 1280 × 800 pixels. */
Object.assign(globalThis, { bench: { panOurs, panLeaflet, restyleOurs, restyleLeaflet, dragOurs, dragGeoman } });
