// First: others read the language while they are loaded.
import './i18n/browser-language.ts';

import { render } from 'preact';
import { App } from './app.tsx';

render(<App />, document.querySelector('#app')!);
