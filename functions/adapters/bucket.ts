import { type Instant, msOf } from '#shared/kernel/instant';
import { late } from './late.ts';

export type Bucket = ReturnType<typeof bucket>;

type Upload = {
  readonly key: string;
  readonly mediaType: string;
  /** The largest file the form lets through. */
  readonly bytes: number;
  /** Of the file, in hex: S3 refuses any other content. */
  readonly sha256: string;
  readonly now: Instant;
  readonly validMs: number;
};
type Download = {
  readonly key: string;
  /** What the file is to be called where it is saved. */
  readonly name: string;
  readonly mediaType: string;
  readonly now: Instant;
  readonly validMs: number;
};
type Version = { readonly key: string; readonly versionId: string };

const openS3 = late(async () => {
  const { CopyObjectCommand, GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  return { client: new S3Client(), CopyObjectCommand, GetObjectCommand };
});
const openForms = late(async () => {
  const [{ S3Client }, { createPresignedPost }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@aws-sdk/s3-presigned-post'),
  ]);
  // Forms are signed by the time of their client, so they have one of their own, whose time is set for each.
  return { client: new S3Client(), createPresignedPost };
});

export const bucket = (Bucket: string) => {
  /** A form for one file and no other: key, type, hash and size are conditions of its policy, which S3 enforces. */
  const form = async ({ key: Key, mediaType, bytes, sha256, now, validMs }: Upload) => {
    const { client, createPresignedPost } = await openForms();
    client.config.systemClockOffset = msOf(now) - Date.now();
    const Fields = {
      'Content-Type': mediaType,
      'x-amz-checksum-algorithm': 'SHA256',
      'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
    };
    const Expires = Math.floor(validMs / 1000);
    return createPresignedPost(client, {
      Bucket,
      Key,
      Fields,
      Conditions: [['content-length-range', 1, bytes]],
      Expires,
    });
  };

  /** A link that hands the file out as an attachment with its own name, and never shows it in the browser. */
  const link = async ({ key: Key, name, mediaType, now, validMs }: Download) => {
    const [{ client, GetObjectCommand }, { getSignedUrl }] = await Promise.all([
      openS3(),
      import('@aws-sdk/s3-request-presigner'),
    ]);
    const command = new GetObjectCommand({
      Bucket,
      Key,
      ResponseContentType: mediaType,
      ResponseContentDisposition: attachment(name),
      ResponseCacheControl: 'private, no-store',
    });
    return getSignedUrl(client, command, { expiresIn: Math.floor(validMs / 1000), signingDate: new Date(msOf(now)) });
  };

  /** The bytes of exactly that version; `tooLarge` when there are more than `most`, of which none are read then. */
  const readVersion = async ({ key: Key, versionId: VersionId }: Version, most: number) => {
    const { client, GetObjectCommand } = await openS3();
    const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
    if (!Body) throw new Error(`${Key} has no body`);
    if (ContentLength > most) {
      await Body.transformToWebStream().cancel();
      return 'tooLarge' as const;
    }
    return Buffer.from(await Body.transformToByteArray());
  };

  const copyVersion = async ({ key, versionId }: Version, to: string) => {
    const { client, CopyObjectCommand } = await openS3();
    const CopySource = `${Bucket}/${key.split('/').map(encodeURIComponent).join('/')}?versionId=${encodeURIComponent(versionId)}`;
    await client.send(new CopyObjectCommand({ Bucket, Key: to, CopySource }));
  };

  /** An object as it is now, or nothing. Who may not list a bucket is told AccessDenied for what is not there. */
  const read = async (Key: string) => {
    const { client, GetObjectCommand } = await openS3();
    try {
      const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return Body && { bytes: Buffer.from(await Body.transformToByteArray()), contentType: ContentType };
    } catch (error) {
      if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) return undefined;
      throw error;
    }
  };

  return { form, link, readVersion, copyVersion, read };
};

/** RFC 6266: a plain name for old clients, and the real one in the encoding of RFC 5987. */
function attachment(name: string) {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
