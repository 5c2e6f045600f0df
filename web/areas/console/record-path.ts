/** `APPLICATION#application-…` -> the page of that record. What has no page of its own is found where it is worked on. */
export function pathOfRecord(record: string, district?: string): string {
  const [kind = '', id = '', part = ''] = record.split('#');
  switch (kind) {
    case 'APPLICATION':
      return `/console/applications/${id}`;
    case 'AWARD':
      return `/console/awards/${id}`;
    case 'INSTALMENT':
      return `/console/awards/${id}?tab=money`;
    case 'EVALUATION':
      return `/console/awards/${id}/evaluations/${part}`;
    case 'NEED':
      return district ? `/console/needs?district=${district}` : '/console/needs';
    case 'CALL':
      return `/console/calls/${id}`;
    case 'ORGANISATION':
      return `/console/organisations/${id}`;
    case 'FUND':
      return `/console/funds/${id}`;
    default:
      return '/console';
  }
}
