/** A file as a multipart request uploaded it. In JSON, and so in what is recorded, it has no content. */
export class UploadedFile {
  readonly fileName: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  readonly #content: Buffer;

  constructor(fileName: string, contentType: string, content: Buffer) {
    this.fileName = fileName;
    this.contentType = contentType;
    this.size = content.length;
    this.#content = content;
  }

  get content(): Buffer {
    return this.#content;
  }
}
