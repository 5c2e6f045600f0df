let aheadMs = 0;

/** The server's clock rules: the reader's may be wrong, and a run on one machine can be moved to another day. */
export function heardServerDate(header: string | null, receivedAtMs = Date.now()) {
  const serverMs = header === null ? Number.NaN : Date.parse(header);
  // The header has whole seconds: less than two seconds apart is the same time.
  if (Number.isFinite(serverMs)) aheadMs = Math.abs(serverMs - receivedAtMs) < 2000 ? 0 : serverMs - receivedAtMs;
}

/** Now by the server's clock, as an instant. */
export const now = () => new Date(Date.now() + aheadMs).toISOString();
