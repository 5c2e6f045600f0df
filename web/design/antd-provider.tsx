import { App, ConfigProvider, type ConfigProviderProps } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import type { ReactNode } from 'react';
import { useLanguage } from '../words/language.ts';
import { antdTheme } from './antd-theme.ts';

type Locale = NonNullable<ConfigProviderProps['locale']>;

/** The bundler hands over the locale itself; Node's rules, by which the compiler reads the package, wrap it once more. */
const unwrapped = (module: Locale | { readonly default: Locale }) => ('default' in module ? module.default : module);

/** Around the console only: no other area loads antd. */
export function AntdProvider({ children }: { readonly children: ReactNode }) {
  const locale = unwrapped(useLanguage() === 'zh' ? zhCN : enUS);
  return (
    <ConfigProvider theme={antdTheme} locale={locale} button={{ autoInsertSpace: false }}>
      <App>{children}</App>
    </ConfigProvider>
  );
}
