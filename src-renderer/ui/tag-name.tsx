import styles from './tag-name.module.css';

const LONGEST = 20;
const TAIL = 10;

interface TagNameProps {
  readonly name: string;
  /** Told on hover; absent = the name. */
  readonly about?: string;
  /** Where it stands, and how it looks. */
  readonly className?: string | undefined;
}

/**
 * The name of a tag in the room that there is. Names of one plant often differ at their end alone, so a long one is
 * shortened in its middle.
 */
export function TagName({ name, about = name, className = '' }: TagNameProps) {
  if (name.length <= LONGEST)
    return (
      <span className={className} title={about}>
        {name}
      </span>
    );
  return (
    <span className={`${className} ${styles['name'] ?? ''}`} title={about}>
      <span className={styles['head']}>{name.slice(0, -TAIL)}</span>
      <span className={styles['tail']}>{name.slice(-TAIL)}</span>
    </span>
  );
}
