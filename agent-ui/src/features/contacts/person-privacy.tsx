import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconEraser } from '@tabler/icons-react';
import { useState } from 'react';
import { address } from '../../api/client.ts';
import { useSession } from '../../api/session.ts';
import { ErasePerson } from './erase-person.tsx';
import type { Contact } from './use-contact.ts';
import { useWords } from './words.ts';

/** What a person may ask for: all that is kept of them in one file, and that it is erased. Not for agents. */
export function PersonPrivacy({ contact }: { readonly contact: Pick<Contact, 'id' | 'name'> }) {
  const { t } = useWords();
  const { user } = useSession();
  const [erasing, setErasing] = useState(false);
  if (user.role === 'agent') return null;
  const icon = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;
  return (
    <>
      <Menu position="bottom-end" returnFocus>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t('privacy.more')}>
            <IconDots {...icon} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={address(`contacts/${contact.id}/export`)}
            download
            c="var(--rb-ink)"
            leftSection={<IconDownload {...icon} />}
          >
            {t('privacy.export')}
          </Menu.Item>
          {user.role === 'admin' ? (
            <Menu.Item color="red" leftSection={<IconEraser {...icon} />} onClick={() => setErasing(true)}>
              {t('privacy.erase')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {erasing ? <ErasePerson contact={contact} onClose={() => setErasing(false)} /> : null}
    </>
  );
}
