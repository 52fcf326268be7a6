import type { CheckSettings } from '../../../src/shared/messages/checking/settings.ts';

/** Settings of the check stage in the tests' worlds. */
export const CHECK_SETTINGS: CheckSettings = {
  realmUrl: (stringId) => `http://${stringId}.testserver`,
  inlineImagePreview: true,
  inlineUrlEmbedPreview: true,
  imageProxy: null,
  preferDirectMessageGroup: false,
};
