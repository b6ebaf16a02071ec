/** Thrown where the files of a shapefile are damaged; `part` is the file's ending, `where` a record or a byte. */
export class ShapefileError extends Error {
  readonly part: string;
  readonly where: string;
  constructor(part: string, where: string) {
    super(`${part}: ${where}`);
    this.part = part;
    this.where = where;
  }
}
