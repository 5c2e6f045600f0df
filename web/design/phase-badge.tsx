import type { Kind, PhaseOf } from '#shared/domain/life-cycle';
import { useDomainWords, wordOf } from '../words/domain.ts';
import { Badge, type Tone } from './badge.tsx';

/** Amber where somebody is waited for, red only where something was refused. What is not listed is neutral. */
const tones: { readonly [K in Kind]: { readonly [P in PhaseOf<K>]?: Tone } } = {
  person: { active: 'done', invited: 'due' },
  organisation: { active: 'done' },
  beneficiary: { active: 'done' },
  need: { recorded: 'due', published: 'active' },
  serviceItem: { active: 'done' },
  calendar: { active: 'done' },
  fund: { open: 'active' },
  call: { published: 'active' },
  application: {
    submitted: 'active',
    admitted: 'active',
    inReview: 'active',
    reviewed: 'active',
    proposed: 'due',
    inNotice: 'active',
    awarded: 'done',
    declined: 'refused',
    refused: 'refused',
  },
  review: { assigned: 'due', accepted: 'active', submitted: 'done' },
  award: {
    awaitingSignatures: 'due',
    granteeSigned: 'due',
    inDelivery: 'active',
    closed: 'done',
    terminated: 'refused',
  },
  instalment: {
    due: 'due',
    prepared: 'due',
    approvedOnce: 'due',
    approved: 'active',
    executed: 'active',
    confirmed: 'done',
    withheld: 'refused',
  },
  serviceRecord: {},
  evaluation: { awaitingReport: 'due', reported: 'active', assigned: 'active', submitted: 'due', confirmed: 'done' },
  document: { awaitingUpload: 'due', clean: 'done', refused: 'refused' },
};

/** `<PhaseBadge kind="application" phase={phase} />` */
export function PhaseBadge({ kind, phase }: { readonly kind: Kind; readonly phase: string }) {
  const words = useDomainWords().phase[kind];
  const table: Readonly<Record<string, Tone>> = tones[kind];
  return <Badge tone={table[phase] ?? 'neutral'}>{wordOf(words, phase)}</Badge>;
}
