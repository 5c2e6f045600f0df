import { type Area, screen } from '../../shell/screens.tsx';
import { publicWords } from '../../words/public.ts';
import { useWords } from '../../words/words.ts';
import './public.css';

function useNav() {
  const { nav } = useWords(publicWords);
  return [
    { to: '/', label: nav.home, exact: true },
    { to: '/calls', label: nav.calls },
    { to: '/notices', label: nav.notices },
    { to: '/needs', label: nav.needs },
    { to: '/services', label: nav.services },
  ];
}

/** What anyone may see without signing in. */
export const area: Area = {
  screens: [
    screen('/', () => import('./home.tsx')),
    screen('/calls', () => import('./calls.tsx')),
    screen('/calls/{callId}', () => import('./call.tsx')),
    screen('/notices', () => import('./notices.tsx')),
    screen('/needs', () => import('./needs.tsx')),
    screen('/services', () => import('./services.tsx')),
    screen('/enter', () => import('./enter.tsx')),
  ],
  useNav,
};
