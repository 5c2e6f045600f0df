import { useState } from 'react';
import { needsRoutes } from '#shared/contracts/routes/needs';
import { districts, targetGroups } from '#shared/domain/reference';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useList } from '../../client/reads.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { RadioGroup } from '../../design/choices.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { More } from '../../design/more.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { ProblemSummary } from '../../design/problem-summary.tsx';
import { Empty } from '../../design/states.tsx';
import { Table } from '../../design/table.tsx';
import { toast } from '../../design/toast.tsx';
import { useCoreWords } from '../../words/core.ts';
import { useDomainWords } from '../../words/domain.ts';
import { useLanguage } from '../../words/language.ts';
import { useCatalogue } from './catalogue.ts';
import { portalScreens as at } from './screens.ts';
import { useAwardWords } from './words.ts';

type NeedRead = Reply<typeof needsRoutes.mine>['items'][number];
const reasons = ['met', 'unmet', 'withdrawn'] as const;
type Reason = (typeof reasons)[number];

function Close({ need, onClose }: { readonly need: NeedRead; readonly onClose: () => void }) {
  const words = useAwardWords().need;
  const core = useCoreWords().form;
  const [reason, setReason] = useState<Reason | ''>('');
  const [shows, setShows] = useState(false);
  const close = useCommand(needsRoutes.close);
  const error = shows && reason === '' ? words.chooseReason : undefined;
  const confirm = async () => {
    setShows(true);
    if (reason === '') return;
    const { needId } = need.state;
    const result = await close.run({ params: { needId }, ifMatch: need.version, body: { reason } });
    if (!result.ok) return;
    toast(words.closed);
    onClose();
  };
  return (
    <Dialog
      open
      title={words.closeTitle}
      onClose={onClose}
      actions={
        <>
          <Button kind="danger" busy={close.running} onClick={() => void confirm()}>
            {words.close}
          </Button>
          <Button onClick={onClose}>{core.cancel}</Button>
        </>
      }
    >
      <ProblemSummary
        title={close.problem?.title}
        fields={error ? { reason: error } : {}}
        labels={{ reason: words.reason }}
      />
      <RadioGroup
        name="reason"
        required
        label={words.reason}
        options={reasons.map((value) => ({ value, label: words.reasons[value] }))}
        value={reason}
        onChange={setReason}
        error={error}
      />
    </Dialog>
  );
}

/** What waits to be verified first, what is closed last; each as they came. */
const order = ['recorded', 'published', 'closed'];
const rank = ({ state }: NeedRead) => order.indexOf(state.phase);

export function Screen() {
  const words = useAwardWords().need;
  const urgency = useDomainWords().urgency;
  const language = useLanguage();
  const catalogue = useCatalogue();
  const [closing, setClosing] = useState<NeedRead>();
  const list = useList(needsRoutes.mine, 'mine', (cursor) => [{ query: { cursor } }]);
  const record = (
    <LinkButton kind="primary" to={at.newNeed.path}>
      {words.newTitle}
    </LinkButton>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={record}>
      <Card>
        <Loaded read={list}>
          {({ items, hasMore, loadingMore, loadMore }) => (
            <>
              <Table
                caption={words.title}
                hideCaption
                rows={items.toSorted((a, b) => rank(a) - rank(b))}
                keyOf={({ state }) => state.needId}
                empty={<Empty title={words.none} note={words.noneNote} />}
                columns={[
                  {
                    key: 'item',
                    label: words.item,
                    cell: ({ state }) =>
                      `${catalogue.nameOf(state.itemCode)} × ${state.quantity} ${catalogue.unitOf(state.itemCode)}`,
                  },
                  { key: 'district', label: words.district, cell: ({ state }) => districts[state.district][language] },
                  { key: 'group', label: words.group, cell: ({ state }) => targetGroups[state.targetGroup][language] },
                  { key: 'urgency', label: words.urgency, cell: ({ state }) => urgency[state.urgency] },
                  {
                    key: 'phase',
                    label: words.phase,
                    cell: (need) => (
                      <span className="hb-row">
                        <PhaseBadge kind="need" phase={need.state.phase} />
                        {need.state.phase !== 'closed' && need.may.includes('need.close') ? (
                          <Button
                            kind="plain"
                            aria-label={words.closeOf(catalogue.nameOf(need.state.itemCode), need.state.needId)}
                            onClick={() => setClosing(need)}
                          >
                            {words.close}
                          </Button>
                        ) : null}
                      </span>
                    ),
                  },
                ]}
              />
              {hasMore ? <More shown={items.length} hasMore loading={loadingMore} onMore={loadMore} /> : null}
            </>
          )}
        </Loaded>
      </Card>
      {closing ? <Close key={closing.state.needId} need={closing} onClose={() => setClosing(undefined)} /> : null}
    </Page>
  );
}
