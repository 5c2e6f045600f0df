import { catalogueRoutes } from '#shared/contracts/routes/catalogue';
import { ServiceClass, TargetGroup, targetGroups } from '#shared/domain/reference';
import { Loaded } from '../../client/loaded.tsx';
import { useRead } from '../../client/reads.tsx';
import { CheckboxGroup } from '../../design/choices.tsx';
import { Card } from '../../design/layout.tsx';
import { useDomainWords } from '../../words/domain.ts';
import type { FormPart } from './call-draft.ts';
import { useConsoleWords } from './console-nav.ts';
import { useNarrow } from './use-narrow.ts';

/** For whom, and which services of the catalogue. */
export function CallScope({ draft, change, errors }: FormPart) {
  const words = useConsoleWords().calls;
  const domain = useDomainWords();
  const catalogue = useRead(catalogueRoutes.list);
  const narrow = useNarrow();
  const chosenIn = (codes: ReadonlySet<string>) => draft.items.filter((code) => codes.has(code)).length;
  return (
    <Card title={words.scope}>
      <div className="hc-checks">
        <CheckboxGroup<TargetGroup>
          name="targetGroups"
          label={words.targetGroups}
          required
          value={draft.targetGroups}
          onChange={(chosen) => change({ targetGroups: chosen })}
          options={TargetGroup.options.map((value) => ({ value, label: targetGroups[value].zh }))}
          error={errors['targetGroups']}
        />
      </div>
      <Loaded read={catalogue}>
        {({ value: { items } }) =>
          ServiceClass.options.map((serviceClass, index) => {
            const own = items.filter((item) => item.class === serviceClass && item.phase === 'active');
            const codes = new Set(own.map(({ code }) => code));
            return (
              <details key={serviceClass} className="hc-checks" open={!narrow || errors['items'] !== undefined}>
                <summary>{words.chosenOf(domain.serviceClass[serviceClass], chosenIn(codes), own.length)}</summary>
                <CheckboxGroup
                  name={index === 0 ? 'items' : `items-${serviceClass}`}
                  label={`${words.items} · ${domain.serviceClass[serviceClass]}`}
                  value={draft.items.filter((code) => codes.has(code))}
                  onChange={(chosen) =>
                    change({ items: [...draft.items.filter((code) => !codes.has(code)), ...chosen] })
                  }
                  options={own.map(({ code, name }) => ({ value: code, label: `${code} ${name.zh}` }))}
                  error={index === 0 ? errors['items'] : undefined}
                />
              </details>
            );
          })
        }
      </Loaded>
    </Card>
  );
}
