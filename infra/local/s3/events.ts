import type { BusEvent, Place } from '../engine.ts';
import type { Bucket } from './bucket.ts';
import type { Announcement, Version } from './shelf.ts';

type S3Event = Pick<BusEvent, 'source' | 'detail-type' | 'detail' | 'resources'>;

/** Compared as text, S3's sequencers give the order of what happened to one key. */
const sequencer = ({ sequence }: Version) => sequence.toString(16).toUpperCase().padStart(18, '0');

function event(place: Place, bucket: Bucket, type: string, object: object, more: object): S3Event {
  return {
    source: 'aws.s3',
    'detail-type': type,
    resources: [bucket.arn],
    detail: { version: '0', bucket: { name: bucket.name }, object, requester: place.account, ...more },
  };
}

const identity = (bucket: Bucket, version: Version) => ({
  key: version.key,
  ...(bucket.versioned ? { 'version-id': version.versionId } : {}),
});

/** What the bucket tells EventBridge, for a bucket that does so; otherwise nothing is announced. */
export const announcements = (place: Place) => {
  const announced = (bucket: Bucket, make: (version: Version) => S3Event): Announcement | undefined =>
    bucket.sendsEvents ? make : undefined;
  return {
    created: (bucket: Bucket, requestId: string, reason: 'PutObject' | 'POST Object' | 'CopyObject') =>
      announced(bucket, (version) => {
        const object = {
          ...identity(bucket, version),
          size: version.size,
          etag: version.etag,
          sequencer: sequencer(version),
        };
        return event(place, bucket, 'Object Created', object, { 'request-id': requestId, reason });
      }),
    deleted: (
      bucket: Bucket,
      requestId: string,
      reason: 'DeleteObject' | 'Lifecycle Expiration',
      type: 'Permanently Deleted' | 'Delete Marker Created',
    ) =>
      announced(bucket, (version) => {
        const object = { ...identity(bucket, version), sequencer: sequencer(version) };
        return event(place, bucket, 'Object Deleted', object, {
          'request-id': requestId,
          reason,
          'deletion-type': type,
        });
      }),
    tagged: (bucket: Bucket, requestId: string) =>
      announced(bucket, (version) => {
        const object = { ...identity(bucket, version), etag: version.etag };
        return event(place, bucket, 'Object Tags Added', object, { 'request-id': requestId });
      }),
  };
};

export type Announcements = ReturnType<typeof announcements>;
