import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Message } from './message.tsx';

interface Props {
  /** Which part failed: "The trend". */
  readonly part: string;
  readonly children: ReactNode;
}

interface State {
  readonly failure: string | null;
}

/** Keeps a defect in one part from blanking the window. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failure: null };

  static getDerivedStateFromError(caught: unknown): State {
    return { failure: caught instanceof Error ? caught.message : String(caught) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(this.props.part, error, info.componentStack);
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <Message
        tone="failure"
        title={`${this.props.part} cannot be shown`}
        action={{ label: 'Show again', run: () => this.setState({ failure: null }) }}
      >
        {this.state.failure} The stored data is not touched by this.
      </Message>
    );
  }
}
