import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import { useSession } from '../../api/session.ts';
import { useDeskSlots } from '../../ui/desk-slots.tsx';
import { Avatar } from '../../ui/parts.tsx';
import classes from './person.module.css';
import { useWords } from './words.ts';

/** A caller without a number: nothing can be matched, so the agent asks. */
export function WithheldPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const slots = useDeskSlots();
  const leads = useSession().user.role !== 'agent';
  return (
    <div className={classes.main}>
      <div className={classes.scroll}>
        <header className={classes.head}>
          <Avatar name={null} size={48} />
          <div className={classes.names}>
            <h1 className={classes.name}>{t('withheld.title')}</h1>
            <p className={classes.lead}>{t('withheld.lead')}</p>
          </div>
          <div className={classes.numbers}>
            <Button
              variant="default"
              leftSection={<IconUserPlus size={16} stroke={1.6} />}
              onClick={() => navigate('/people/new')}
            >
              {t('people.new')}
            </Button>
            {leads ? (
              <Button variant="default" onClick={() => navigate('/callbacks')}>
                {t('withheld.board')}
              </Button>
            ) : null}
          </div>
        </header>
        {slots.insert}
      </div>
    </div>
  );
}
