import { useState } from 'react';
import { fundsRoutes } from '#shared/contracts/routes/funds';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useList } from '../../client/reads.tsx';
import { RadioGroup } from '../../design/choices.tsx';
import { TextInput } from '../../design/inputs.tsx';
import { Card, Page, Stack } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { Empty } from '../../design/states.tsx';
import { Link } from '../../shell/link.tsx';
import { Act } from './act.tsx';
import { pageSize, useAllPages } from './all-pages.ts';
import { useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { PoolBar } from './pool-bar.tsx';

type Source = 'donation' | 'lottery' | 'fiscal';
const sources: readonly Source[] = ['donation', 'lottery', 'fiscal'];

function OpenFund() {
  const words = useConsoleWords().funds;
  const command = useCommand(fundsRoutes.open);
  const [zh, setZh] = useState('');
  const [en, setEn] = useState('');
  const [sourceType, setSourceType] = useState<Source | ''>('donation');
  return (
    <Act
      label={words.open}
      kind="primary"
      title={words.openTitle}
      note={words.openNote}
      command={command}
      send={async () => (sourceType === '' ? { ok: false } : command.run({ body: { name: { zh, en }, sourceType } }))}
      done={words.opened}
      labels={{ 'name.zh': words.nameZh, 'name.en': words.nameEn, sourceType: words.source }}
    >
      {(errors) => (
        <>
          <TextInput
            name="name.zh"
            label={words.nameZh}
            required
            value={zh}
            onChange={setZh}
            error={errors['name.zh']}
          />
          <TextInput
            name="name.en"
            label={words.nameEn}
            required
            value={en}
            onChange={setEn}
            error={errors['name.en']}
          />
          <RadioGroup<Source>
            name="sourceType"
            label={words.source}
            value={sourceType}
            onChange={setSourceType}
            error={errors['sourceType']}
            options={sources.map((value) => ({ value, label: words.sources[value] }))}
          />
        </>
      )}
    </Act>
  );
}

/** The pool: each fund with where its money stands. */
export function Screen() {
  const words = useConsoleWords();
  const mayOpen = useMayTry('fund.open');
  const list = useAllPages(
    useList(fundsRoutes.list, {}, (cursor) => [{ query: { limit: pageSize, ...(cursor ? { cursor } : {}) } }]),
  );
  return (
    <Page title={words.nav.funds} lead={words.funds.lead} actions={mayOpen ? <OpenFund /> : null}>
      <Loaded read={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={words.funds.none} note={words.funds.noneNote} />
          ) : (
            <Stack>
              {items.map(({ fundId, name, phase, sourceType, balances }) => (
                <Card
                  key={fundId}
                  title={name.zh}
                  actions={
                    <>
                      <span className="hb-lead">{words.funds.sources[sourceType]}</span>
                      <PhaseBadge kind="fund" phase={phase} />
                      <Link to={`/console/funds/${fundId}`}>
                        {words.funds.seeEntries}
                        <span className="hb-hidden">：{name.zh}</span>
                      </Link>
                    </>
                  }
                >
                  <PoolBar balances={balances} />
                </Card>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}
