/** Movement in CSS pixels up to which a press counts as a click. */
const clickSlack = 4;

export interface PointerPlace {
  /** CSS pixels from the container's upper left corner. */
  readonly x: number;
  readonly y: number;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  /** A finger: dragging it moves the map. */
  readonly touch?: boolean;
  /** Not a place of the pointer at all but a point that was typed: it is exact. */
  readonly typed?: boolean;
}

export interface PointerActions {
  /** A press with the left button; true takes the press and all that follows, so that the map is not dragged. */
  press(place: PointerPlace): boolean;
  /** Movement; `held` while a taken press is held. */
  move(place: PointerPlace, held: boolean): void;
  /** The end of a taken press; `click` where it stayed in place; `cancelled` where the system took the pointer away. */
  release(place: PointerPlace, click: boolean, cancelled: boolean): void;
  /** A click that nobody took. */
  click(place: PointerPlace): void;
  doubleClick(place: PointerPlace): void;
  leave(): void;
  /** Whether the left button moves the map now (space bar held). */
  panning(): boolean;
  pan(dx: number, dy: number): void;
}

/**
 * Turns the pointer events of the container into actions; the middle button (or space and left) always moves the map. A second finger
 * takes back what the first began: two fingers never draw, move or select.
 */
export function listenToPointer(container: HTMLElement, ignore: (target: EventTarget | null) => boolean, actions: PointerActions): () => void {
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  let pressed: { x: number; y: number; id: number; taken: boolean; moved: boolean } | null = null;
  let panned: { x: number; y: number; id: number } | null = null;
  /** Fingers on the map. From a second one on they are Leaflet's alone, which zooms between them, until the last has left. */
  const fingers = new Set<number>();
  let pinching = false;
  const place = (event: PointerEvent | MouseEvent): PointerPlace => {
    const box = container.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey, alt: event.altKey, touch: 'pointerType' in event && event.pointerType === 'touch' };
  };
  /** Keeps a press from Leaflet: without its default, no mouse event follows a pointer event. */
  const take = (event: PointerEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    container.focus({ preventScroll: true });
    container.setPointerCapture(event.pointerId);
  };
  container.addEventListener('pointerdown', (event) => {
    if (ignore(event.target)) return;
    if (event.pointerType === 'touch') {
      // A finger whose end never came must not keep all later ones from drawing.
      if (event.isPrimary) { fingers.clear(); pinching = false; }
      fingers.add(event.pointerId);
      if (fingers.size > 1) {
        if (pressed?.taken) actions.release(place(event), false, true);
        pressed = null;
        panned = null;
        pinching = true;
        return;
      }
    }
    if (event.button === 1 || (event.button === 0 && actions.panning())) {
      panned = { x: event.clientX, y: event.clientY, id: event.pointerId };
      take(event);
    } else if (event.button === 0) {
      const at = place(event);
      pressed = { x: at.x, y: at.y, id: event.pointerId, taken: actions.press(at), moved: false };
      if (pressed.taken) take(event);
    }
  }, options);
  // Leaflet moves the map by touch events of their own kind, which follow the pointer's: a finger that draws must not move the map too.
  container.addEventListener('touchstart', (event) => { if (pressed?.taken || panned) event.stopPropagation(); }, options);
  container.addEventListener('pointermove', (event) => {
    if (panned && event.pointerId === panned.id) {
      actions.pan(event.clientX - panned.x, event.clientY - panned.y);
      panned = { x: event.clientX, y: event.clientY, id: event.pointerId };
      return;
    }
    if (pinching && event.pointerType === 'touch') return;
    if (!pressed && ignore(event.target)) { actions.leave(); return; }
    const at = place(event);
    if (pressed && Math.hypot(at.x - pressed.x, at.y - pressed.y) > clickSlack) pressed.moved = true;
    if (!pressed || pressed.taken) actions.move(at, pressed !== null && pressed.moved);
  }, options);
  const end = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    if (fingers.size === 0) pinching = false;
    if (panned && event.pointerId === panned.id) { panned = null; return; }
    if (!pressed || event.pointerId !== pressed.id) return;
    const { taken, moved } = pressed;
    pressed = null;
    const cancelled = event.type === 'pointercancel';
    if (taken) actions.release(place(event), !moved, cancelled);
    else if (!moved && !cancelled) actions.click(place(event));
  };
  container.addEventListener('pointerup', end, options);
  container.addEventListener('pointercancel', end, options);
  container.addEventListener('pointerleave', () => { if (!pressed) actions.leave(); }, options);
  container.addEventListener('dblclick', (event) => { if (!ignore(event.target)) actions.doubleClick(place(event)); }, options);
  // The middle button would start the browser's own scrolling.
  container.addEventListener('mousedown', (event) => { if (event.button === 1) event.preventDefault(); }, options);
  return () => { stop.abort(); };
}
