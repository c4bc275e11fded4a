import type { AppError } from '@shared/errors.ts';
import { Message } from '../ui/message.tsx';
import { describeError } from './describe-error.ts';

interface FailureMessageProps {
  readonly error: AppError;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** A failure in place, in the user's words. */
export function FailureMessage({ error, action }: FailureMessageProps) {
  const { title, text } = describeError(error);
  return (
    <Message tone="failure" title={title} {...(action === undefined ? {} : { action })}>
      {text}
    </Message>
  );
}
