import { needsRoutes } from '#shared/contracts/routes/needs';
import { District, districts } from '#shared/domain/reference';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { Card, Page, Stack } from '../../design/layout.tsx';
import { useQueryValue } from '../../shell/address.ts';
import { useFormat } from '../../words/format.ts';
import { useConsoleWords } from './console-nav.ts';
import { DistrictNeeds } from './needs-of-district.tsx';

const isDistrict = (text: string): text is District => text in districts;

type ChooserProps = {
  readonly counts: ReadonlyMap<string, number>;
  readonly chosen: District;
  readonly onChoose: (district: District) => void;
};

function DistrictChooser({ counts, chosen, onChoose }: ChooserProps) {
  const words = useConsoleWords().needs;
  return (
    <fieldset className="hc-strip hc-plain" data-columns="8">
      <legend className="hb-hidden">{words.byDistrict}</legend>
      {District.options.map((district) => (
        <button key={district} type="button" aria-pressed={district === chosen} onClick={() => onChoose(district)}>
          <span>{districts[district].zh}</span>
          <strong>{counts.get(district) ?? 0}</strong>
          <small>{words.publishedOf}</small>
        </button>
      ))}
    </fieldset>
  );
}

/** Needs by district: how many are published, and the lines of one district with what can be done about each. */
export function Screen() {
  const words = useConsoleWords().needs;
  const format = useFormat();
  const counts = useRead(needsRoutes.counts);
  const [chosen, choose] = useQueryValue('district', '310101');
  const district = isDistrict(chosen) ? chosen : '310101';
  return (
    <Page title={words.title} lead={words.lead}>
      <Stack>
        <Loaded read={counts}>
          {({ value }) => {
            const sums = new Map<string, number>();
            for (const { district: of, needs } of value.items) sums.set(of, (sums.get(of) ?? 0) + needs);
            const all = [...sums.values()].reduce((sum, count) => sum + count, 0);
            return (
              <Card title={words.counts(format.number(all))}>
                <DistrictChooser counts={sums} chosen={district} onChoose={choose} />
              </Card>
            );
          }}
        </Loaded>
        <DistrictNeeds key={district} district={district} />
      </Stack>
    </Page>
  );
}
