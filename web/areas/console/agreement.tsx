import { useState } from 'react';
import { agreementRoutes } from '#shared/contracts/routes/agreement';
import type { Reply } from '../../client/api.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useRead } from '../../client/reads.tsx';
import { Checkbox } from '../../design/choices.tsx';
import { Stack } from '../../design/layout.tsx';
import { DescriptionList } from '../../design/table.tsx';
import { useFormat } from '../../words/format.ts';
import { Act } from './act.tsx';
import { clausesOf } from './clauses.ts';
import { useConsoleWords } from './console-nav.ts';

type Read = Reply<typeof agreementRoutes.read>;

/** The signer agrees to exactly the text above: its hash is part of the signature. */
function Sign({ read: { state, version }, hash }: { readonly read: Read; readonly hash: string }) {
  const words = useConsoleWords().agreement;
  const format = useFormat();
  const command = useCommand(agreementRoutes.signAsFoundation);
  const [agrees, setAgrees] = useState(false);
  return (
    <Act
      label={words.sign}
      kind="primary"
      title={words.signTitle}
      note={words.signNote(format.money(state.amountFen))}
      command={command}
      send={() =>
        command.run({
          params: { awardId: state.awardId },
          ifMatch: version,
          body: { agreementHash: hash, agreesToSignElectronically: true },
        })
      }
      done={words.signed}
      blocked={!agrees}
    >
      {(errors) => (
        <Checkbox
          name="agreesToSignElectronically"
          label={words.agrees}
          checked={agrees}
          onChange={setAgrees}
          error={errors['agreesToSignElectronically']}
        />
      )}
    </Act>
  );
}

type Props = { readonly read: Read; readonly nameOf: (id: string | undefined) => string };

/** The text that both sides sign, who has signed, and the foundation's signature. */
export function Agreement({ read, nameOf }: Props) {
  const words = useConsoleWords().agreement;
  const format = useFormat();
  const { awardId, granteeSignature, foundationSignature } = read.state;
  const text = useRead(agreementRoutes.text, { params: { awardId } });
  const signedBy = (signature: typeof granteeSignature) =>
    signature ? `${nameOf(signature.by)}，${format.dateTime(signature.at)}` : words.unsigned;
  return (
    <Loaded read={text}>
      {({ value }) => (
        <Stack>
          <section className="hc-agreement" aria-label={words.text}>
            {clausesOf(value.text).map(({ heading, lines }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed, and its clauses have no other name.
              <div key={index}>
                {heading ? <h3>{heading}</h3> : null}
                {lines.map((line) => (
                  <p key={line}>{line}</p>
                ))}
              </div>
            ))}
          </section>
          <DescriptionList
            terms={[
              { label: words.grantee, value: signedBy(granteeSignature) },
              { label: words.foundation, value: signedBy(foundationSignature) },
              { label: words.hash, value: <span className="hc-hash">{value.agreementHash}</span> },
            ]}
          />
          {read.may.includes('award.signAsFoundation') ? (
            <div>
              <Sign read={read} hash={value.agreementHash} />
            </div>
          ) : null}
        </Stack>
      )}
    </Loaded>
  );
}
