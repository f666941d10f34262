import { isTag } from './tag.ts';

// uPlot asks Intl for the browser's language while it is loaded, before anybody could catch what that throws.
if (!isTag(navigator.language)) Object.defineProperty(navigator, 'language', { value: 'en' });
