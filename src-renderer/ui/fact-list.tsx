import styles from './fact-list.module.css';

interface FactListProps {
  readonly facts: readonly { readonly name: string; readonly value: string | null }[];
}

/** Names and values in two columns; what is not known says so. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className={styles['list']}>
      {facts.map((fact) => (
        <div key={fact.name} className={styles['fact']}>
          <dt>{fact.name}</dt>
          <dd data-known={fact.value !== null} title={fact.value ?? 'not known'}>
            {fact.value ?? 'not known'}
          </dd>
        </div>
      ))}
    </dl>
  );
}
