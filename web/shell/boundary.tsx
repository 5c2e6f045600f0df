import { Component, type ReactNode } from 'react';
import { ErrorState } from '../design/states.tsx';

type Props = { readonly children: ReactNode };

/** A bug in one screen leaves the rest of the page standing, and offers to try again. */
export class Boundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="hb-width hb-page">
        <ErrorState retry={() => location.reload()} />
      </div>
    );
  }
}
