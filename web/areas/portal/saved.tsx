import { LinkButton } from '../../design/button.tsx';

type Props = { readonly what: string; readonly note?: string; readonly to: string; readonly look: string };

/** Says at the top of an emptied form that the last one was taken; going on means just typing. */
export const Saved = ({ what, note, to, look }: Props) => (
  <section className="hb-next-step" data-tone="done" role="status">
    <div>
      <p>
        <strong>{what}</strong>
      </p>
      {note ? <p>{note}</p> : null}
    </div>
    <LinkButton to={to}>{look}</LinkButton>
  </section>
);
