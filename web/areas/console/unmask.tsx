import { needsRoutes } from '#shared/contracts/routes/needs';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { useCommand } from '../../client/reads.tsx';
import { useConsoleWords } from './console-nav.ts';
import { InFull } from './in-full.tsx';

/** Name and number of a person in need. */
export function Unmask({ beneficiaryId }: { readonly beneficiaryId: string }) {
  const words = useConsoleWords().unmask;
  const command = useCommand(needsRoutes.unmask);
  return (
    <InFull
      words={words}
      command={command}
      send={(reason) => command.run({ params: { beneficiaryId }, body: { reason } })}
      terms={({ name, residentId, telephone }) => [
        { label: words.name, value: name },
        { label: words.number, value: residentId ?? words.unknown },
        { label: words.telephone, value: telephone ?? words.unknown },
      ]}
    />
  );
}

/** The account of a grantee, as it has to be entered at the bank. */
export function UnmaskAccount({ organisationId }: { readonly organisationId: string }) {
  const words = useConsoleWords().unmaskAccount;
  const command = useCommand(organisationsRoutes.unmaskAccount);
  return (
    <InFull
      words={words}
      command={command}
      send={(reason) => command.run({ params: { organisationId }, body: { reason } })}
      terms={({ holder, bank, number, branch }) => [
        { label: words.holder, value: holder },
        { label: words.bank, value: bank },
        { label: words.number, value: number },
        { label: words.branch, value: branch },
      ]}
    />
  );
}
