/*
 * The few globals that every process has (windows, Node, workers) and that the language's own library does not declare. Seen by this
 * folder's type check alone; the others bring their real declarations.
 */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer): string;
}
interface File {
  readonly name: string;
}
