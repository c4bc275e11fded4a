import { contract, type CallInput, type CallName, type CallOutput } from '@shared/contract/contract.ts';
import { toAppError } from '@shared/errors.ts';
import { fail, type Result } from '@shared/result.ts';

export type Handler<N extends CallName> = (input: CallInput<N>) => Promise<Result<CallOutput<N>>>;
export type Handlers = { readonly [N in CallName]: Handler<N> };

export function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}

/** Where the input first breaks its schema, in words that name the place. */
function describeFault(issues: readonly { path: PropertyKey[]; message: string }[]): string {
  const first = issues[0];
  if (first === undefined) return 'The input is not valid.';
  const place = first.path.map(String).join('.');
  return place === '' ? first.message : `${place}: ${first.message}`;
}

function run(handlers: Handlers, name: CallName, input: unknown): unknown {
  const parsed = contract[name].input.safeParse(input);
  if (!parsed.success) {
    return fail({ kind: 'invalid-input', message: `${name}: ${describeFault(parsed.error.issues)}` });
  }
  // The table ties each name to its schema and the schema has just accepted the input; the type of a handler picked at run time cannot say so.
  const handler: (checked: never) => Promise<Result<unknown>> = handlers[name];
  const answer: unknown = Reflect.apply(handler, undefined, [parsed.data]);
  return answer;
}

/**
 * Runs one call from the window and gives its Result. Trusts nothing: the name must be an own property of the contract and the input must
 * pass its strict schema. A thrown error is a defect: it is logged and answered as `internal`.
 */
export async function dispatch(
  handlers: Handlers,
  name: unknown,
  input: unknown,
  logDefect: (name: string, caught: unknown) => void,
): Promise<unknown> {
  if (!isCallName(name))
    return fail({ kind: 'invalid-input', message: `There is no call named ${String(name)}.` });
  try {
    return await run(handlers, name, input);
  } catch (caught) {
    const error = toAppError(caught);
    if (error.kind === 'internal') logDefect(name, caught);
    return fail(error);
  }
}
