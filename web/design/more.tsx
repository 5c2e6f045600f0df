import { useCoreWords } from '../words/core.ts';
import { Button } from './button.tsx';

export type MoreProps = {
  /** How many are shown so far. Lists have a cursor, not a number of pages. */
  readonly shown: number;
  readonly hasMore: boolean;
  readonly loading?: boolean;
  readonly onMore: () => void;
};

/** The end of a list: how much is shown, and the rest on demand. */
export function More({ shown, hasMore, loading = false, onMore }: MoreProps) {
  const words = useCoreWords().table;
  return (
    <div className="hb-more">
      <span role="status">
        {words.shown(shown)}
        {hasMore ? '' : ` · ${words.all}`}
      </span>
      {hasMore ? (
        <Button busy={loading} onClick={onMore}>
          {words.more}
        </Button>
      ) : null}
    </div>
  );
}
