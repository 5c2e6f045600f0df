import { useState } from 'react';
import { organisationsRoutes } from '#shared/contracts/routes/organisations';
import { peopleRoutes } from '#shared/contracts/routes/people';
import { Role } from '#shared/domain/person';
import type { Reply } from '../../client/api.ts';
import type { FieldErrors } from '../../client/field-errors.ts';
import { Loaded } from '../../client/loaded.tsx';
import { useCommand, useList } from '../../client/reads.tsx';
import { CheckboxGroup } from '../../design/choices.tsx';
import { TextArea, TextInput } from '../../design/inputs.tsx';
import { Card, Page } from '../../design/layout.tsx';
import { PhaseBadge } from '../../design/phase-badge.tsx';
import { useDomainWords } from '../../words/domain.ts';
import { Act } from './act.tsx';
import { pageSize, useAllPages } from './all-pages.ts';
import { useCaller, useMayTry } from './caller.ts';
import { useConsoleWords } from './console-nav.ts';
import { DataTable } from './data-table.tsx';

type RolesProps = {
  readonly value: readonly Role[];
  readonly onChange: (roles: readonly Role[]) => void;
  readonly errors: FieldErrors;
};

function Roles({ value, onChange, errors }: RolesProps) {
  const words = useConsoleWords().people;
  const domain = useDomainWords();
  return (
    <div className="hc-roles">
      <CheckboxGroup<Role>
        name="roles"
        label={words.roles}
        hint={words.rolesHint}
        value={value}
        onChange={onChange}
        error={errors['roles']}
        options={Role.options.map((role) => ({ value: role, label: domain.role[role] }))}
      />
    </div>
  );
}

function Invite() {
  const words = useConsoleWords().people;
  const command = useCommand(peopleRoutes.invite);
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const send = async () => {
    const result = await command.run({ body: { name, address, roles: [...roles] } });
    if (result.ok) {
      setName('');
      setAddress('');
      setRoles([]);
    }
    return result;
  };
  return (
    <Act
      label={words.invite}
      kind="primary"
      title={words.inviteTitle}
      note={words.inviteNote}
      command={command}
      send={send}
      done={words.invited}
      places={{ 'person.address-taken': 'address', 'person.roles-apart': 'roles' }}
      labels={{ name: words.name, address: words.address, roles: words.roles }}
    >
      {(errors) => (
        <>
          <TextInput name="name" label={words.name} required value={name} onChange={setName} error={errors['name']} />
          <TextInput
            name="address"
            type="email"
            label={words.address}
            required
            value={address}
            onChange={setAddress}
            error={errors['address']}
          />
          <Roles value={roles} onChange={setRoles} errors={errors} />
        </>
      )}
    </Act>
  );
}

type Member = Reply<typeof peopleRoutes.list>['items'][number];

function ChangeRoles({ member }: { readonly member: Member }) {
  const words = useConsoleWords().people;
  const command = useCommand(peopleRoutes.changeRoles);
  const [roles, setRoles] = useState<readonly Role[]>(member.roles);
  const [reason, setReason] = useState('');
  return (
    <Act
      label={words.change}
      title={words.changeTitle(member.name)}
      command={command}
      confirm={words.changeConfirm}
      send={() =>
        command.run({
          params: { personId: member.personId },
          ifMatch: member.version,
          body: { roles: [...roles], reason },
        })
      }
      done={words.changed}
      places={{ 'person.roles-apart': 'roles', 'person.own-roles': 'roles' }}
      labels={{ roles: words.roles, reason: words.reason }}
    >
      {(errors) => (
        <>
          <Roles value={roles} onChange={setRoles} errors={errors} />
          <TextArea
            name="reason"
            label={words.reason}
            required
            limit={300}
            value={reason}
            onChange={setReason}
            error={errors['reason']}
          />
        </>
      )}
    </Act>
  );
}

/** Whom somebody belongs to; the foundation's own people belong to none. */
function useOrganisationOf() {
  const list = useAllPages(
    useList(organisationsRoutes.list, {}, (cursor) => [{ query: { limit: pageSize, ...(cursor ? { cursor } : {}) } }]),
  );
  const names = new Map(
    list.state === 'ready' ? list.items.map(({ organisationId, name }) => [organisationId.toString(), name]) : [],
  );
  return ({ organisationId }: Member) => (organisationId === null ? '—' : (names.get(organisationId) ?? '…'));
}

/** Who works on the platform, and as what. */
export function Screen() {
  const words = useConsoleWords();
  const organisationOf = useOrganisationOf();
  const domain = useDomainWords();
  const caller = useCaller();
  const mayInvite = useMayTry('person.invite');
  const mayChange = useMayTry('person.changeRoles');
  const list = useAllPages(
    useList(peopleRoutes.list, {}, (cursor) => [{ query: { limit: pageSize, ...(cursor ? { cursor } : {}) } }]),
  );
  const named = (roles: readonly Role[]) => roles.map((role) => domain.role[role]).join('、') || words.people.noRole;
  const change = {
    key: 'act',
    label: words.table.actions,
    // Nobody changes their own roles: a button that can only be refused is none.
    cell: (member: Member) =>
      member.personId === caller?.personId ? (
        words.people.yourself
      ) : (
        <ChangeRoles key={member.version} member={member} />
      ),
  };
  return (
    <Page title={words.nav.people} lead={words.people.lead} actions={mayInvite ? <Invite /> : null}>
      <Card>
        <Loaded read={list}>
          {({ items, hasMore }) => (
            <DataTable
              caption={words.nav.people}
              rows={items}
              keyOf={({ personId }) => personId}
              searchIn={(member) => `${member.name} ${named(member.roles)} ${organisationOf(member)}`}
              filter={{
                name: 'role',
                label: words.people.roles,
                has: ({ roles }, role) => roles.some((one) => one === role),
                options: Role.options.map((value) => ({ value, label: domain.role[value] })),
              }}
              arriving={hasMore}
              columns={[
                {
                  key: 'name',
                  label: words.people.name,
                  sort: (a, b) => a.name.localeCompare(b.name, 'zh'),
                  cell: ({ name, address }) => (
                    <>
                      {name}
                      <span className="hc-sub">{address}</span>
                    </>
                  ),
                },
                { key: 'organisation', label: words.people.organisation, cell: organisationOf },
                { key: 'roles', label: words.people.roles, cell: ({ roles }) => named(roles) },
                {
                  key: 'phase',
                  label: words.table.phase,
                  cell: ({ phase }) => <PhaseBadge kind="person" phase={phase} />,
                },
                ...(mayChange ? [change] : []),
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
