import { attendedTransferFields, cancelTransferFields } from './attended-transfer.ts';
import { blindTransferFields, type TransferInput } from './blind-transfer.ts';
import type { ActionFields } from './guard.ts';
import { type MuteDirection, muteAudioFields } from './mute-audio.ts';
import { muteRecordingFields } from './mute-recording.ts';
import { playDtmfFields } from './play-dtmf.ts';
import { type PhoneWish, tellPhoneFields } from './tell-phone.ts';

/** What may be done to a call that rings or runs; channels by their Uniqueid, which never comes again. */
export interface InCallCommands {
  blindTransfer(input: TransferInput): Promise<void>;
  attendedTransfer(input: TransferInput): Promise<void>;
  cancelTransfer(channel: string): Promise<void>;
  playDtmf(channel: string, digit: string, as: 'sent' | 'received'): Promise<void>;
  muteAudio(channel: string, direction: MuteDirection, on: boolean): Promise<void>;
  muteRecording(channel: string, on: boolean): Promise<void>;
  tellPhone(device: string, wish: PhoneWish, channelId: string): Promise<void>;
}

/** The same commands for whoever can send an action. */
export function inCallCommands(send: (fields: ActionFields) => Promise<void>): InCallCommands {
  return {
    blindTransfer: async (input) => send(blindTransferFields(input)),
    attendedTransfer: async (input) => send(attendedTransferFields(input)),
    cancelTransfer: async (channel) => send(cancelTransferFields(channel)),
    playDtmf: async (channel, digit, as) => send(playDtmfFields(channel, digit, as)),
    muteAudio: async (channel, direction, on) => send(muteAudioFields(channel, direction, on)),
    muteRecording: async (channel, on) => send(muteRecordingFields(channel, on)),
    tellPhone: async (device, wish, channelId) => send(tellPhoneFields(device, wish, channelId)),
  };
}
