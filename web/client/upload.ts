/** What a presigned POST needs: the address of the bucket and the fields that its policy signs. */
export type UploadForm = { readonly url: string; readonly fields: Readonly<Record<string, string>> };

export type UploadOutcome = 'sent' | 'refused' | 'lost' | 'cancelled';

/** Sends a file straight to the bucket. `fetch` cannot tell how far an upload is, so this is the older request. */
export function sendFile(
  { url, fields }: UploadForm,
  file: File,
  watch: { readonly onPercent: (percent: number) => void; readonly signal?: AbortSignal },
): Promise<UploadOutcome> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // The policy ends at the file: what follows it is ignored.
  form.append('file', file);
  const request = new XMLHttpRequest();
  const outcome = new Promise<UploadOutcome>((resolve) => {
    request.onload = () => resolve(request.status >= 200 && request.status < 300 ? 'sent' : 'refused');
    request.onerror = () => resolve('lost');
    request.onabort = () => resolve('cancelled');
  });
  request.upload.onprogress = ({ loaded, total }) => watch.onPercent(Math.round((loaded / total) * 100));
  watch.signal?.addEventListener('abort', () => request.abort());
  request.open('POST', url);
  request.send(form);
  return outcome;
}

/** The SHA-256 of a file in hex, as the request for an upload form takes it. */
export async function sha256Of(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
