import { removeNotice, useNotices } from '../../api/notices.ts';
import { Message } from '../../ui/message.tsx';
import styles from './notices.module.css';

/** What was finished, needs attention or failed, until it is read. */
export function NoticeList() {
  const notices = useNotices();
  return (
    <div className={styles['list']}>
      {notices.map((notice) => (
        <Message
          key={notice.id}
          tone={notice.tone}
          title={notice.title}
          {...(notice.action === undefined ? {} : { action: notice.action })}
          onClose={() => removeNotice(notice.id)}
        >
          {notice.lines.join('\n')}
        </Message>
      ))}
    </div>
  );
}
