import * as z from 'zod/mini';
import {
  type Authorize,
  type AwsAnswer,
  type AwsCall,
  AwsFault,
  type BusEvent,
  type Engine,
  type Place,
  type Publish,
  type Resource,
} from '../engine.ts';
import { readBuckets } from './bucket.ts';
import { corsHeaders, preflight } from './cors.ts';
import { announcements } from './events.ts';
import { type Deployment, deployFolder } from './folder.ts';
import { lifecycle } from './lifecycle.ts';
import { needsOf } from './needs.ts';
import { type Keys, postObject } from './post.ts';
import { listObjects, readObject } from './read.ts';
import { newRequestId, readRequest, type S3Request } from './request.ts';
import { Shelf, type Version } from './shelf.ts';
import { copyObject, type Desk, deleteObject, getTagging, putObject, putTagging } from './write.ts';
import { document, element, nest } from './xml.ts';

export type S3Settings = Keys & {
  readonly place: Place;
  readonly buckets: readonly Resource[];
  readonly authorize: Authorize;
  readonly publish: Publish;
  /** Origins that each CORS rule allows besides its own. */
  readonly origins?: readonly string[];
};

export type S3Engine = Engine & {
  /** Sends what was announced before a crash, and takes up the lifecycle. To be called once the buses are there. */
  readonly start: () => void;
  /** Copies a built folder into a bucket, as Custom::CDKBucketDeployment does. */
  readonly deployFolder: (bucketName: string, folder: string, deployment?: Deployment) => void;
  readonly close: () => void;
};

const busEvent = z.object({
  source: z.string(),
  'detail-type': z.string(),
  resources: z.array(z.string()),
  detail: z.unknown(),
});

function run(request: S3Request, desk: Desk, keys: Keys): AwsAnswer {
  switch (request.operation) {
    case 'GetObject':
    case 'HeadObject':
      return readObject(request, desk.shelf, desk.authorize);
    case 'PutObject':
      return putObject(request, desk);
    case 'CopyObject':
      return copyObject(request, desk);
    case 'DeleteObject':
      return deleteObject(request, desk);
    case 'GetObjectTagging':
      return getTagging(request, desk);
    case 'PutObjectTagging':
      return putTagging(request, desk);
    case 'ListObjectsV2':
      return listObjects(request, desk.shelf);
    case 'PostObject':
      return postObject(request, desk, keys);
    case 'Preflight':
      return preflight(request.bucket, request.headers);
  }
}

function answerSigned(request: S3Request, desk: Desk, keys: Keys): AwsAnswer {
  const open = request.operation === 'PostObject' || request.operation === 'Preflight';
  if (request.principal === undefined && !open) throw new AwsFault('AccessDenied', 'Access Denied', 403);
  return run(request, desk, keys);
}

/** A refusal in S3's XML. Written here and not at the door, because a browser may only read it with the CORS headers. */
function refusal(fault: AwsFault, requestId: string, method: string): AwsAnswer {
  const details = Object.entries(fault.details).map(([name, value]) => element(name, String(value)));
  const body = nest('Error', [
    element('Code', fault.code),
    element('Message', fault.message),
    ...details,
    element('RequestId', requestId),
  ]);
  const isMarker = fault.details['ResourceType'] === 'DeleteMarker';
  const headers = { 'content-type': 'application/xml', ...(isMarker ? { 'x-amz-delete-marker': 'true' } : {}) };
  return method === 'HEAD'
    ? { status: fault.status, headers }
    : { status: fault.status, headers, body: document(body) };
}

async function answer(call: AwsCall, desk: Desk, keys: Keys): Promise<AwsAnswer> {
  let requestId = newRequestId();
  const answered = () => {
    try {
      const request = readRequest(call, desk.buckets, desk.place.account);
      requestId = request.id;
      return answerSigned(request, desk, keys);
    } catch (error) {
      if (error instanceof AwsFault) return refusal(error, requestId, call.method);
      throw error;
    }
  };
  const { status, headers, body } = answered();
  const cors =
    call.method === 'OPTIONS'
      ? {}
      : corsHeaders(desk.buckets.get(call.path.split('/')[1] ?? ''), call.method, call.headers);
  return {
    status,
    headers: { ...headers, ...cors, 'x-amz-request-id': requestId },
    ...(body === undefined ? {} : { body }),
  };
}

/** The S3 of the local run: the operations that the platform uses, enforced as S3 does. See `knownSkips` for what is left out. */
export function s3Engine({ place, buckets, secretOf, roleOf, authorize, publish, origins }: S3Settings): S3Engine {
  const known = readBuckets(place, buckets, origins);
  const shelf = new Shelf(place.stateDir);
  const settle = () => shelf.settle((event) => publish('default', toBusEvent(event)));
  const desk: Desk = {
    place,
    buckets: known,
    shelf,
    authorize,
    announce: announcements(place),
    changed: (version: Version) => {
      settle();
      cycle.changed(version);
    },
  };
  const cycle = lifecycle(desk, settle);
  const keys = { secretOf, roleOf };
  return {
    service: 's3',
    needs: (call) => needsOf(readRequest(call, known, place.account), known, shelf),
    answer: (call) => answer(call, desk, keys),
    start: () => {
      settle();
      cycle.start();
    },
    deployFolder: (bucketName, folder, deployment = {}) => {
      const bucket = known.get(bucketName);
      if (bucket === undefined) throw new Error(`there is no bucket ${bucketName} to deploy ${folder} into`);
      deployFolder(desk, bucket, folder, deployment);
    },
    close: () => {
      cycle.stop();
      shelf.close();
    },
  };
}

type S3Event = Pick<BusEvent, 'source' | 'detail-type' | 'detail' | 'resources'>;
const toBusEvent = (event: unknown): S3Event => busEvent.parse(event);
