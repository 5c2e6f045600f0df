/** Words of the portal area. */
export const words = {
  area: '申报与执行',
};
