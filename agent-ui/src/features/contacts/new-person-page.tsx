import { useNavigate, useSearchParams } from 'react-router';
import { useDeskSlots } from '../../ui/desk-slots.tsx';
import { Avatar } from '../../ui/parts.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import { ContactForm } from './contact-form.tsx';
import { emptyContact, faultOf } from './form-state.ts';
import classes from './person.module.css';
import { useNewPerson } from './use-save-person.ts';
import { useWords } from './words.ts';

/** The form of a new person, with the number that led here. */
export function NewPersonPage() {
  const { t } = useWords();
  const words = useProblemWords();
  const navigate = useNavigate();
  const slots = useDeskSlots();
  const [search] = useSearchParams();
  const save = useNewPerson();
  return (
    <div className={classes.main}>
      <div className={classes.scroll}>
        <header className={classes.head}>
          <Avatar name={null} size={48} />
          <h1 className={classes.name}>{t('form.new')}</h1>
        </header>
        <div className={classes.form}>
          <ContactForm
            about={`new-${search.get('number') ?? ''}`}
            start={emptyContact(search.get('number'), search.get('name') ?? '')}
            saveWord={t('form.save')}
            busy={save.isPending}
            fault={save.isError ? faultOf(save.error, words) : undefined}
            onSave={(draft, saved) => void save.mutateAsync(draft).then(saved, () => undefined)}
            onCancel={() => navigate(-1)}
          />
        </div>
        {slots.insert}
      </div>
    </div>
  );
}
