/** Words of the console area. */
export const words = {
  area: '管理后台',
};
