import { Loading } from '../design/states.tsx';

/** A page that is on its way. */
export const Waiting = () => (
  <div className="hb-width hb-page">
    <Loading />
  </div>
);
