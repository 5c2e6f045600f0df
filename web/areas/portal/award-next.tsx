import type { Award } from '#shared/domain/award';

export const AwardNext = (_: { readonly award: Award; readonly isNamed: boolean }) => null;
