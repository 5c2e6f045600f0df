/** What of S3's behaviour the local run knows and leaves out, each with its reason. Anything else unknown is an error. */
export const knownSkips = [
  {
    what: 'AWS::S3::BucketPolicy aws:SecureTransport',
    why: 'Calls never leave the machine, so each counts as one over TLS.',
  },
  {
    what: 'BucketEncryption, the cipher itself',
    why: 'Objects lie in the state folder as they are; the key permissions are enforced, which is where a template goes wrong.',
  },
  {
    what: 'LoggingConfiguration',
    why: 'Server access logs are written hours later, by AWS, and nothing in the platform reads them.',
  },
  { what: 'Tags of the bucket', why: 'They serve the bill, which AWS writes.' },
  { what: 'AbortIncompleteMultipartUpload', why: 'There is no multipart upload here, so there is never one to abort.' },
  {
    what: 'Filter and rounding of the lifecycle run',
    why: 'AWS removes some hours after the due midnight (UTC); here it happens at that midnight.',
  },
  {
    what: 'The CRC64NVME sum that S3 adds to objects sent without a checksum',
    why: 'Only sums that a client sent or asked for are kept; nothing reads this one.',
  },
  {
    what: 'The ETag of an object under SSE-KMS, which is no MD5 in AWS',
    why: 'It is the MD5 of the bytes here; an ETag stands for sameness only, and the platform hashes for itself.',
  },
] as const;
