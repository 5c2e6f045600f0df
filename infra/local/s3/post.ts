import { type AwsAnswer, AwsFault } from '../engine.ts';
import { verifyChecksums } from './checksum.ts';
import { readForm } from './form.ts';
import { writeNeeds } from './needs.ts';
import { demandPolicy, demandSize, readPolicy, verifySigner } from './policy.ts';
import { encryptionHeaders, versionHeaders } from './read.ts';
import { contentHeaders, demandBucketDefaults, metadataOf, type S3Request } from './request.ts';
import type { Version } from './shelf.ts';
import { type Desk, put } from './write.ts';
import { document, element, nest } from './xml.ts';

/** Whose secret and role an access key stands for. */
export type Keys = {
  readonly secretOf: (accessKeyId: string) => string | undefined;
  readonly roleOf: (accessKeyId: string) => string | undefined;
};

type Fields = Readonly<Record<string, string>>;

const accessDenied = () => new AwsFault('AccessDenied', 'Access Denied', 403);

/** Fields that change what the upload does and that are not supported. */
const unsupported = [
  'success_action_redirect',
  'redirect',
  'tagging',
  'x-amz-tagging',
  'x-amz-website-redirect-location',
  'awsaccesskeyid',
  'signature',
];
const known =
  /^x-amz-(algorithm|credential|date|signature|security-token|acl|storage-class|server-side-encryption|server-side-encryption-aws-kms-key-id|checksum-.+|meta-.+)$/;

function demandSupported(fields: Fields): void {
  for (const name of Object.keys(fields)) {
    const foreign = name.startsWith('x-amz-') && !known.test(name);
    if (foreign || unsupported.includes(name))
      throw new AwsFault('NotImplemented', `The local S3 does not support the form field ${name}.`, 501);
  }
}

/** The role that signed must itself hold the permission now: a form is no stronger than its signer. */
function demandSignersPermission(request: S3Request, key: string, accessKeyId: string, desk: Desk, keys: Keys): void {
  const roleId = keys.roleOf(accessKeyId);
  if (roleId === undefined) throw accessDenied();
  try {
    for (const need of writeNeeds(request.bucket, key, false)) desk.authorize(roleId, need);
  } catch (error) {
    if (error instanceof AwsFault) throw accessDenied();
    throw error;
  }
}

/** PostObject: a browser's upload, allowed by a policy that a role signed earlier. */
export function postObject(request: S3Request, desk: Desk, keys: Keys): AwsAnswer {
  const { bucket } = request;
  const form = readForm(request.body, request.headers['content-type'] ?? '');
  if (form.fields['policy'] === undefined && form.fields['x-amz-signature'] === undefined) throw accessDenied();
  const given = form.fields['key'];
  if (given === undefined || given === '')
    throw new AwsFault(
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      400,
      { ArgumentName: 'key', ArgumentValue: '' },
    );
  const key = given.replace(/\$\{filename\}/g, () => form.fileName);
  if (Buffer.byteLength(key) > 1_024) throw new AwsFault('KeyTooLongError', 'Your key is too long');
  const fields: Fields = { ...form.fields, bucket: bucket.name, key };
  const accessKeyId = verifySigner(fields, keys.secretOf, desk.place.region);
  const policy = readPolicy(fields['policy'] ?? '');
  demandPolicy(policy, fields, desk.place.clock.now());
  demandSupported(fields);
  demandSignersPermission(request, key, accessKeyId, desk, keys);
  demandSize(policy, form.file.length);
  demandBucketDefaults(bucket, fields);
  const draft = {
    key,
    headers: contentHeaders(fields),
    metadata: metadataOf(fields),
    checksums: verifyChecksums(form.file, fields),
    tags: {},
  };
  const version = put(desk, bucket, draft, form.file, {
    announcement: desk.announce.created(bucket, request.id, 'POST Object'),
  });
  return created(request, version, fields['success_action_status']);
}

/** 204 unless the form asks for 200 or 201; S3 takes any other number for 204 too. */
function created({ bucket, headers }: S3Request, version: Version, asked: string | undefined): AwsAnswer {
  const location = `http://${headers['host'] ?? 'localhost'}/${bucket.name}/${version.key.split('/').map(encodeURIComponent).join('/')}`;
  const about = {
    etag: `"${version.etag}"`,
    location,
    ...versionHeaders(bucket, version),
    ...encryptionHeaders(bucket),
  };
  if (asked === '201') {
    const body = nest('PostResponse', [
      element('Location', location),
      element('Bucket', bucket.name),
      element('Key', version.key),
      element('ETag', `"${version.etag}"`),
    ]);
    return { status: 201, headers: { ...about, 'content-type': 'application/xml' }, body: document(body) };
  }
  return { status: asked === '200' ? 200 : 204, headers: about };
}
