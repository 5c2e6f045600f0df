import { portalWords } from '../../words/portal.ts';
import { portalApplicationWords } from '../../words/portal-application.ts';
import { portalAwardWords } from '../../words/portal-award.ts';
import { useWords } from '../../words/words.ts';

/** Words that every portal screen may show. */
export const usePortalWords = () => useWords(portalWords);
/** Words of writing and following an application. */
export const useApplicationWords = () => useWords(portalApplicationWords);
/** Words of carrying out a project, and of recording needs. */
export const useAwardWords = () => useWords(portalAwardWords);
