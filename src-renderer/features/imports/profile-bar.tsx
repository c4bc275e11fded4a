import type { ImportProfile } from '@shared/contract/import-profiles.ts';
import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useCall } from '../../api/queries.ts';
import { applyProfile, readAsDetected } from './change-entry.ts';
import type { ImportEntry } from './import-entry.ts';
import styles from './imports.module.css';
import { ProfilesDialog } from './profiles-dialog.tsx';
import { SaveProfile } from './save-profile.tsx';

/** Which profile the file is read by, and what can be done with profiles. */
export function ProfileBar({ entry }: { entry: ImportEntry }) {
  const profiles = useCall('profiles.list', {});
  const [opened, setOpened] = useState<'save' | 'manage' | null>(null);
  const all = profiles.data ?? [];
  return (
    <div className={styles['profile']}>
      <ProfileStanding entry={entry} profiles={all} />
      <ProfileMenu entry={entry} profiles={all} onManage={() => setOpened('manage')} />
      <Button
        variant="default"
        size="compact-sm"
        disabled={entry.preview === null || entry.error !== null}
        onClick={() => setOpened('save')}
      >
        Save as profile…
      </Button>
      {opened === 'save' && <SaveProfile entry={entry} onClose={() => setOpened(null)} />}
      {opened === 'manage' && <ProfilesDialog profiles={all} onClose={() => setOpened(null)} />}
    </div>
  );
}

interface ProfilesProps {
  readonly entry: ImportEntry;
  readonly profiles: readonly ImportProfile[];
}

function ProfileStanding({ entry, profiles }: ProfilesProps) {
  if (entry.profile !== null)
    return (
      <>
        <span className={styles['applied']} role="status">
          Profile &lsquo;{entry.profile}&rsquo; applied
        </span>
        <Button variant="default" size="compact-sm" onClick={() => readAsDetected(entry.id)}>
          Use detection instead
        </Button>
      </>
    );
  const likely = profiles.find(({ name }) => name === entry.similar[0]);
  if (likely === undefined)
    return <span className={styles['soft']}>Read as detected, without a profile.</span>;
  return (
    <>
      <span>Looks like files of profile &lsquo;{likely.name}&rsquo;.</span>
      <Button variant="default" size="compact-sm" onClick={() => applyProfile(entry.id, likely)}>
        Use it
      </Button>
    </>
  );
}

function ProfileMenu({ entry, profiles, onManage }: ProfilesProps & { readonly onManage: () => void }) {
  if (profiles.length === 0) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="compact-sm">
          Profiles ({profiles.length}) ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles['menu'] ?? ''}>
        {profiles.map((profile) => (
          <Menu.Item
            key={profile.name}
            disabled={profile.name === entry.profile}
            onClick={() => applyProfile(entry.id, profile)}
          >
            Use &lsquo;{profile.name}&rsquo;
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onManage}>Rename or delete…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
