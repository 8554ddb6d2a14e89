import type { DeviceRow, PersonRow } from '../../../../schema/contracts/admin.ts';
import { AwayDialog } from './away-dialog.tsx';
import { AddDevice, GiveDeviceTo, TakeDevice } from './device-dialogs.tsx';
import { DisablePerson, EnablePerson } from './disable-person.tsx';
import { LinkOnce, RenewLink } from './password-link.tsx';
import { PersonForm } from './person-form.tsx';

type Device = PersonRow['devices'][number];

/** What was asked for on the page of people; at most one at a time. */
export type Asked =
  | { readonly what: 'add-person' | 'add-device' }
  | { readonly what: 'edit' | 'away' | 'give' | 'renew' | 'disable' | 'enable'; readonly person: PersonRow }
  | { readonly what: 'take'; readonly person: PersonRow; readonly device: Device }
  | { readonly what: 'link'; readonly name: string; readonly url: string; readonly expiresAt: number };

interface Props {
  readonly asked: Asked;
  readonly devices: readonly DeviceRow[];
  readonly onAsk: (asked: Asked) => void;
  readonly onClose: () => void;
}

/** The dialog for what was asked. */
export function PeopleDialogs({ asked, devices, onAsk, onClose }: Props) {
  switch (asked.what) {
    case 'add-person':
      return <PersonForm person={null} onLink={onAsk} onClose={onClose} />;
    case 'edit':
      return <PersonForm person={asked.person} onLink={onAsk} onClose={onClose} />;
    case 'away':
      return <AwayDialog person={asked.person} onClose={onClose} />;
    case 'link':
      return <LinkOnce name={asked.name} url={asked.url} expiresAt={asked.expiresAt} onClose={onClose} />;
    case 'renew':
      return <RenewLink person={asked.person} onLink={onAsk} onClose={onClose} />;
    case 'disable':
      return <DisablePerson person={asked.person} onClose={onClose} />;
    case 'enable':
      return <EnablePerson person={asked.person} onClose={onClose} />;
    case 'add-device':
      return <AddDevice onClose={onClose} />;
    case 'give':
      return <GiveDeviceTo person={asked.person} devices={devices} onClose={onClose} />;
    case 'take':
      return <TakeDevice person={asked.person} device={asked.device} onClose={onClose} />;
  }
}
