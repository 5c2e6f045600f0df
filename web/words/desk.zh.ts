/** Words of the desk area. */
export const words = {
  area: '评审与评估',
};
