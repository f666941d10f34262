import type { Texts } from '../i18n/index.ts';

/** What the services answer where they want a key, or another one. */
const wantsKey = ['KEY_NEEDED', 'BAD_KEY', 'BAD_TOKEN'];

export function isAboutKey(code: string): boolean {
  return wantsKey.includes(code);
}

/** Asks for the key. */
export function SignIn(props: { t: Texts['t']; refused: boolean; onKey: (key: string) => void }) {
  const { t, refused, onKey } = props;
  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        onKey(String(new FormData(event.currentTarget).get('key')).trim());
      }}
    >
      <label>
        {t('signIn.key')} <input name="key" type="password" autocomplete="off" required />
      </label>
      <button type="submit" class="button">
        {t('signIn.go')}
      </button>
      {refused && <p role="alert">{t('signIn.refused')}</p>}
    </form>
  );
}
