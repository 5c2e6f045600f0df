const mark = 'hubang.console-styles';

/** Does the policy of this page let a component library write its styles? A style element that it bars has no sheet. */
function areStylesAllowed() {
  const style = document.createElement('style');
  style.textContent = ':root{}';
  document.head.append(style);
  const isAllowed = style.sheet !== null;
  style.remove();
  return isAllowed;
}

/**
 * Who comes here by a link inside the site still has the policy of the page where the visit began, and only the console's
 * own lets antd write styles. Loaded anew the address gets its own policy; once, so that a wrong policy cannot loop.
 */
export function reloadWhereStylesAreBarred() {
  if (areStylesAllowed()) {
    sessionStorage.removeItem(mark);
    return;
  }
  if (sessionStorage.getItem(mark)) return;
  sessionStorage.setItem(mark, 'tried');
  location.reload();
}
